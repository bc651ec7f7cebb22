import assert from 'node:assert/strict';
import { cpSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runDir, runsDir, trialbookDir } from '../../../src/common/workspaceFolder';
import { migrate } from '../../../src/store/database/migrations';
import { editOf, ensureRun, setEdit } from '../../../src/store/runs';
import { ENGINE, finishedRun, lockFiles, openMemory, points, startedRun, until, TestWorkspace } from './helpers';
import { A, B, C, listed, trashed, withFile, newWorkspace } from './trashedRuns';

describe('the trash', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  const folders = (): string[] => readdirSync(runsDir(workspace.dir)).sort();
  beforeEach(() => {
    workspace = newWorkspace();
  });
  afterEach(() => workspace.dispose());

  describe('of deleted runs', () => {
    it('hides them at once, wherever runs are listed, but answers who asks for one by its id', async () => {
      const store = await (await workspace.open()).refresh();
      const before = Date.now();
      await store.ask('trashRuns', { runIds: [A, A, C] });
      assert.deepEqual(await listed(store), [B]);
      assert.equal((await store.ask('listRuns', { offset: 0, limit: 0 })).total, 1);
      assert.deepEqual(await store.ask('listDatasets', {}), []);
      assert.deepEqual(await store.ask('listModels', {}), []);
      const page = await store.ask('listTrash', { offset: 0, limit: 10 });
      assert.deepEqual([page.total, page.runs.map(({ name }) => name)], [1, ['first']]);
      const { trashedAt, freedAt } = page.runs[0]!;
      assert.ok(trashedAt >= before && trashedAt <= Date.now());
      assert.equal(freedAt - trashedAt, 30 * 86_400_000);
      assert.equal((await store.ask('getRun', { runId: A }))?.metrics[0]?.last, 1);
      assert.equal((await store.ask('compareRuns', { runIds: [A, B] })).runs.length, 2);
      assert.deepEqual(folders(), [A, B]);
      await until('it is told', () =>
        store.said('changed').some(({ runs }) => runs.some((run) => run.removed === true)),
      );
    });

    it('is on the disk when it returns', async () => {
      const store = await (await workspace.open()).refresh();
      await store.ask('trashRuns', { runIds: [A] });
      const copy = new TestWorkspace();
      cpSync(trialbookDir(workspace.dir), trialbookDir(copy.dir), { recursive: true });
      for (const name of lockFiles(copy.dir)) rmSync(path.join(trialbookDir(copy.dir), name));
      try {
        assert.deepEqual(await trashed(await (await copy.open()).refresh()), [A]);
      } finally {
        await copy.dispose();
      }
    });

    it('shows them newest in the trash first, by pages', async () => {
      workspace.append(C, finishedRun(C, 'third'));
      const store = await (await workspace.open()).refresh();
      for (const runId of [B, C, A]) {
        await store.ask('trashRuns', { runIds: [runId] });
        const at = Date.now();
        await until('the clock goes on', () => Date.now() > at);
      }
      assert.deepEqual(await trashed(store), [A, C, B]);
      const page = await store.ask('listTrash', { offset: 1, limit: 1 });
      assert.deepEqual([page.total, page.runs.map(({ id }) => id)], [3, [C]]);
    });

    it('gives them back with all that was said about them', async () => {
      const store = await (await workspace.open()).refresh();
      await store.ask('renameRun', { runId: A, name: 'mine' });
      await store.ask('setNote', { runId: A, note: 'good' });
      await store.ask('trashRuns', { runIds: [A, B] });
      await until('it is told', () =>
        store.said('changed').some(({ runs }) => runs.some((run) => run.removed === true)),
      );
      const told = store.said('changed').length;
      await store.ask('restoreRuns', { runIds: [A, B] });
      assert.deepEqual([await listed(store), await trashed(store)], [[B, A], []]);
      const run = await store.ask('getRun', { runId: A });
      assert.deepEqual([run?.name, run?.note], ['mine', 'good']);
      assert.equal((await store.ask('listDatasets', {})).length, 1);
      await until('it is told', () => store.said('changed').length > told);
      const { runs, datasets, models } = store.said('changed').at(-1)!;
      assert.deepEqual([runs, datasets, models], [[A, B].map((runId) => ({ runId, keys: [] })), true, true]);
      await store.ask('trashRuns', { runIds: [A] });
      await assert.rejects(store.ask('restoreRuns', { runIds: [C, A] }), { name: 'UserError', message: /not exist/ });
      assert.deepEqual(await listed(store), [B, A]);
    });

    it('takes none while one of them is live', async () => {
      workspace.append(C, startedRun(C, 'training'));
      const store = await (await workspace.open()).refresh();
      await assert.rejects(store.ask('trashRuns', { runIds: [A, C] }), {
        name: 'UserError',
        message: /training is still running/,
      });
      assert.deepEqual(await listed(store), [C, B, A]);
    });

    it('keeps them over a restart, new events, and the coming and going of their folder', async () => {
      const first = await (await workspace.open()).refresh();
      await first.ask('trashRuns', { runIds: [A] });
      await first.close();
      workspace.append(A, points('loss', [7]), { q: 20 });
      const store = await (await workspace.open()).refresh();
      assert.deepEqual([await listed(store), await trashed(store)], [[B], [A]]);
      assert.equal((await store.ask('getRun', { runId: A }))?.metrics[0]?.last, 7);
      workspace.append(A, points('loss', [8]), { q: 30 });
      await store.refresh();
      const aside = path.join(workspace.dir, 'aside');
      renameSync(runDir(workspace.dir, A), aside);
      await store.refresh();
      await until('it is gone', async () => (await trashed(store)).length === 0);
      renameSync(aside, runDir(workspace.dir, A));
      await store.refresh();
      assert.deepEqual([await listed(store), await trashed(store)], [[B], [A]]);
      const mentions = store.said('changed').flatMap(({ runs }) => runs.filter(({ runId }) => runId === A));
      assert.deepEqual(
        mentions.filter((run) => run.removed !== true),
        [],
      );
    });

    it('marks what changes for those who ask later what did', async () => {
      const store = await (await workspace.open()).refresh();
      await store.ask('trashRuns', { runIds: [A] });
      await store.close();
      const revisions = (): Promise<(number | undefined)[]> =>
        withFile(workspace, (db) => [
          db.prepare<{ revision: number }>('SELECT revision FROM store').get()?.revision,
          db.prepare<{ revision: number }>('SELECT revision FROM runs WHERE uid = ?').get(A)?.revision,
        ]);
      const [revision, ofRun] = await revisions();
      assert.equal(ofRun, revision);
      const again = await (await workspace.open()).refresh();
      await again.ask('restoreRuns', { runIds: [A] });
      await again.close();
      assert.deepEqual(await revisions(), [revision! + 1, revision! + 1]);
    });

    it('is seen by a second window, which changes nothing where only one may write', async () => {
      const first = await (await workspace.open()).refresh();
      await first.ask('renameRun', { runId: B, name: 'b' });
      const second = await (await workspace.open()).refresh();
      await first.ask('trashRuns', { runIds: [A] });
      await until('the second window hides it', async () => (await listed(second)).length === 1);
      await until('it is told', () =>
        second.said('changed').some(({ runs }) => runs.some((run) => run.removed === true)),
      );
      assert.deepEqual(await trashed(second), [A]);
      if (ENGINE === 'sql.js') {
        const refused = { name: 'UserError', message: /another window/ };
        await assert.rejects(second.ask('trashRuns', { runIds: [B] }), refused);
        await assert.rejects(second.ask('restoreRuns', { runIds: [A] }), refused);
        await assert.rejects(second.ask('emptyTrash', {}), refused);
      }
      assert.deepEqual(folders(), [A, B]);
      await first.ask('restoreRuns', { runIds: [A] });
      await until('the second window shows it again', async () => (await listed(second)).length === 2);
    });
  });

  it('follows an edit that comes from another database', async () => {
    const db = await openMemory();
    migrate(db);
    const at = (): unknown => db.prepare('SELECT trashed_at AS at FROM runs WHERE uid = ?').get(A)!['at'];
    setEdit(db, A, 'trashed', '5');
    ensureRun(db, A, 1);
    assert.equal(at(), 5);
    setEdit(db, A, 'trashed', '6');
    assert.equal(at(), 6);
    setEdit(db, A, 'name', 'x');
    setEdit(db, A, 'trashed', undefined);
    assert.deepEqual([at(), editOf(db, A, 'name')], [null, 'x']);
    db.close();
  });
});
