import assert from 'node:assert/strict';
import { SeriesStore } from '../../../webview/compare/seriesStore';
import { makeRun, readSeries } from './runData';
import { by, makeStore, until } from './seriesStoreSupport';

describe('series of the comparison page', () => {
  it('reads keys that come into sight together with one query', async () => {
    const { store, queries } = makeStore([makeRun(0, { metrics: { a: [1], b: [2] } })]);
    const [a, b] = [store.watch(by('a'), 300), store.watch(by('b'), 280)];
    await until(() => a.value.series !== undefined && b.value.series !== undefined);
    assert.deepEqual(queries, [{ runIds: ['run-0'], keys: ['a', 'b'], width: 300 }]);
  });

  it('asks for newer points alone and appends them', async () => {
    const run = makeRun(0, { metrics: { loss: [3, 2] } });
    const { store, queries } = makeStore([run, makeRun(1, { metrics: { loss: [5] } })]);
    const data = store.watch(by('loss'), 300);
    await until(() => data.value.series !== undefined);
    const other = data.value.series![1];
    run.metrics['loss']!.push(1);
    store.changed('run-0', ['loss']);
    await until(() => data.value.series![0]!.total === 3);
    assert.deepEqual([...data.value.series![0]!.values], [3, 2, 1]);
    assert.equal(data.value.series![1], other, 'the other run was left alone');
    assert.deepEqual(queries[1], {
      runIds: ['run-0'],
      keys: ['loss'],
      width: 300,
      after: [{ runId: 'run-0', key: 'loss', count: 2 }],
    });
  });

  it('keeps the same list where a reply brings no news', async () => {
    const { store, queries } = makeStore([makeRun(0, { metrics: { loss: [3, 2] } })]);
    const data = store.watch(by('loss'), 300);
    await until(() => data.value.series !== undefined);
    const { value } = data;
    store.changed('run-0', ['loss']);
    await until(() => queries.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(data.value, value);
  });

  it('reads nothing for keys out of sight, and catches up when they return', async () => {
    const run = makeRun(0, { metrics: { loss: [3], other: [1] } });
    const { store, queries } = makeStore([run]);
    const data = store.watch(by('loss'), 300);
    await until(() => data.value.series !== undefined);
    store.unwatch(by('loss'));
    run.metrics['loss']!.push(2);
    store.changed('run-0', ['loss']);
    const other = store.watch(by('other'), 300);
    await until(() => other.value.series !== undefined);
    assert.deepEqual(queries[1]!.keys, ['other']);
    const again = store.watch(by('loss'), 300);
    await until(() => again.value.series![0]!.total === 2);
    assert.deepEqual(queries[2]!.after, [{ runId: 'run-0', key: 'loss', count: 1 }]);
  });

  it('begins again when the store knows fewer points than the page', async () => {
    const run = makeRun(0, { metrics: { loss: [3, 2, 1] } });
    const { store } = makeStore([run]);
    const data = store.watch(by('loss'), 300);
    await until(() => data.value.series !== undefined);
    run.metrics['loss'] = [9];
    store.changed('run-0', ['loss']);
    await until(() => data.value.series![0]!.total === 1);
    assert.deepEqual([...data.value.series![0]!.values], [9]);
  });

  it('decimates anew when appended points became many', async () => {
    const run = makeRun(0, { metrics: { loss: [0] } });
    const { store, queries } = makeStore([run]);
    const data = store.watch(by('loss'), 256);
    await until(() => data.value.series !== undefined);
    run.metrics['loss'] = Array.from({ length: 5000 }, (_, step) => step % 7);
    store.changed('run-0', ['loss']);
    await until(() => data.value.series![0]!.total === 5000);
    run.metrics['loss'].push(1);
    store.changed('run-0', ['loss']);
    await until(() => data.value.series![0]!.total === 5001);
    assert.equal(queries[2]!.after, undefined);
    assert.ok(data.value.series![0]!.steps.length <= 4 * 256);
  });

  it('keeps what is known of a run that stays, and forgets one that goes', async () => {
    const { store, queries } = makeStore([0, 1].map((index) => makeRun(index, { metrics: { loss: [index] } })));
    const data = store.watch(by('loss'), 300);
    await until(() => data.value.series !== undefined);
    store.setUnits([['run-1']]);
    assert.deepEqual(
      data.value.series!.map((series) => series.runId),
      ['run-1'],
    );
    store.setUnits([['run-1'], ['run-0']]);
    await until(() => data.value.series!.length === 2);
    assert.deepEqual(
      queries.map((query) => query.runIds),
      [['run-0', 'run-1'], ['run-0']],
    );
  });

  it('reads what takes long less often', async () => {
    const runs = [0, 1].map((index) => makeRun(index, { metrics: { loss: [index] } }));
    const readAt: number[] = [];
    const store = new SeriesStore(async (query) => {
      readAt.push(performance.now());
      await new Promise((resolve) => setTimeout(resolve, 150));
      return readSeries(runs, query);
    });
    store.setUnits([['run-0', 'run-1']]);
    store.watch(by('loss'), 300);
    await until(() => readAt.length === 1);
    const live = setInterval(() => store.changed('run-0', ['loss']), 10);
    await until(() => readAt.length === 4);
    clearInterval(live);
    for (const at of [2, 3]) {
      const gap = readAt[at]! - readAt[at - 1]!;
      assert.ok(gap >= 4 * 145, `${gap} ms between two reads that take 150`);
    }
  });

  it('asks for repeats as one mean, and reads it whole again', async () => {
    const runs = [0, 1, 2].map((index) => makeRun(index, { metrics: { loss: [index] } }));
    const { store, queries } = makeStore(runs);
    store.setUnits([['run-0', 'run-2'], ['run-1']]);
    const data = store.watch(by('loss'), 300);
    await until(() => data.value.series?.length === 2);
    assert.deepEqual([queries[0]!.runIds, queries[0]!.groups], [['run-1'], [['run-0', 'run-2']]]);
    assert.deepEqual(
      data.value.series!.map(({ runId, counts }) => [runId, counts?.[0]]),
      [
        ['run-0', 2],
        ['run-1', undefined],
      ],
    );
    store.changed('run-2', ['loss']);
    await until(() => queries.length === 2);
    assert.deepEqual(
      [queries[1]!.runIds, queries[1]!.groups, queries[1]!.after],
      [[], [['run-0', 'run-2']], undefined],
    );
    store.setUnits([['run-0'], ['run-1'], ['run-2']]);
    await until(() => data.value.series?.length === 3);
    assert.deepEqual(queries[2]!.runIds, ['run-0', 'run-2'], 'what was single is known');
  });

  it('asks for axis, smoothing and range of each request', async () => {
    const { store, queries } = makeStore([makeRun(0, { metrics: { loss: [3, 2, 1], epoch: [1, 2, 3] } })]);
    const range = { from: 1, to: 2 };
    const request = by('loss', { x: 'relative', smoothing: 0.5, range });
    const data = store.watch(request, 300);
    const other = store.watch(by('loss', { x: { metric: 'epoch' }, logX: true }), 300);
    await until(() => data.value.series !== undefined && other.value.series !== undefined);
    const shared = { runIds: ['run-0'], keys: ['loss'], width: 300 };
    assert.deepEqual(queries, [
      { ...shared, x: 'relative', smoothing: 0.5, range },
      { ...shared, x: { metric: 'epoch' }, logX: true },
    ]);
  });

  it('reads whole again what a metric of the x axis may have moved', async () => {
    const { store, queries } = makeStore([makeRun(0, { metrics: { loss: [3], epoch: [1] } })]);
    const data = store.watch(by('loss', { x: { metric: 'epoch' } }), 300);
    await until(() => data.value.series !== undefined);
    store.changed('run-0', ['epoch']);
    await until(() => queries.length === 2);
    assert.equal(queries[1]!.after, undefined);
  });

  it('reads everything again when nobody knows what changed', async () => {
    const { store, queries } = makeStore([makeRun(0, { metrics: { loss: [3] } })]);
    const data = store.watch(by('loss'), 300);
    await until(() => data.value.series !== undefined);
    store.changed('run-0');
    await until(() => queries.length === 2);
    assert.equal(queries[1]!.after, undefined);
  });

  it('does not take the points of one run for those of repeats that it was grouped with meanwhile', async () => {
    const runs = [makeRun(0, { metrics: { loss: [1] } }), makeRun(1, { metrics: { loss: [2] } })];
    const replies: (() => void)[] = [];
    const store = new SeriesStore(async (query) => {
      await new Promise<void>((resolve) => replies.push(resolve));
      return readSeries(runs, query);
    });
    store.setUnits([['run-0'], ['run-1']]);
    const data = store.watch(by('loss'), 300);
    await until(() => replies.length === 1);
    store.setUnits([['run-0', 'run-1']]);
    replies[0]!();
    await until(() => replies.length === 2);
    assert.equal(data.value.series, undefined);
  });
});
