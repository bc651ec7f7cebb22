import assert from 'node:assert/strict';
import type { SeriesQuery } from '../../../src/protocol/storeApi';
import { SeriesStore } from '../../../webview/compare/seriesStore';
import { makeRun, readSeries } from './runData';
import { by, until } from './seriesStoreSupport';

describe('series of the comparison page that cannot be read', () => {
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
});
