import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { runDir, runsDir } from '../../../src/common/workspaceFolder';
import { processStart } from '../../../src/common/processes';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import { finishedRun, points, runIdOf, startedRun, T0_MS, TestWorkspace, until, type OpenStore } from './helpers';

const A = runIdOf(1);

async function statusOf(store: OpenStore): Promise<string | undefined> {
  return (await store.ask('getRun', { runId: A }))?.status;
}

describe('live runs', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  let recorder: ChildProcess;

  beforeEach(() => {
    workspace = new TestWorkspace();
    mkdirSync(runsDir(workspace.dir), { recursive: true });
    recorder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  });
  afterEach(async () => {
    await end();
    await workspace.dispose();
  });

  async function end(): Promise<void> {
    if (recorder.exitCode !== null || recorder.signalCode !== null) return;
    const exit = once(recorder, 'exit');
    recorder.kill('SIGKILL');
    await exit;
  }

  function recorded(extra: Partial<{ pid: number; host: string }> = {}): NewEvent[] {
    const pid = recorder.pid!;
    const start = processStart(pid);
    return startedRun(A, 'a', { pid, ...(start === undefined ? {} : { start }), ...extra });
  }

  it('are taken in at their first event, however long after the folder it comes', async () => {
    const store = await workspace.open();
    await store.refresh();
    mkdirSync(runDir(workspace.dir, A));
    await delay(500);
    workspace.append(A, [...recorded(), ...points('loss', [1])]);
    // The scan that finds everything comes after ten seconds.
    await until('it is there', async () => (await statusOf(store)) === 'running', 6000);
  });

  it('are lost when their recorder died without a word, and come back when it left one', async () => {
    const store = await workspace.open();
    workspace.append(A, [...recorded(), ...points('loss', [1])]);
    await store.refresh();
    assert.equal(await statusOf(store), 'running');
    await end();
    await until('it is lost', async () => (await statusOf(store)) === 'lost');
    const run = await store.ask('getRun', { runId: A });
    assert.deepEqual([run?.endedAt, store.said('runEnded').map((event) => event.run.status)], [T0_MS + 3000, ['lost']]);
    workspace.append(A, [{ e: 'st', status: 'killed', signal: 'SIGKILL' }], { q: 4 });
    await store.refresh();
    assert.deepEqual(
      [await statusOf(store), (await store.ask('getRun', { runId: A }))?.message],
      ['killed', 'SIGKILL'],
    );
  });

  it('are lost from the start when their recorder died while no editor was open', async () => {
    workspace.append(A, recorded());
    await end();
    const store = await (await workspace.open()).refresh();
    assert.deepEqual([await statusOf(store), store.said('runEnded')], ['lost', []]);
  });

  it('end without a message when somebody stopped them, whatever signal did it', async () => {
    const store = await workspace.open();
    workspace.append(A, [...recorded(), { e: 'st', status: 'cancelled', signal: 'SIGINT' }]);
    await store.refresh();
    const run = await store.ask('getRun', { runId: A });
    assert.deepEqual([run?.status, run?.message], ['cancelled', null]);
  });

  it('are not judged by what a pid is on another machine', async () => {
    workspace.append(A, recorded({ host: 'another.example' }));
    await end();
    const store = await (await workspace.open()).refresh();
    assert.equal(await statusOf(store), 'running');
  });

  it('are told to have ended, once and after their last change', async () => {
    const store = await workspace.open();
    workspace.append(A, recorded());
    await store.refresh();
    workspace.append(A, [{ e: 'st', status: 'failed', code: 3, message: 'exit code 3' }], { q: 3 });
    await until('it is told', () => store.said('runEnded').length > 0);
    await store.refresh();
    const [ended, ...more] = store.said('runEnded');
    assert.deepEqual([ended?.run.status, ended?.run.exitCode, more], ['failed', 3, []]);
    const last = store.events.findLastIndex(
      (event) => event.kind === 'changed' && event.runs.some((r) => r.runId === A),
    );
    assert.ok(last !== -1 && last < store.events.indexOf(ended!));
  });

  it('are not told to have ended when they had before the editor opened', async () => {
    workspace.append(A, finishedRun(A, 'a'));
    const store = await (await workspace.open()).refresh();
    await store.refresh();
    assert.deepEqual([await statusOf(store), store.said('runEnded')], ['finished', []]);
  });
});
