/** A database file that others delete, replace or damage while it is in use. */
import assert from 'node:assert/strict';
import { copyFileSync, readdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { databasePath, trialbookDir } from '../../../src/common/workspaceFolder';
import {
  finishedRun,
  names,
  points,
  runIdOf,
  startedRun,
  TestWorkspace,
  until,
  valuesOf,
  type OpenStore,
} from './helpers';

const [A, B, C] = [runIdOf(1), runIdOf(2), runIdOf(3)];

describe('a database file in use', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  let file: string;

  beforeEach(() => {
    workspace = new TestWorkspace();
    file = databasePath(workspace.dir);
    workspace.append(A, finishedRun(A, 'first', points('loss', [2, 1])));
    workspace.append(B, startedRun(B, 'second'));
  });
  afterEach(() => workspace.dispose());

  /** The store and its next opening have everything once, and the names given. */
  async function requireWhole(store: OpenStore, given: string[]): Promise<void> {
    workspace.append(B, points('loss', [7, 8, 9]), { q: 50 });
    await store.refresh();
    await store.ask('renameRun', { runId: B, name: 'still works' });
    const check = async (one: OpenStore) => {
      assert.deepEqual(await names(one), ['still works', ...given]);
      assert.deepEqual(
        [await valuesOf(one, A), (await valuesOf(one, B)).slice(-3)],
        [
          [2, 1],
          [7, 8, 9],
        ],
      );
      assert.equal((await one.ask('getRun', { runId: A }))?.metrics[0]?.count, 2);
    };
    await check(store);
    await store.close();
    assert.deepEqual(leftovers(), []);
    const again = await (await workspace.open()).refresh();
    await check(again);
    assert.deepEqual([again.said('problem'), again.said('access').length], [[], 1]);
  }

  /** Files in `.trialbook` but those that belong there, and those set aside. */
  function leftovers(): string[] {
    const known = /^(runs|trialbook\.db|trialbook\.db\.damaged-.*|older|other)$/;
    return readdirSync(trialbookDir(workspace.dir)).filter((name) => !known.test(name));
  }

  /** A backup of the folder's database as it is now, closed properly. */
  async function backUp(): Promise<string> {
    const store = await (await workspace.open()).refresh();
    await store.ask('renameRun', { runId: A, name: 'in the backup' });
    await store.close();
    const backup = path.join(trialbookDir(workspace.dir), 'older');
    copyFileSync(file, backup);
    return backup;
  }

  it('comes back with everything when it is deleted', async () => {
    const store = await (await workspace.open()).refresh();
    await store.ask('renameRun', { runId: A, name: 'mine' });
    rmSync(file);
    await requireWhole(store, ['mine']);
  });

  it('comes back with everything when it is deleted with all that is beside it', async () => {
    const store = await (await workspace.open()).refresh();
    await store.ask('renameRun', { runId: A, name: 'mine' });
    for (const name of readdirSync(trialbookDir(workspace.dir))) {
      if (name !== 'runs') rmSync(path.join(trialbookDir(workspace.dir), name));
    }
    await requireWhole(store, ['mine']);
  });

  for (const how of ['renamed over it', 'copied over it'] as const) {
    const put = (from: string) => (how === 'copied over it' ? copyFileSync(from, file) : renameSync(from, file));

    it(`keeps newer edits, and takes events in again, when an older backup is ${how}`, async () => {
      const backup = await backUp();
      workspace.append(C, finishedRun(C, 'third', points('loss', [4])));
      const store = await (await workspace.open()).refresh();
      await store.ask('renameRun', { runId: A, name: 'newer' });
      workspace.append(B, points('loss', [1, 2]), { q: 10 });
      await store.refresh();
      put(backup);
      await store.refresh();
      await until('all is there again', async () => (await names(store)).join() === 'third,second,newer');
      await store.ask('renameRun', { runId: C, name: 'third' });
      assert.deepEqual(await valuesOf(store, B), [1, 2]);
      workspace.append(B, points('loss', [3]), { q: 20 });
      await store.refresh();
      assert.deepEqual([await valuesOf(store, B), await valuesOf(store, C)], [[1, 2, 3], [4]]);
      await store.ask('renameRun', { runId: B, name: 'written' });
      await store.close();
      const again = await (await workspace.open()).refresh();
      assert.deepEqual(
        [await names(again), await valuesOf(again, B), await valuesOf(again, C), again.said('problem')],
        [['third', 'written', 'newer'], [1, 2, 3], [4], []],
      );
    });

    it(`is rebuilt with a message, and keeps its edits, when garbage is ${how}`, async () => {
      const store = await (await workspace.open()).refresh();
      await store.ask('renameRun', { runId: A, name: 'mine' });
      const garbage = path.join(trialbookDir(workspace.dir), 'other');
      writeFileSync(garbage, 'no database at all '.repeat(10_000));
      put(garbage);
      await store.refresh();
      await until('it is told', async () => {
        workspace.append(B, [{ e: 'tag', k: 'k', v: 'v' }], { q: 30 });
        await store.refresh().catch(() => undefined);
        return store.said('problem').some(({ code }) => code === 'database-damaged');
      });
      await until('all is there again', async () => (await names(store).catch(() => [])).length === 2);
      assert.doesNotMatch(store.said('problem')[0]!.message, /lost/);
      await requireWhole(store, ['mine']);
    });
  }

  it('gives way to another folder’s database that is renamed over it, which lacks these runs', async () => {
    const other = new TestWorkspace();
    other.append(C, finishedRun(C, 'elsewhere', points('loss', [4])));
    await (await (await other.open()).refresh()).close();
    const store = await (await workspace.open()).refresh();
    await store.ask('renameRun', { runId: A, name: 'mine' });
    const beside = path.join(trialbookDir(workspace.dir), 'other');
    copyFileSync(databasePath(other.dir), beside);
    renameSync(beside, file);
    await other.dispose();
    await store.refresh();
    await until('its own runs are there', async () => (await names(store)).join() === 'second,mine');
    await requireWhole(store, ['mine']);
  });

  it('is set aside when it is cut short', async () => {
    const store = await (await workspace.open()).refresh();
    await store.ask('renameRun', { runId: A, name: 'mine' });
    truncateSync(file, Math.floor(statSync(file).size / 2));
    await until('all is there', async () => {
      await store.refresh().catch(() => undefined);
      workspace.append(B, [{ e: 'tag', k: 'k', v: 'v' }], { q: 30 });
      return (await names(store).catch(() => [])).length === 2 && store.said('problem').length > 0;
    });
    await requireWhole(store, ['mine']);
  });
});
