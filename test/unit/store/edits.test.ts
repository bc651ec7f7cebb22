import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runDir, runsDir, trialbookDir } from '../../../src/common/workspaceFolder';
import { finishedRun, lockFiles, points, runIdOf, startedRun, TestWorkspace, until } from './helpers';

const [A, B] = [runIdOf(1), runIdOf(2)];

describe('edits', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => {
    workspace = new TestWorkspace();
    workspace.append(A, finishedRun(A, 'recorded', points('loss', [1])));
  });
  afterEach(() => workspace.dispose());

  it('are on the disk when they return', async () => {
    const store = await (await workspace.open()).refresh();
    await store.ask('renameRun', { runId: A, name: '  mine ' });
    // What a power cut would leave: the files as they are now.
    const copy = new TestWorkspace();
    cpSync(workspace.dir, copy.dir, { recursive: true });
    for (const name of lockFiles(copy.dir)) rmSync(path.join(trialbookDir(copy.dir), name));
    const left = await (await copy.open()).refresh();
    assert.equal((await left.ask('getRun', { runId: A }))?.name, 'mine');
    await copy.dispose();
  });

  it('outlive a restart and events that name the run again', async () => {
    const first = await (await workspace.open()).refresh();
    await first.ask('renameRun', { runId: A, name: 'mine' });
    await first.close();
    workspace.append(A, startedRun(A, 'recorded again'), { q: 20 });
    const store = await (await workspace.open()).refresh();
    assert.equal((await store.ask('getRun', { runId: A }))?.name, 'mine');
    assert.equal((await store.ask('listRuns', { offset: 0, limit: 1 })).runs[0]?.name, 'mine');
  });

  it('are refused with a reason when they make no sense', async () => {
    const store = await (await workspace.open()).refresh();
    const refused = (runId: string, name: string, message: RegExp) =>
      assert.rejects(store.ask('renameRun', { runId, name }), { name: 'UserError', message });
    await refused(A, '  ', /needs a name/);
    await refused(A, 'x'.repeat(251), /too long/);
    await refused(B, 'x', /does not exist/);
    assert.equal((await store.ask('getRun', { runId: A }))?.name, 'recorded');
  });

  it('delete a run with its rows and its folder, once and for all', async () => {
    workspace.append(B, finishedRun(B, 'other'));
    const store = await (await workspace.open()).refresh();
    await store.ask('deleteRun', { runId: A });
    await store.ask('deleteRun', { runId: A });
    assert.deepEqual(readdirSync(runsDir(workspace.dir)), [B]);
    await store.refresh();
    assert.equal(await store.ask('getRun', { runId: A }), null);
    await until('it is told', () => store.said('changed').some(({ runs }) => runs.some((run) => run.removed === true)));
    await store.close();
    const again = await (await workspace.open()).refresh();
    assert.equal((await again.ask('listRuns', { offset: 0, limit: 10 })).total, 1);
  });

  it('do not delete a live run', async () => {
    workspace.append(B, startedRun(B, 'training'));
    const store = await (await workspace.open()).refresh();
    await assert.rejects(store.ask('deleteRun', { runId: B }), {
      name: 'UserError',
      message: /training is still running/,
    });
    assert.ok(existsSync(runDir(workspace.dir, B)));
    assert.equal((await store.ask('getRun', { runId: B }))?.status, 'running');
  });

  it('never leave the folder of runs, whatever they are asked to delete', async () => {
    const store = await (await workspace.open()).refresh();
    const outside = path.join(workspace.dir, 'precious');
    mkdirSync(outside);
    await store.ask('deleteRun', { runId: '../../precious' });
    assert.ok(existsSync(outside));
  });

  it('finish a deletion that was cut short', async () => {
    const left = path.join(runsDir(workspace.dir), `.deleted-${B}-1`);
    mkdirSync(left);
    const store = await (await workspace.open()).refresh();
    await until('the rest is gone', () => !existsSync(left));
    assert.equal((await store.ask('listRuns', { offset: 0, limit: 10 })).total, 1);
    rmSync(left, { recursive: true, force: true });
  });
});
