import assert from 'node:assert/strict';
import type { SeriesQuery } from '../../../src/protocol/storeApi';
import { SeriesStore, type SeriesRequest } from '../../../webview/compare/seriesStore';
import { makeRun, readSeries, type RunData } from './runData';

/** A store over runs in memory that notes what was asked. */
function makeStore(runs: RunData[]) {
  const queries: SeriesQuery[] = [];
  const store = new SeriesStore((query) => {
    queries.push(structuredClone(query));
    return Promise.resolve(readSeries(runs, query));
  });
  store.setUnits(runs.map(({ run }) => [run.id]));
  return { store, queries };
}

function by(key: string, other: Partial<SeriesRequest> = {}): SeriesRequest {
  return { key, x: 'step', logX: false, smoothing: 0, ...other };
}

/** Waits until a condition holds; the suite's time limit ends it. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

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

  it('tells of a failed read and reads again on request', async () => {
    let broken = true;
    const runs = [makeRun(0, { metrics: { loss: [1] } })];
    const store = new SeriesStore((query) =>
      broken ? Promise.reject(new Error('The disk is full.')) : Promise.resolve(readSeries(runs, query)),
    );
    store.setUnits([['run-0']]);
    const data = store.watch(by('loss'), 300);
    await until(() => data.value.failure !== undefined);
    assert.equal(data.value.failure, 'The disk is full.');
    broken = false;
    store.retry(by('loss'));
    await until(() => data.value.series !== undefined);
    assert.equal(data.value.failure, undefined);
  });

  it('shows what is known beside a failure, which stays until everything is known', async () => {
    const runs = [0, 1].map((index) => makeRun(index, { metrics: { loss: [index] } }));
    let broken = false;
    const queries: SeriesQuery[] = [];
    const store = new SeriesStore((query) => {
      queries.push(query);
      return broken ? Promise.reject(new Error('The disk is full.')) : Promise.resolve(readSeries(runs, query));
    });
    store.setUnits([['run-0'], ['run-1']]);
    const data = store.watch(by('loss'), 300);
    await until(() => data.value.series !== undefined);
    broken = true;
    runs[0]!.metrics['loss']!.push(8);
    store.changed('run-0', ['loss']);
    await until(() => data.value.failure !== undefined);
    assert.equal(data.value.series!.length, 2);
    store.setUnits([['run-1'], ['run-0']]);
    assert.equal(data.value.failure, 'The disk is full.', 'the points of a run are still missing');
    broken = false;
    runs[1]!.metrics['loss']!.push(9);
    store.changed('run-1', ['loss']);
    await until(() => data.value.failure === undefined);
    assert.deepEqual(
      data.value.series!.map(({ runId, total }) => [runId, total]),
      [
        ['run-1', 2],
        ['run-0', 2],
      ],
    );
  });

  it('shows no line rather than none of a chart whose first read failed', async () => {
    const store = new SeriesStore(() => Promise.reject(new Error('The disk is full.')));
    store.setUnits([['run-0']]);
    const data = store.watch(by('loss'), 300);
    await until(() => data.value.failure !== undefined);
    store.setUnits([['run-0'], ['run-1']]);
    assert.deepEqual([data.value.series, data.value.failure], [undefined, 'The disk is full.']);
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

  it('reads fewer columns the more lines there are, and all of them again for few', async () => {
    const points = Array.from({ length: 2000 }, (_, step) => Math.sin(step));
    const runs = Array.from({ length: 2000 }, (_, i) => makeRun(i, { metrics: i === 0 ? { loss: points } : {} }));
    const { store, queries } = makeStore(runs);
    const data = store.watch(by('loss'), 400);
    await until(() => data.value.series !== undefined);
    assert.equal(queries[0]!.width, 50);
    assert.ok(data.value.series![0]!.steps.length <= 200);
    store.setUnits([['run-0']]);
    await until(() => data.value.series![0]!.steps.length > 200);
    assert.equal(queries[1]!.width, 400);
    assert.equal(queries[1]!.after, undefined);
  });

  it('has no more work for each of thousands of runs than for each of a few', async () => {
    const runIds = Array.from({ length: 5000 }, (_, i) => `run-${i}`);
    const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
    const column = Float64Array.of(1, 2);
    const store = new SeriesStore((query) =>
      Promise.resolve(
        query.runIds.flatMap((runId) =>
          query.keys.map((key) => {
            return { runId, key, total: 2, decimated: false, steps: column, values: column, times: column };
          }),
        ),
      ),
    );
    const asked = keys.map((key) => store.watch(by(key), 300));
    const started = performance.now();
    store.setUnits(runIds.map((id) => [id]));
    await until(() => asked.every(({ value }) => value.series?.length === runIds.length));
    for (const runId of runIds) store.changed(runId, keys);
    assert.ok(performance.now() - started < 2000, `it took ${performance.now() - started} ms`);
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
