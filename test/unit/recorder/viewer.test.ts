import assert from 'node:assert/strict';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  cleanEnvironment,
  cli,
  cliFile,
  finalStatus,
  PYTHON_DIR,
  recorderEnded,
  recorderEvents,
  removeTemporary,
  runFolders,
  runWords,
  startCli,
  temporaryFolder,
  until,
  workspaceWith,
} from './support';

const ID = '01J00000000000000000000000';
/** Notes each start in a file, prints, and waits for a file named `go`. */
const TRAIN = `
import os, time
open('starts.txt', 'a').write('x')
print('first', flush=True)
while not os.path.exists('go'):
    time.sleep(0.02)
print('last')
`;

function follow(workspace: string) {
  return startCli(workspace, runWords(['python3', 'train.py'], '--id', ID, '--name', 'calm-owl'));
}

function started(viewer: { stdout(): string }): Promise<boolean> {
  return until('the first line', () => viewer.stdout().includes('first'));
}

describe('the viewer of a run', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('may be killed: the run goes on and is finished without it', async () => {
    const workspace = workspaceWith({ 'train.py': TRAIN });
    const viewer = await follow(workspace);
    await started(viewer);
    viewer.process.kill('SIGKILL');
    await viewer.finished;
    writeFileSync(path.join(workspace, 'go'), '');
    const events = await recorderEnded(runFolders(workspace)[0] ?? '');
    assert.deepEqual(finalStatus(events), { e: 'st', status: 'finished', code: 0 });
  });

  it('may be killed with all processes of its terminal', async function () {
    if (process.platform === 'win32') this.skip(); // It has no process groups to kill.
    const workspace = workspaceWith({ 'train.py': TRAIN });
    const viewer = await startCli(workspace, runWords(['python3', 'train.py']), {}, true);
    await started(viewer);
    process.kill(-(viewer.process.pid ?? 0), 'SIGKILL');
    await viewer.finished;
    writeFileSync(path.join(workspace, 'go'), '');
    const events = await recorderEnded(runFolders(workspace)[0] ?? '');
    assert.deepEqual(finalStatus(events), { e: 'st', status: 'finished', code: 0 });
  });

  for (const signal of ['SIGHUP', 'SIGTERM'] as const) {
    it(`ends alone on ${signal}`, async () => {
      const workspace = workspaceWith({ 'train.py': TRAIN });
      const viewer = await follow(workspace);
      await started(viewer);
      viewer.process.kill(signal);
      assert.equal((await viewer.finished).signal, signal);
      writeFileSync(path.join(workspace, 'go'), '');
      const events = await recorderEnded(runFolders(workspace)[0] ?? '');
      assert.deepEqual(finalStatus(events), { e: 'st', status: 'finished', code: 0 });
    });
  }

  it('attaches to a live id, shows all of its output, and trains only once', async () => {
    const workspace = workspaceWith({ 'train.py': TRAIN, 'starts.txt': '' });
    const first = await follow(workspace);
    await started(first);
    const second = await follow(workspace);
    await started(second);
    writeFileSync(path.join(workspace, 'go'), '');
    const both = await Promise.all([first.finished, second.finished]);
    const third = await (await follow(workspace)).finished;
    for (const { code, stdout, stderr } of [...both, third]) {
      assert.deepEqual({ code, stdout }, { code: 0, stdout: 'first\nlast\n' });
      assert.match(stderr, /trialbook: calm-owl finished\n$/);
    }
    assert.equal(await read(workspace, 'starts.txt'), 'x');
    assert.equal(runFolders(workspace).length, 1);
  });

  it('gives the exit code of a finished run that it attaches to', async () => {
    const workspace = workspaceWith();
    const words = runWords(['node', '-e', "console.error('ü'); process.exit(5)"], '--id', ID);
    const first = await cli(workspace, words);
    const second = await cli(workspace, words);
    assert.deepEqual([first.code, first.stdout, second.code, second.stdout], [5, '', 5, 'ü\n']);
    assert.match(first.stderr, /^ü$/m);
  });

  it('trains once when several start one id at the same moment', async () => {
    const workspace = workspaceWith({ 'train.py': TRAIN, 'starts.txt': '', go: '' });
    const all = await Promise.all([1, 2, 3].map(async () => (await follow(workspace)).finished));
    assert.deepEqual(
      all.map(({ code, stdout }) => ({ code, stdout })),
      all.map(() => ({ code: 0, stdout: 'first\nlast\n' })),
    );
    assert.equal(await read(workspace, 'starts.txt'), 'x');
  });

  it('says that a run was lost when its recorder was killed, and starts nothing', async () => {
    const workspace = workspaceWith({ 'train.py': TRAIN, 'starts.txt': '' });
    const viewer = await follow(workspace);
    await started(viewer);
    const folder = runFolders(workspace)[0] ?? '';
    const [hello] = recorderEvents(folder);
    assert.ok(hello?.e === 'hello');
    process.kill(hello.pid, 'SIGKILL');
    const lost = /calm-owl was lost: its recorder ended without saying how the run did\. Start a new run\.\n$/;
    const first = await viewer.finished;
    assert.equal(first.code, 1);
    assert.match(first.stderr, lost);
    const second = await (await follow(workspace)).finished;
    assert.equal(second.code, 1);
    assert.match(second.stderr, lost);
    const list = JSON.parse((await cli(workspace, ['list', '--json'])).stdout) as { status: string }[];
    assert.deepEqual(
      list.map((run) => run.status),
      ['lost'],
    );
    assert.equal(await read(workspace, 'starts.txt'), 'x');
    writeFileSync(path.join(workspace, 'go'), '');
  });

  it('says that a folder without a recorder was lost', async () => {
    const workspace = workspaceWith();
    const folder = path.join(workspace, '.trialbook', 'runs', ID);
    mkdirSync(folder, { recursive: true });
    utimesSync(folder, 1e9, 1e9);
    const { code, stderr } = await cli(workspace, runWords(['node', '-e', ''], '--id', ID));
    assert.equal(code, 1);
    assert.match(stderr, /was lost/);
  });

  it('stops the run at Ctrl-C and kills it at the second', async () => {
    const workspace = workspaceWith();
    const script = "process.on('SIGINT', () => console.log('no')); console.log('first'); setInterval(() => {}, 1000)";
    const viewer = await startCli(workspace, runWords(['node', '-e', script]));
    await started(viewer);
    viewer.process.kill('SIGINT');
    await until('the training hears it', () => viewer.stdout().includes('no'));
    viewer.process.kill('SIGINT');
    const { code, stdout, stderr } = await viewer.finished;
    assert.deepEqual({ code, stdout }, { code: 137, stdout: 'first\nno\n' });
    assert.match(stderr, /Stopping .*\. Press Ctrl-C again to kill it\.\n/);
    const final = finalStatus(recorderEvents(runFolders(workspace)[0] ?? ''));
    assert.deepEqual(final, { e: 'st', status: 'cancelled', signal: 'SIGKILL' });
  });

  it('passes bytes on as they are', async () => {
    const workspace = workspaceWith();
    const cliPath = await cliFile();
    const script = 'process.stdout.write(Buffer.from([0xff, 0x00, 0x1b, 0x5b, 0x41, 0x0d]))';
    const { execFileSync } = await import('node:child_process');
    const options = { cwd: workspace, env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'ignore'] as const };
    const bytes = execFileSync(process.execPath, [cliPath, ...runWords(['node', '-e', script])], {
      ...options,
      stdio: [...options.stdio],
    });
    assert.deepEqual([...bytes], [0xff, 0x00, 0x1b, 0x5b, 0x41, 0x0d]);
  });
});

describe('the environment of the training', function () {
  this.timeout(60_000);
  after(removeTemporary);

  const script = `const { env } = process; console.log(JSON.stringify([env.TRIALBOOK_RUN_DIR, env.TRIALBOOK_WORKSPACE,
    env.PYTHONUNBUFFERED, env.PYTHONPATH, env.ELECTRON_RUN_AS_NODE, env.NODE_CHANNEL_FD,
    env.TRIALBOOK_HANDOVER]))`;

  async function environmentOf(env: NodeJS.ProcessEnv): Promise<{ values: unknown[]; workspace: string }> {
    const workspace = workspaceWith();
    const words = ['run', '--id', ID, '--python-dir', PYTHON_DIR, '--', 'node', '-e', script];
    return { values: JSON.parse((await cli(workspace, words, env)).stdout) as unknown[], workspace };
  }

  it('names the run folder and puts the tracker first, without an empty entry', async () => {
    const { values, workspace } = await environmentOf({ PYTHONPATH: '', ELECTRON_RUN_AS_NODE: '1' });
    const folder = path.join(workspace, '.trialbook', 'runs', ID);
    assert.deepEqual(values, [folder, workspace, '1', PYTHON_DIR, null, null, null]);
  });

  it('has the tracker once and no word of handing over, where a tracked terminal started it', async () => {
    const { values } = await environmentOf({
      PYTHONPATH: `${PYTHON_DIR}${path.delimiter}/mine`,
      TRIALBOOK_HANDOVER: '[]',
    });
    assert.deepEqual([values[3], values[6]], [`${PYTHON_DIR}${path.delimiter}/mine`, null]);
  });

  it("keeps the user's own values", async () => {
    const { values } = await environmentOf({ PYTHONPATH: '/mine', PYTHONUNBUFFERED: '' });
    assert.deepEqual(values.slice(2, 4), ['', `${PYTHON_DIR}${path.delimiter}/mine`]);
  });

  it('runs in the folder that --cwd names and finds the workspace around it', async () => {
    const workspace = workspaceWith({ '.git/HEAD': '', 'sub/train.py': 'print(1)\n' });
    const elsewhere = temporaryFolder();
    const words = runWords(['python3', 'train.py'], '--cwd', path.join(workspace, 'sub'));
    assert.equal((await cli(elsewhere, words)).stdout, '1\n');
    const run = (await recorderEnded(runFolders(workspace)[0] ?? '')).find((event) => event.e === 'run');
    assert.ok(run?.e === 'run');
    assert.deepEqual([run.cwd, run.script], ['sub', 'sub/train.py']);
    rmSync(elsewhere, { recursive: true });
  });
});

async function read(workspace: string, name: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(path.join(workspace, name), 'utf8');
}
