import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive } from '../../../src/common/processes';
import {
  bare,
  cli,
  finalStatus,
  recorderEnded,
  recorderEvents,
  removeTemporary,
  runFolders,
  runWords,
  startCli,
  until,
  workspaceWith,
} from './support';

/** Runs a command to its end: what the viewer gave and what the recorder wrote. */
async function outcome(command: string[], files: Record<string, string> = {}) {
  const workspace = workspaceWith(files);
  const viewer = await cli(workspace, runWords(command, '--name', 'brisk-otter'));
  const events = await recorderEnded(runFolders(workspace)[0] ?? '');
  return { viewer, events, final: finalStatus(events), lastLine: viewer.stderr.trim().split('\n').at(-1) };
}

describe('the status of a run', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('is finished when the training exits with 0, told from its first event to its last', async () => {
    const workspace = workspaceWith({ 'train.py': 'print("hello")\n' });
    const id = '01J00000000000000000000000';
    const options = ['--id', id, '--name', 'brisk-otter', '--experiment', 'demo'];
    const viewer = await cli(workspace, runWords(['python3', 'train.py'], ...options));
    const folder = path.join(workspace, '.trialbook', 'runs', id);
    const [hello, run, running, ...rest] = bare(await recorderEnded(folder));
    assert.equal((hello as { role: string }).role, 'recorder');
    const command = ['python3', 'train.py'];
    assert.deepEqual(run, {
      e: 'run',
      id,
      name: 'brisk-otter',
      experiment: 'demo',
      command,
      cwd: '.',
      script: 'train.py',
    });
    assert.equal((running as { status: string }).status, 'running');
    const message = 'The tracker did not start inside Python: parameters and opened files were not seen.';
    assert.deepEqual(rest, [
      { e: 'warn', code: 'tracker-absent', message },
      { e: 'st', status: 'finished', code: 0 },
      { e: 'bye' },
    ]);
    assert.equal(viewer.code, 0);
    assert.equal(viewer.stdout, 'hello\n');
    assert.equal(viewer.stderr, `trialbook: tracking brisk-otter (${id})\ntrialbook: brisk-otter finished\n`);
    assert.equal(readFileSync(path.join(folder, 'output.log'), 'utf8'), 'hello\n');
    assert.equal(readFileSync(path.join(workspace, '.trialbook', '.gitignore'), 'utf8'), '*\n');
  });

  it("is failed with the exit code, which is the viewer's too", async () => {
    const { viewer, final, lastLine } = await outcome(['node', '-e', 'process.exit(3)']);
    assert.deepEqual(final, { e: 'st', status: 'failed', code: 3, failure: 'exit-code', message: 'exit code 3' });
    assert.equal(viewer.code, 3);
    assert.equal(lastLine, 'trialbook: brisk-otter failed with exit code 3');
  });

  it('is failed with the last line of the traceback when Python raised', async () => {
    const script = 'try:\n  1 / 0\nexcept ZeroDivisionError:\n  raise ValueError("bad batch")\n';
    const { viewer, final, lastLine } = await outcome(['python3', 'train.py'], { 'train.py': script });
    const frames = [{ file: 'train.py', line: 4, name: '<module>' }];
    const exception = { type: 'ValueError', message: 'bad batch', frames };
    assert.deepEqual(final, {
      e: 'st',
      status: 'failed',
      code: 1,
      message: 'ValueError: bad batch',
      failure: 'exception',
      exception,
    });
    assert.equal(viewer.code, 1);
    assert.equal(lastLine, 'trialbook: brisk-otter failed with exit code 1: ValueError: bad batch');
  });

  it('is killed, never finished, when a signal ended the training', async () => {
    const { viewer, final, lastLine } = await outcome(['sh', '-c', 'echo "::metric a=1"; kill -9 $$']);
    assert.deepEqual(final, {
      e: 'st',
      status: 'killed',
      signal: 'SIGKILL',
      failure: 'signal',
      message: 'killed by SIGKILL',
    });
    assert.equal(viewer.code, 137);
    assert.equal(lastLine, 'trialbook: brisk-otter was killed by SIGKILL');
  });

  it('is failed in plain words when there is no such command', async () => {
    const { viewer, final, lastLine } = await outcome(['no-such-program', 'x']);
    const message = 'The command no-such-program was not found. Check its name and your PATH.';
    assert.deepEqual(final, { e: 'st', status: 'failed', failure: 'not-started', message });
    assert.equal(viewer.code, 127);
    assert.equal(lastLine, `trialbook: brisk-otter failed: ${message}`);
  });

  it('is failed in plain words when the script is not there', async () => {
    const { viewer, final } = await outcome(['python3', 'missing.py']);
    const message = (final as { message: string }).message;
    assert.match(message, /^The script missing\.py was not found in /);
    assert.equal(viewer.code, 127);
    assert.equal(viewer.stdout, '');
  });

  it('is failed in plain words when the program may not be run', async () => {
    const { final } = await outcome(['./data.csv'], { 'data.csv': 'a,b\n' });
    const message = './data.csv may not be run. Check that it is a program and its permissions.';
    assert.deepEqual(final, { e: 'st', status: 'failed', failure: 'not-started', message });
  });

  it('is cancelled when the run was stopped, which Python sees as Ctrl-C', async () => {
    const workspace = workspaceWith({
      'train.py':
        'import time\nprint("ready", flush=True)\ntry:\n  time.sleep(60)\nexcept KeyboardInterrupt:\n  print("saved")\n',
    });
    const viewer = await startCli(workspace, runWords(['python3', 'train.py']));
    await until('output', () => viewer.stdout().includes('ready'));
    const folder = runFolders(workspace)[0] ?? '';
    const stop = await cli(workspace, ['stop', path.basename(folder).slice(0, 14)]);
    assert.equal(stop.code, 0);
    const { code, stdout } = await viewer.finished;
    assert.deepEqual({ code, stdout }, { code: 0, stdout: 'ready\nsaved\n' });
    assert.deepEqual(finalStatus(await recorderEnded(folder)), { e: 'st', status: 'cancelled', code: 0 });
    const again = await cli(workspace, ['stop', path.basename(folder)]);
    assert.match(again.stderr, /is not running\.\n$/);
    assert.equal(again.code, 1);
  });

  it('is cancelled by SIGTERM where the training ignores Ctrl-C', async () => {
    const workspace = workspaceWith();
    const script = "process.on('SIGINT', () => console.log('no')); console.log('ready'); setInterval(() => {}, 1000)";
    const viewer = await startCli(workspace, runWords(['node', '-e', script]));
    await until('output', () => viewer.stdout().includes('ready'));
    await cli(workspace, ['stop', path.basename(runFolders(workspace)[0] ?? '')]);
    const { code, stdout } = await viewer.finished;
    assert.deepEqual({ code, stdout }, { code: 143, stdout: 'ready\nno\n' });
    const final = finalStatus(recorderEvents(runFolders(workspace)[0] ?? ''));
    assert.deepEqual(final, { e: 'st', status: 'cancelled', signal: 'SIGTERM' });
  });

  it('is cancelled at once by a kill, with all processes of the training', async () => {
    const workspace = workspaceWith();
    const script =
      "trap '' INT TERM; sh -c 'trap \"\" INT TERM; echo child $$; while :; do sleep 1; done' & wait; wait";
    const viewer = await startCli(workspace, runWords(['sh', '-c', script]));
    const child = await until('the child', () => /child (\d+)/.exec(viewer.stdout())?.[1]);
    await cli(workspace, ['stop', '--kill', path.basename(runFolders(workspace)[0] ?? '')]);
    assert.equal((await viewer.finished).code, 137);
    const final = finalStatus(recorderEvents(runFolders(workspace)[0] ?? ''));
    assert.deepEqual(final, { e: 'st', status: 'cancelled', signal: 'SIGKILL' });
    await until('the child is dead', () => !isProcessAlive(Number(child)));
  });

  it('is cancelled with the workers that a stopped training leaves behind', async () => {
    const workspace = workspaceWith();
    const script = 'sh -c \'trap "" INT TERM; echo child $$; while :; do sleep 1; done\' & wait';
    const viewer = await startCli(workspace, runWords(['sh', '-c', script]));
    const child = await until('the child', () => /child (\d+)/.exec(viewer.stdout())?.[1]);
    await cli(workspace, ['stop', path.basename(runFolders(workspace)[0] ?? '')]);
    assert.equal((await viewer.finished).code, 130);
    await until('the child is dead', () => !isProcessAlive(Number(child)));
  });

  it('is told though a background process keeps the output open', async () => {
    const { code, stdout } = await cli(workspaceWith(), runWords(['sh', '-c', 'sleep 9 & echo $!']));
    assert.equal(code, 0);
    // The viewer did not wait for it.
    assert.ok(isProcessAlive(Number(stdout)));
  });

  it('leaves two runs at once to themselves', async () => {
    const workspace = workspaceWith();
    const [a, b] = await Promise.all(
      [0, 4].map((code) =>
        cli(workspace, runWords(['node', '-e', `console.log('run', ${code}); process.exit(${code})`])),
      ),
    );
    assert.deepEqual([a?.code, a?.stdout, b?.code, b?.stdout], [0, 'run 0\n', 4, 'run 4\n']);
    assert.equal(runFolders(workspace).length, 2);
  });
});
