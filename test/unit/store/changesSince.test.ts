import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import { changesSince } from '../../../src/store/queries/changesSince';
import { migrate } from '../../../src/store/database/migrations';
import { SqljsEngine } from '../../../src/store/database/sqljsEngine';
import { finishedRun, points, runIdOf, startedRun, TestWorkspace, WASM, type OpenStore } from './helpers';

const [A, B, C] = [runIdOf(1), runIdOf(2), runIdOf(3)];
const NOTHING = { reset: false, runs: [], datasets: false, models: false };
const EVERYTHING = { reset: true, runs: [], datasets: true, models: true };

describe('changes since a revision', function () {
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  /** What changed since; how far they reach is checked on the way. */
  async function since(store: OpenStore, revision: number) {
    const { revision: now, ...changes } = await store.ask('changesSince', { revision });
    assert.equal(now, await revisionOf(store));
    return changes;
  }

  async function revisionOf(store: OpenStore): Promise<number> {
    return (await store.ask('listRuns', { offset: 0, limit: 1 })).revision;
  }

  it('name the runs, and the keys with new points', async () => {
    workspace.append(A, [...startedRun(A, 'a'), ...points('loss', [1]), ...points('acc', [1])]);
    workspace.append(B, finishedRun(B, 'b', points('loss', [1])));
    const store = await (await workspace.open()).refresh();
    const before = await revisionOf(store);
    assert.deepEqual(await since(store, before), NOTHING);
    workspace.append(A, points('acc', [2]), { q: 100 });
    const read: NewEvent = { e: 'ds', path: 'penguins.csv', size: 1, digest: '1'.repeat(64) };
    workspace.append(C, finishedRun(C, 'c', [read]));
    await store.refresh();
    const grown = await since(store, before);
    grown.runs.sort((a, b) => (a.runId < b.runId ? -1 : 1));
    const runs = [
      { runId: A, keys: ['acc'] },
      { runId: C, keys: [] },
    ];
    assert.deepEqual(grown, { ...NOTHING, runs, datasets: true });
    const renamed = await revisionOf(store);
    await store.ask('renameRun', { runId: B, name: 'mine' });
    assert.deepEqual(await since(store, renamed), { ...NOTHING, runs: [{ runId: B, keys: [] }] });
    const deleted = await revisionOf(store);
    await store.ask('trashRuns', { runIds: [B] });
    const gone = { runs: [{ runId: B, keys: [], removed: true }], datasets: true, models: true };
    assert.deepEqual(await since(store, deleted), { ...NOTHING, ...gone });
  });

  it('are everything when the revision is of another database, or of none', async () => {
    workspace.append(A, finishedRun(A, 'a'));
    const store = await (await workspace.open()).refresh();
    const revision = await revisionOf(store);
    for (const odd of [revision + 1, -1, 0, Number.NaN, Number.POSITIVE_INFINITY, revision + 2 ** 32]) {
      assert.deepEqual(await since(store, odd), EVERYTHING, String(odd));
    }
    await store.close();
    rmSync(path.join(workspace.dir, '.trialbook', 'trialbook.db'));
    const anew = await (await workspace.open()).refresh();
    assert.deepEqual(await since(anew, revision), EVERYTHING);
    assert.deepEqual(await since(anew, await revisionOf(anew)), NOTHING);
  });

  it('are bounded', async () => {
    const db = (await SqljsEngine.load(WASM)).open();
    migrate(db);
    const { revision } = changesSince(db, 0);
    db.exec(`INSERT INTO experiments VALUES (1, 'x')`);
    const make = db.prepare(
      `INSERT INTO runs (id, uid, experiment, name, started_at, last_event_at, revision) VALUES (?, ?, 1, '', 0, 0, ?)`,
    );
    for (let n = 1; n <= 1000; n += 1) make.run(n, runIdOf(n), n);
    db.exec('UPDATE store SET revision = 1000');
    assert.equal(changesSince(db, revision).runs.length, 1000);
    db.exec(`INSERT INTO removed_runs VALUES ('gone', 1001); UPDATE store SET revision = 1001`);
    assert.equal(changesSince(db, revision).reset, true);
    assert.deepEqual(
      changesSince(db, revision + 1000).runs.map(({ runId }) => runId),
      ['gone'],
    );
    const series = db.prepare('INSERT INTO series VALUES (?, 1, ?, 1, 1, 0, 0, 0, 0, 0, 0, 1002)');
    for (let n = 1; n <= 1001; n += 1) {
      db.prepare('INSERT INTO metric_keys VALUES (?, ?)').run(n, `key-${n}`);
      if (n <= 1000) series.run(n, n);
    }
    db.exec('UPDATE runs SET revision = 1002 WHERE id = 1; UPDATE store SET revision = 1002');
    assert.equal(changesSince(db, revision + 1001).runs[0]?.keys.length, 1000);
    series.run(1001, 1001);
    assert.deepEqual(changesSince(db, revision + 1001).runs, [{ runId: runIdOf(1), keys: [], allKeys: true }]);
    db.close();
  });
});
