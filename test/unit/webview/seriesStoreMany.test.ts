import assert from 'node:assert/strict';
import type { Series } from '../../../src/protocol/entities';
import { SeriesStore } from '../../../webview/compare/seriesStore';
import { makeRun } from './runData';
import { by, makeStore, until } from './seriesStoreSupport';

/** How often the store looks at the run of a series until charts of six keys show so many runs, and are told of news. */
async function readsOfRunIds(runs: number): Promise<number> {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  const column = Float64Array.of(1, 2);
  let reads = 0;
  const answer = (runId: string, key: string): Series => ({
    get runId() {
      reads += 1;
      return runId;
    },
    key,
    total: 2,
    decimated: false,
    steps: column,
    values: column,
    times: column,
  });
  const store = new SeriesStore(({ runIds, keys: asked }) =>
    Promise.resolve(runIds.flatMap((runId) => asked.map((key) => answer(runId, key)))),
  );
  const shown = keys.map((key) => store.watch(by(key), 300));
  const runIds = Array.from({ length: runs }, (_, i) => `run-${i}`);
  store.setUnits(runIds.map((id) => [id]));
  await until(() => shown.every(({ value }) => value.series?.length === runs));
  for (const runId of runIds) store.changed(runId, keys);
  return reads;
}

describe('series of the comparison page with thousands of runs', () => {
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
    const [few, thousands] = [await readsOfRunIds(10), await readsOfRunIds(5000)];
    assert.equal(thousands / 5000, few / 10);
  });
});
