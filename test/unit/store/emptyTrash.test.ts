import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { databasePath, runDir, runsDir } from '../../../src/common/workspaceFolder';
import type { Database } from '../../../src/store/database/database';
import { migrate } from '../../../src/store/database/migrations';
import { expiredRuns } from '../../../src/store/queries/trashQueries';
import { ensureRun, setEdit } from '../../../src/store/runs';
import {
  ENGINE,
  finishedRun,
  openMemory,
  points,
  runIdOf,
  startedRun,
  StoreProcess,
  until,
  type TestWorkspace,
} from './helpers';
import { A, B, C, listed, trashed, withFile, newWorkspace } from './trashedRuns';

const DAY = 86_400_000;
const MONTH = 30 * DAY;

describe('the trash, freed', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  const folders = (): string[] => readdirSync(runsDir(workspace.dir)).sort();
  beforeEach(() => {
    workspace = newWorkspace();
  });
  afterEach(() => workspace.dispose());

  describe('when it is emptied', () => {
    it('removes rows, edits and folders of its runs and of no others, once and for all', async () => {
      workspace.append(C, finishedRun(C, 'third'));
      const store = await (await workspace.open()).refresh();
      await store.ask('renameRun', { runId: A, name: 'mine' });
      await store.ask('trashRuns', { runIds: [A, B] });
      assert.equal(await store.ask('emptyTrash', { runIds: [A, C, '../../precious'] }), 1);
      assert.deepEqual(folders(), [B, C]);
      assert.deepEqual([await listed(store), await trashed(store)], [[C], [B]]);
      assert.equal(await store.ask('emptyTrash', {}), 1);
      assert.equal(await store.ask('emptyTrash', {}), 0);
      await store.refresh();
      assert.deepEqual([folders(), await store.ask('getRun', { runId: A })], [[C], null]);
      await assert.rejects(store.ask('restoreRuns', { runIds: [A] }), { name: 'UserError', message: /not exist/ });
      workspace.append(A, finishedRun(A, 'copied back'));
      await store.refresh();
      assert.deepEqual([await listed(store), await trashed(store)], [[C, A], []]);
      await store.close();
      assert.deepEqual(await withFile(workspace, (db) => db.prepare('SELECT uid FROM run_edits').all()), []);
      assert.deepEqual(await listed(await (await workspace.open()).refresh()), [C, A]);
    });

    it('never leaves the folder of runs, whatever it is asked to remove', async () => {
      const outside = path.join(workspace.dir, 'precious');
      mkdirSync(outside);
      const store = await (await workspace.open()).refresh();
      await store.ask('trashRuns', { runIds: ['../../precious'] });
      assert.equal(await store.ask('emptyTrash', { runIds: ['../../precious'] }), 0);
      assert.ok(existsSync(outside));
    });

    it('gives the space back to the file system', async () => {
      const values = Array.from({ length: 100_000 }, (_, i) => Math.sin(i * i));
      workspace.append(C, finishedRun(C, 'large', points('noise', values)));
      const store = await (await workspace.open()).refresh();
      await store.ask('renameRun', { runId: A, name: 'mine' });
      const size = (): number => statSync(databasePath(workspace.dir)).size;
      const before = size();
      await store.ask('trashRuns', { runIds: [C] });
      await store.ask('emptyTrash', {});
      await store.close();
      assert.ok(before > 900_000 && size() < before - 800_000, `${before} bytes, then ${size()}`);
      assert.deepEqual(await withFile(workspace, (db) => db.prepare('PRAGMA integrity_check').all()), [
        { integrity_check: 'ok' },
      ]);
    });

    it('answers others meanwhile, tells how far it is, and spares a run that is restored in time', async () => {
      const many = Array.from({ length: 200 }, (_, n) => runIdOf(n + 10));
      for (const runId of many) workspace.append(runId, finishedRun(runId, runId));
      const store = await (await workspace.open()).refresh();
      await store.ask('trashRuns', { runIds: many });
      const last = many.at(-1)!;
      let done = false;
      const emptied = store.ask('emptyTrash', {}).finally(() => (done = true));
      await until('it has begun', () => store.said('emptyingTrash').length > 0);
      const restored = store.ask('restoreRuns', { runIds: [last] });
      assert.equal(done, false);
      assert.ok((await trashed(store)).length > 0);
      await restored;
      assert.equal(await emptied, 199);
      assert.deepEqual(
        [await listed(store), folders()],
        [
          [last, B, A],
          [A, B, last],
        ],
      );
      const { done: steps, total } = store.said('emptyingTrash')[0]!;
      assert.ok(total === 400 && steps >= 0 && steps < 400, `${steps} of ${total}`);
    });

    it('stops when the store is closed, and the rest stays in the trash', async () => {
      const many = Array.from({ length: 200 }, (_, n) => runIdOf(n + 10));
      for (const runId of many) workspace.append(runId, finishedRun(runId, runId));
      const store = await (await workspace.open()).refresh();
      await store.ask('trashRuns', { runIds: many });
      const emptied = store.ask('emptyTrash', {});
      await until('it has begun', () => store.said('emptyingTrash').length > 0);
      await store.close();
      const freed = await emptied;
      assert.ok(freed > 0 && freed < 200, `${freed} were freed`);
      const again = await (await workspace.open()).refresh();
      await until('the folders of the freed ones are gone', () => folders().every((name) => !name.startsWith('.')));
      assert.deepEqual([(await trashed(again)).length, folders().length], [200 - freed, 202 - freed]);
      await assert.rejects(store.ask('trashRuns', { runIds: [A] }), /closed/);
    });

    it('leaves each run whole or nothing of it when the process is killed', async () => {
      const many = Array.from({ length: 300 }, (_, n) => runIdOf(n + 10));
      for (const runId of many) workspace.append(runId, finishedRun(runId, runId));
      const first = await (await workspace.open()).refresh();
      await first.ask('trashRuns', { runIds: many });
      await first.close();
      const child = StoreProcess.start(workspace.dir, ENGINE, 'emptyTrash');
      await until(`it empties: ${child.output}`, () => folders().some((name) => name.startsWith('.deleted-')));
      await child.kill();
      assert.ok(folders().length > 2, 'it was killed in the middle');
      const store = await (await workspace.open()).refresh();
      await until('what was begun is finished', () => folders().every((name) => !name.startsWith('.')));
      await until('rows and folders agree', async () => (await trashed(store)).length === folders().length - 2);
      assert.deepEqual(await listed(store), [B, A]);
      const left = folders().slice(2);
      await store.close();
      const edited = await withFile(workspace, (db) =>
        db.prepare<{ uid: string }>('SELECT uid FROM run_edits ORDER BY uid').all(),
      );
      assert.deepEqual(
        edited.map(({ uid }) => uid),
        left,
      );
    });

    for (const [when, prepare] of [
      ['before its rows were removed', () => undefined],
      ['after its rows were removed', (db: Database) => db.prepare('DELETE FROM runs WHERE uid = ?').run(A)],
    ] as const) {
      it(`finishes a run that was cut short ${when}`, async () => {
        const first = await (await workspace.open()).refresh();
        await first.ask('trashRuns', { runIds: [A] });
        await first.close();
        renameSync(runDir(workspace.dir, A), path.join(runsDir(workspace.dir), `.deleted-${A}-1`));
        await withFile(workspace, prepare);
        const store = await (await workspace.open()).refresh();
        await until('the rest is gone', () => folders().length === 1);
        assert.deepEqual([await listed(store), await trashed(store)], [[B], []]);
        assert.equal(await store.ask('getRun', { runId: A }), null);
        await store.close();
        assert.deepEqual(await withFile(workspace, (db) => db.prepare('SELECT * FROM run_edits').all()), []);
      });
    }

    it('goes on when one of its runs has come to life again', async () => {
      workspace.append(C, startedRun(C, 'lost', { pid: 2 ** 30 }));
      const store = await (await workspace.open()).refresh();
      await store.ask('trashRuns', { runIds: [B, C] });
      workspace.append(C, startedRun(C, 'back'), { file: 'events-2-2.jsonl' });
      await store.refresh();
      await assert.rejects(store.ask('emptyTrash', {}), { name: 'UserError', message: /back is still running/ });
      assert.deepEqual([await trashed(store), folders()], [[C], [A, C]]);
      await store.ask('restoreRuns', { runIds: [C] });
      assert.equal((await store.ask('getRun', { runId: C }))?.status, 'running');
      workspace.append(C, points('loss', [3]), { file: 'events-2-2.jsonl', q: 9 });
      await store.refresh();
      assert.equal((await store.ask('getRun', { runId: C }))?.metrics[0]?.last, 3);
    });
  });

  describe('after 30 days', () => {
    const now = 1_800_000_000_000;
    for (const [what, trashedAt, checkedAt, expected] of [
      ['frees what two looks a day apart found old enough', now - MONTH - 2 * DAY, now - 1.5 * DAY, [A]],
      ['waits for the second look', now - MONTH - DAY, now - 1.5 * DAY, []],
      ['frees nothing at its first look', now - 2 * MONTH, null, []],
      ['looks once a day', now - 2 * MONTH, now - DAY + 1, undefined],
      ['frees nothing when the clock went back since the last look', now - 2 * MONTH, now + 1, []],
      ['frees nothing that was deleted in the future', now + DAY, now - 2 * DAY, []],
      ['frees nothing by a clock that is suddenly years ahead', now - 10 * 365 * DAY, now - 10 * 365 * DAY, []],
    ] as const) {
      it(what, async () => {
        const db = await openMemory();
        migrate(db);
        ensureRun(db, A, 1);
        ensureRun(db, B, 1);
        setEdit(db, A, 'trashed', String(trashedAt));
        db.prepare('UPDATE store SET trash_checked_at = ?').run(checkedAt);
        assert.deepEqual(
          expiredRuns(db, now)?.map(({ uid }) => uid),
          expected,
        );
        const { at } = db.prepare<{ at: number }>('SELECT trash_checked_at AS at FROM store').get()!;
        assert.equal(at, expected === undefined ? checkedAt : now);
        db.close();
      });
    }

    it('is not looked at while it is empty', async () => {
      const db = await openMemory();
      migrate(db);
      ensureRun(db, A, 1);
      assert.equal(expiredRuns(db, now), undefined);
      assert.equal(db.prepare('SELECT trash_checked_at AS at FROM store').get()!['at'], null);
      db.close();
    });

    it('is emptied at the start of the writer, but for runs that something was written to since', async () => {
      const first = await (await workspace.open()).refresh();
      await first.ask('trashRuns', { runIds: [A, B] });
      await first.close();
      const long = Date.now() - 40 * DAY;
      await withFile(workspace, (db) => {
        db.prepare(`UPDATE run_edits SET value = ? WHERE field = 'trashed'`).run(String(long));
        db.prepare('UPDATE store SET trash_checked_at = ?').run(Date.now() - 2 * DAY);
      });
      for (const name of readdirSync(runDir(workspace.dir, A))) {
        utimesSync(path.join(runDir(workspace.dir, A), name), long / 1000, long / 1000 - 1);
      }
      const before = Date.now();
      const store = await workspace.open();
      await until('the old one is freed', () => folders().length === 1);
      assert.deepEqual(folders(), [B]);
      await store.refresh();
      const { runs } = await store.ask('listTrash', { offset: 0, limit: 10 });
      assert.deepEqual(
        runs.map(({ id }) => id),
        [B],
      );
      assert.ok(runs[0]!.trashedAt >= before, 'its time in the trash begins anew');
    });
  });
});
