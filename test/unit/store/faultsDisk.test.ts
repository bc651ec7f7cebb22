/** Disks that are full or that nobody may write. */
import assert from 'node:assert/strict';
import { chmodSync, chownSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { databasePath, runDir, trialbookDir } from '../../../src/common/workspaceFolder';
import type { Database } from '../../../src/store/database/database';
import { SmallDisk } from './disks';
import {
  lockFiles,
  TestWorkspace,
  valuesOf,
  ENGINE,
  finishedRun,
  names,
  openDatabase,
  points,
  runIdOf,
  startedRun,
  until,
  type OpenStore,
} from './helpers';

const [A, B] = [runIdOf(1), runIdOf(2)];

function problems(store: OpenStore): unknown[] {
  return store.said('problem').map(({ code, resolved }) => (resolved === true ? `${code} resolved` : code));
}

/** Keeps the log from starting over, so that it grows with each commit: somebody reads. */
function readMeanwhile(dir: string): Database | undefined {
  if (ENGINE === 'sql.js') return undefined;
  const reader = openDatabase(databasePath(dir));
  reader.exec('BEGIN; SELECT count(*) FROM runs');
  return reader;
}

/** Gives the last name that was saved, if any. */
async function editUntilFull(store: OpenStore): Promise<string | undefined> {
  let kept: string | undefined;
  const edit = async () => {
    for (let n = 0; n < 300; n += 1) {
      await store.ask('renameRun', { runId: A, name: `fits ${n}` });
      kept = `fits ${n}`;
    }
  };
  await assert.rejects(edit(), { name: 'UserError', message: /disk is full/ });
  return kept;
}

describe('a disk', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let disk: SmallDisk;

  beforeEach(function () {
    const mounted = SmallDisk.mount(4);
    if (mounted === undefined) return this.skip(); // Mounting is not permitted here.
    disk = mounted;
    disk.workspace.append(A, finishedRun(A, 'first', points('loss', [2, 1])));
  });
  afterEach(async () => disk.dispose());

  it('that is full fails an edit with a plain message, keeps everything, and works when it has space again', async () => {
    const store = await (await disk.workspace.open()).refresh();
    await store.ask('renameRun', { runId: A, name: 'before' });
    const reader = readMeanwhile(disk.workspace.dir);
    disk.fill();
    const kept = await editUntilFull(store);
    await assert.rejects(store.ask('renameRun', { runId: A, name: 'lost' }), { name: 'UserError' });
    await assert.rejects(store.ask('trashRuns', { runIds: [A] }), { name: 'UserError' });
    // What waits in memory is told; where nothing waits the edit's own error is all there is to say.
    assert.deepEqual(
      [await names(store), problems(store)],
      [[kept ?? 'before'], ENGINE === 'sql.js' ? ['cannot-write'] : []],
    );
    reader?.close();
    disk.free();
    await store.ask('renameRun', { runId: A, name: 'after' });
    assert.deepEqual(await names(store), ['after']);
    assert.notEqual(problems(store).at(-1), 'cannot-write');
    await store.close();
    const again = await (await disk.workspace.open()).refresh();
    assert.deepEqual([await names(again), again.said('problem')], [['after'], []]);
  });

  it('that fills while runs are taken in loses none of them, and none is there twice', async () => {
    const { workspace } = disk;
    const values = Array.from({ length: 6000 }, (_, i) => Math.sin(i * i));
    workspace.append(B, [...startedRun(B, 'b'), ...points('loss', values)]);
    const later = path.join(trialbookDir(workspace.dir), 'later');
    renameSync(runDir(workspace.dir, B), later);
    const store = await (await workspace.open()).refresh();
    await store.ask('renameRun', { runId: A, name: 'mine' });
    const reader = readMeanwhile(workspace.dir);
    disk.fill();
    const kept = (await editUntilFull(store)) ?? 'mine';
    renameSync(later, runDir(workspace.dir, B));
    await store.refresh();
    await until('it is told', () => problems(store).length > 0);
    assert.equal(store.said('problem')[0]?.code, 'cannot-write');
    assert.match(store.said('problem')[0]!.message, /disk is full/);
    assert.ok((await names(store)).includes(kept));
    reader?.close();
    disk.free();
    await until('all is saved', async () => {
      await store.refresh();
      return problems(store).includes('cannot-write resolved');
    });
    assert.equal((await store.ask('getRun', { runId: B }))?.metrics[0]?.count, values.length);
    await store.close();
    const again = await (await workspace.open()).refresh();
    assert.deepEqual([await names(again), again.said('problem')], [['b', kept], []]);
    assert.deepEqual(await valuesOf(again, B), values);
  });

  it('that is read-only from the start is read, and written when it may be', async () => {
    const { workspace } = disk;
    const first = await (await workspace.open()).refresh();
    await first.ask('renameRun', { runId: A, name: 'mine' });
    await first.close();
    const before = readFileSync(databasePath(workspace.dir));
    disk.remount('ro');
    const store = await (await workspace.open()).refresh();
    assert.deepEqual([await names(store), store.said('access')[0]?.mode], [['mine'], 'readonly']);
    assert.match(store.said('access')[0]!.reason!, /read-only/);
    await assert.rejects(store.ask('renameRun', { runId: A, name: 'x' }), { name: 'UserError', message: /read-only/ });
    assert.deepEqual(readFileSync(databasePath(workspace.dir)), before);
    disk.remount('rw');
    await store.refresh();
    await store.ask('renameRun', { runId: A, name: 'written' });
    await store.close();
    assert.deepEqual(await names(await (await workspace.open()).refresh()), ['written']);
  });

  // A file that is open for writing keeps its disk from being remounted.
  if (ENGINE === 'sql.js') {
    it('that becomes read-only while it is in use loses nothing, and says so', async () => {
      const { workspace } = disk;
      const store = await (await workspace.open()).refresh();
      await store.ask('renameRun', { runId: A, name: 'mine' });
      workspace.append(B, finishedRun(B, 'second', points('loss', [5])));
      disk.remount('ro');
      await store.refresh();
      await assert.rejects(store.ask('renameRun', { runId: A, name: 'x' }), {
        name: 'UserError',
        message: /read-only/,
      });
      await until('it is told', () => problems(store).length > 0);
      assert.ok((await names(store)).includes('mine'));
      disk.remount('rw');
      await store.ask('renameRun', { runId: A, name: 'again' });
      await store.close();
      const again = await (await workspace.open()).refresh();
      assert.deepEqual([await names(again), again.said('problem')], [['second', 'again'], []]);
    });
  }
});

describe('a database file that may not be written', () => {
  const NOBODY = 65_534;
  let workspace: TestWorkspace;

  beforeEach(function () {
    // For root there are no such files, so the test becomes nobody for a while, as only root can.
    if (process.getuid?.() !== 0) return this.skip();
    workspace = new TestWorkspace();
    workspace.append(A, finishedRun(A, 'first'));
  });
  afterEach(async () => {
    process.seteuid!(0);
    await workspace.dispose();
  });

  it('is read, with a plain message, and stays as it is', async () => {
    const first = await (await workspace.open()).refresh();
    await first.ask('renameRun', { runId: A, name: 'mine' });
    await first.close();
    const file = databasePath(workspace.dir);
    const before = readFileSync(file);
    for (const name of readdirSync(workspace.dir, { recursive: true, encoding: 'utf8' })) {
      chownSync(path.join(workspace.dir, name), NOBODY, NOBODY);
    }
    chmodSync(file, 0o444);
    chownSync(workspace.dir, NOBODY, NOBODY);
    process.seteuid!(NOBODY);
    const store = await (await workspace.open()).refresh();
    assert.deepEqual([await names(store), store.said('access')[0]?.mode], [['mine'], 'readonly']);
    assert.match(store.said('access')[0]!.reason!, /trialbook\.db is read-only/);
    await assert.rejects(store.ask('renameRun', { runId: A, name: 'x' }), { name: 'UserError', message: /read-only/ });
    assert.deepEqual([readFileSync(file), lockFiles(workspace.dir)], [before, []]);
    chmodSync(file, 0o644);
    await store.refresh();
    await store.ask('renameRun', { runId: A, name: 'written' });
  });
});
