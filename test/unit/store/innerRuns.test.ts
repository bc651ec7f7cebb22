import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { runDir } from '../../../src/common/workspaceFolder';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import { finishedRun, points, runIdOf, startedRun, TestWorkspace, until, type OpenStore } from './helpers';
import { Place } from '../common/bundle/support';

const STUDY = runIdOf(1);
const TRIALS = 1000;
const trial = (n: number): string => runIdOf(100 + n);

/** A finished run inside another. */
function inside(parent: string, runId: string, name: string, inner: readonly NewEvent[] = []): NewEvent[] {
  return finishedRun(runId, name, inner).map((event) => (event.e === 'run' ? { ...event, parent } : event));
}

describe('runs inside runs', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  async function listed(store: OpenStore, parent?: string | null) {
    const place = parent === undefined ? {} : { parent };
    const { runs, total } = await store.ask('listRuns', { offset: 0, limit: 10, ...place });
    return [total, runs.map(({ id }) => id)];
  }

  const trashed = async (store: OpenStore): Promise<[string, number][]> =>
    (await store.ask('listTrash', { offset: 0, limit: 10 })).runs.map(({ id, childCount }) => [id, childCount]);

  it('are listed below those, by pages, and all together without a place', async () => {
    const [other, inner] = [runIdOf(2), runIdOf(3)];
    workspace.append(STUDY, finishedRun(STUDY, 'study'));
    workspace.append(other, finishedRun(other, 'other'));
    for (let n = 0; n < 5; n += 1) workspace.append(trial(n), inside(STUDY, trial(n), `trial ${n}`));
    workspace.append(inner, inside(trial(4), inner, 'inner'));
    const store = await (await workspace.open()).refresh();
    assert.deepEqual(await listed(store, null), [2, [other, STUDY]]);
    assert.deepEqual(await listed(store, trial(4)), [1, [inner]]);
    assert.equal((await listed(store))[0], 8);
    const page = await store.ask('listRuns', { offset: 1, limit: 2, parent: STUDY });
    assert.deepEqual([page.total, page.runs.map(({ name }) => name)], [5, ['trial 3', 'trial 2']]);
    assert.deepEqual([page.runs[0]?.parent, page.runs[0]?.childCount], [STUDY, 0]);
    const study = await store.ask('getRun', { runId: STUDY });
    assert.deepEqual([study?.parent, study?.childCount], [null, 5]);
    const filter = "name LIKE 'trial %' AND name != 'trial 1'";
    assert.equal((await store.ask('countRuns', { parent: STUDY, filter })).total, 4);
    assert.equal((await store.ask('countRuns', { parent: null })).total, 2);
    const { groups } = await store.ask('groupRuns', { parent: STUDY, by: [], metrics: [], offset: 0, limit: 1 });
    assert.equal(groups[0]?.n, 5);
  });

  it('stand at the top as long as what they are inside of is not there', async () => {
    workspace.append(trial(0), inside(STUDY, trial(0), 'trial'));
    const store = await (await workspace.open()).refresh();
    assert.deepEqual(
      [await listed(store, null), await listed(store, STUDY)],
      [
        [1, [trial(0)]],
        [1, [trial(0)]],
      ],
    );
    assert.equal((await store.ask('getRun', { runId: trial(0) }))?.parent, null);
    workspace.append(STUDY, finishedRun(STUDY, 'study'));
    await store.refresh();
    assert.deepEqual(await listed(store, null), [1, [STUDY]]);
    await until('the place is told', () =>
      store.said('changed').some(({ runs }) => runs.some(({ runId }) => runId === STUDY)),
    );
    rmSync(runDir(workspace.dir, STUDY), { recursive: true });
    await store.refresh();
    assert.deepEqual(await listed(store, null), [1, [trial(0)]]);
  });

  it('are told with what they are inside of', async () => {
    workspace.append(STUDY, finishedRun(STUDY, 'study'));
    const store = await (await workspace.open()).refresh();
    const { revision } = await store.ask('listRuns', { offset: 0, limit: 1 });
    workspace.append(trial(0), inside(STUDY, trial(0), 'trial', points('loss', [1])));
    await store.refresh();
    const changed = { runId: trial(0), parent: STUDY, keys: ['loss'] };
    assert.deepEqual((await store.ask('changesSince', { revision })).runs, [changed]);
    await until('it is told', () =>
      store.said('changed').some(({ runs }) => runs.some(({ parent }) => parent === STUDY)),
    );
  });

  it('never stand in a circle, which nobody would see', async () => {
    const [a, b, c] = [runIdOf(1), runIdOf(2), runIdOf(3)];
    workspace.append(a, inside(c, a, 'a'));
    workspace.append(b, inside(a, b, 'b'));
    workspace.append(c, inside(b, c, 'c'));
    workspace.append(trial(0), inside(trial(0), trial(0), 'itself'));
    const store = await (await workspace.open()).refresh();
    assert.deepEqual(await listed(store, null), [2, [trial(0), c]]);
    assert.deepEqual(
      [await listed(store, c), await listed(store, a)],
      [
        [1, [a]],
        [1, [b]],
      ],
    );
  });

  it('go to the trash with it and come back with it, save for those that were there before', async () => {
    workspace.append(STUDY, finishedRun(STUDY, 'study'));
    for (let n = 0; n < 3; n += 1) workspace.append(trial(n), inside(STUDY, trial(n), `trial ${n}`));
    workspace.append(runIdOf(9), inside(trial(1), runIdOf(9), 'inner'));
    const store = await (await workspace.open()).refresh();
    await store.ask('trashRuns', { runIds: [trial(0)] });
    const at = Date.now();
    await until('the clock goes on', () => Date.now() > at);
    await store.ask('trashRuns', { runIds: [STUDY] });
    assert.deepEqual(await listed(store), [0, []]);
    assert.deepEqual(await trashed(store), [
      [STUDY, 2],
      [trial(0), 0],
    ]);
    assert.equal((await store.ask('listTrash', { offset: 0, limit: 0 })).total, 5);
    await store.ask('restoreRuns', { runIds: [STUDY] });
    assert.deepEqual(await listed(store, null), [1, [STUDY]]);
    assert.deepEqual(await listed(store, STUDY), [2, [trial(2), trial(1)]]);
    assert.deepEqual(await trashed(store), [[trial(0), 0]]);
    await store.ask('trashRuns', { runIds: [STUDY] });
    await store.ask('restoreRuns', { runIds: [trial(2)] });
    assert.deepEqual(
      [await listed(store, null), await trashed(store)],
      [
        [1, [trial(2)]],
        [
          [STUDY, 1],
          [trial(0), 0],
        ],
      ],
    );
    assert.equal(await store.ask('emptyTrash', { runIds: [STUDY] }), 3);
    assert.deepEqual(await trashed(store), [[trial(0), 0]]);
  });

  it('keep it from the trash while one of them is live', async () => {
    workspace.append(STUDY, finishedRun(STUDY, 'study'));
    const live = startedRun(trial(0), 'trial 0').map((event) =>
      event.e === 'run' ? { ...event, parent: STUDY } : event,
    );
    workspace.append(trial(0), live);
    const store = await (await workspace.open()).refresh();
    await assert.rejects(store.ask('trashRuns', { runIds: [STUDY] }), /trial 0 is still running/);
    assert.deepEqual((await listed(store))[0], 2);
  });

  it('are exported with it', async () => {
    workspace.append(STUDY, finishedRun(STUDY, 'study'));
    for (let n = 0; n < 3; n += 1) workspace.append(trial(n), inside(STUDY, trial(n), `trial ${n}`));
    workspace.append(runIdOf(9), finishedRun(runIdOf(9), 'other'));
    const store = await (await workspace.open()).refresh();
    await store.ask('trashRuns', { runIds: [trial(2)] });
    const place = new Place();
    const elsewhere = new TestWorkspace();
    try {
      const file = path.join(place.outer, 'study.trialbook.zip');
      assert.equal((await store.ask('exportRuns', { runIds: [STUDY], file, job: 1 })).runs, 3);
      const other = await (await elsewhere.open()).refresh();
      await other.ask('importRuns', { file, job: 1 });
      assert.deepEqual([await listed(other, null), (await listed(other, STUDY))[0]], [[1, [STUDY]], 2]);
    } finally {
      await elsewhere.dispose();
      place.dispose();
    }
  });

  it(`are quick to list and to delete when there are ${TRIALS} of them`, async () => {
    workspace.append(STUDY, finishedRun(STUDY, 'study'));
    for (let n = 0; n < TRIALS; n += 1)
      workspace.append(trial(n), inside(STUDY, trial(n), `trial ${n}`, points('loss', [n])));
    const store = await (await workspace.open()).refresh();
    const took = async (what: string, work: () => Promise<unknown>): Promise<void> => {
      const start = performance.now();
      await work();
      // No measure, but a bound that only work for each run of the whole list would meet.
      assert.ok(performance.now() - start < 2000, `${what} took ${performance.now() - start} ms`);
    };
    await took('the top', async () => assert.deepEqual(await listed(store, null), [1, [STUDY]]));
    await took('a page', async () => assert.equal((await listed(store, STUDY))[0], TRIALS));
    await took('deleting', () => store.ask('trashRuns', { runIds: [STUDY] }));
    assert.deepEqual([await listed(store), await trashed(store)], [[0, []], [[STUDY, TRIALS]]]);
    await took('restoring', () => store.ask('restoreRuns', { runIds: [STUDY] }));
    assert.equal((await listed(store, STUDY))[0], TRIALS);
  });
});
