/** What only holds for the engine that has the file alone and saves images of it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { databasePath, runDir } from '../../../src/common/workspaceFolder';
import {
  describeOnly,
  finishedRun,
  lockFiles,
  names,
  points,
  runIdOf,
  StoreProcess,
  TestWorkspace,
  until,
} from './helpers';

const [A, B] = [runIdOf(1), runIdOf(2)];

describeOnly('sql.js', 'the database file as images', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  let file: string;

  beforeEach(() => {
    workspace = new TestWorkspace();
    file = databasePath(workspace.dir);
    workspace.append(A, finishedRun(A, 'first', points('loss', [2, 1])));
  });
  afterEach(() => workspace.dispose());

  it('is only read while another program left changes in a -wal, and written again afterwards', async () => {
    await (await (await workspace.open()).refresh()).close();
    const before = readFileSync(file);
    writeFileSync(`${file}-wal`, 'committed pages');
    const store = await (await workspace.open()).refresh();
    assert.deepEqual([store.said('access')[0]?.mode, await names(store)], ['readonly', ['first']]);
    assert.match(store.said('access')[0]!.reason!, /Another program/);
    await assert.rejects(store.ask('renameRun', { runId: A, name: 'x' }), { name: 'UserError' });
    assert.deepEqual(readFileSync(file), before);
    rmSync(`${file}-wal`);
    await store.refresh();
    await store.ask('renameRun', { runId: A, name: 'renamed' });
    assert.deepEqual(
      store.said('access').map(({ mode }) => mode),
      ['readonly', 'readwrite'],
    );
  });

  it('lets a second window read, keeps it up to date, and hands over when the first one goes', async () => {
    const first = await (await workspace.open()).refresh();
    await until('the first image is there', () => existsSync(file));
    const second = await (await workspace.open()).refresh();
    assert.deepEqual(await names(second), ['first']);
    const [access] = second.said('access');
    assert.deepEqual([access?.mode, access?.reason?.includes(String(process.pid))], ['readonly', true]);
    await assert.rejects(second.ask('renameRun', { runId: A, name: 'x' }), {
      name: 'UserError',
      message: /another window/,
    });
    await assert.rejects(second.ask('trashRuns', { runIds: [A] }), { name: 'UserError' });
    assert.ok(existsSync(runDir(workspace.dir, A)));

    await first.ask('renameRun', { runId: A, name: 'renamed' });
    await until('the second window reads the new name', async () => (await names(second)).includes('renamed'));
    await until('it is told', () => second.said('changed').some(({ runs }) => runs.some(({ runId }) => runId === A)));
    workspace.append(B, finishedRun(B, 'second'));
    await until('the second window sees a run by itself', async () => (await names(second)).length === 2);

    await first.close();
    await until('it becomes the writer', () => second.said('access').at(-1)?.mode === 'readwrite');
    // It goes on from the first one's image, which may lack the newest run.
    await second.refresh();
    await second.ask('renameRun', { runId: B, name: 'mine' });
    await second.close();
    assert.deepEqual(await names(await (await workspace.open()).refresh()), ['mine', 'renamed']);
  });

  it('goes to the next window when the process of the first one was killed', async () => {
    const first = StoreProcess.start(workspace.dir);
    await until(`the first one writes: ${first.output}`, () => first.output.includes('"readwrite"'));
    const second = await (await workspace.open()).refresh();
    assert.deepEqual(
      second.said('access').map(({ mode }) => mode),
      ['readonly'],
    );
    await first.kill();
    assert.ok(lockFiles(workspace.dir).length === 1);
    await until('it becomes the writer', () => second.said('access').at(-1)?.mode === 'readwrite');
    // Its image may be older than the event files: what is missing is taken in again.
    await second.refresh();
    assert.deepEqual(await names(second), ['first']);
  });

  it('is written once for each edit', async () => {
    const store = await (await workspace.open()).refresh();
    await until('the first image is saved', () => store.service.counters.saves === 1);
    await store.ask('renameRun', { runId: A, name: 'mine' });
    assert.equal(store.service.counters.saves, 2);
  });
});
