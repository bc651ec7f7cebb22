import assert from 'node:assert/strict';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { trialbookDir } from '../../../src/common/workspaceFolder';
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

  it('keep a note, give it back, and take it back when it is emptied', async () => {
    const first = await (await workspace.open()).refresh();
    await first.ask('setNote', { runId: A, note: '  the **good** one\n' });
    await first.close();
    const store = await (await workspace.open()).refresh();
    assert.equal((await store.ask('getRun', { runId: A }))?.note, 'the **good** one');
    assert.deepEqual(store.said('changed'), []);
    const events = store.events.length;
    await store.ask('setNote', { runId: A, note: ' ' });
    assert.equal((await store.ask('getRun', { runId: A }))?.note, null);
    await until('it is told', () => store.events.length > events);
    assert.deepEqual(store.events.at(-1), {
      kind: 'changed',
      runs: [{ runId: A, keys: [] }],
      datasets: false,
      models: false,
    });
    const refused = (runId: string, note: string, message: RegExp) =>
      assert.rejects(store.ask('setNote', { runId, note }), { name: 'UserError', message });
    await refused(A, 'x'.repeat(10_001), /too long/);
    await refused(B, 'x', /does not exist/);
  });

  it('are seen by a second window', async () => {
    const first = await (await workspace.open()).refresh();
    await first.ask('setNote', { runId: A, note: 'one' });
    const second = await (await workspace.open()).refresh();
    await first.ask('setNote', { runId: A, note: 'two' });
    await until('it reads the note', async () => (await second.ask('getRun', { runId: A }))?.note === 'two');
    await until('it is told', () => second.said('changed').some(({ runs }) => runs.some(({ runId }) => runId === A)));
  });
});
