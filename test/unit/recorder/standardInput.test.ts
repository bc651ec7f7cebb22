import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { OuterTerminal } from './outerTerminal';
import {
  cleanEnvironment,
  cliFile,
  recorderEnded,
  removeTemporary,
  runFolders,
  runWords,
  until,
  workspaceWith,
} from './support';

const READ = 'import os, sys\nprint(os.isatty(0), os.isatty(1), os.isatty(2))\nprint(sys.stdin.read())\n';

describe('the standard input of a training', function () {
  this.timeout(60_000);
  after(removeTemporary);

  async function words(...command: string[]): Promise<string[]> {
    return [await cliFile(), ...runWords(command)];
  }

  it('is the pipe that the command line reads from', async () => {
    const workspace = workspaceWith({ 'train.py': READ });
    const viewer = spawn(process.execPath, await words('python3', 'train.py'), {
      cwd: workspace,
      env: cleanEnvironment(),
    });
    viewer.stdin.write('one\n');
    const folder = await until('the run', () => runFolders(workspace)[0]);
    viewer.stdin.end('two\n');
    assert.equal(await text(viewer.stdout), 'False False False\none\ntwo\n\n');
    await recorderEnded(folder);
  });

  it('is the file that the command line reads from', async () => {
    const workspace = workspaceWith({ 'train.py': READ, 'data.txt': 'all of it' });
    const options = { cwd: workspace, env: cleanEnvironment(), encoding: 'utf8' } as const;
    const stdin = openSync(path.join(workspace, 'data.txt'), 'r');
    const { stdout } = spawnSync(process.execPath, await words('python3', 'train.py'), {
      ...options,
      stdio: [stdin, 'pipe', 'pipe'],
    });
    assert.equal(stdout, 'False False False\nall of it\n');
  });

  it('is let go of by all others, so that who writes to it learns when the training ends', async function () {
    if (process.platform === 'win32') this.skip(); // There is no `yes`, and no SIGPIPE to end it.
    // A process that outlives the training keeps the recorder waiting, but not the pipe open.
    const workspace = workspaceWith({ 'train.sh': 'sleep 30 <&- & head -c 4 >taken' });
    const line = (await words('sh', 'train.sh')).map((word) => `'${word}'`).join(' ');
    const script = `yes | '${process.execPath}' ${line}; echo pipeline ended`;
    const started = Date.now();
    const { stdout } = spawnSync('sh', ['-c', script], { cwd: workspace, env: cleanEnvironment(), encoding: 'utf8' });
    assert.equal(stdout, 'pipeline ended\n');
    assert.ok(Date.now() - started < 20_000, 'somebody held the pipe');
  });

  it('is let go of when the training lets go of it', async function () {
    if (process.platform === 'win32') this.skip(); // There is no `yes`, and no SIGPIPE to end it.
    const workspace = workspaceWith({
      'train.sh': 'head -c 4 >taken; exec <&-; while [ ! -e go ]; do sleep 0.05; done',
    });
    const line = (await words('sh', 'train.sh')).map((word) => `'${word}'`).join(' ');
    const shell = spawn('sh', ['-c', `{ yes; touch ended; } | '${process.execPath}' ${line}`], {
      cwd: workspace,
      env: cleanEnvironment(),
      stdio: 'ignore',
    });
    const ended = once(shell, 'exit');
    await until('the writer ends', () => existsSync(path.join(workspace, 'ended')));
    assert.equal(shell.exitCode, null);
    writeFileSync(path.join(workspace, 'go'), '');
    await ended;
  });

  it('is empty when the command line has a terminal but prints to a pipe', async function () {
    if (process.platform === 'win32') this.skip(); // Its terminals redraw what is printed.
    const workspace = workspaceWith({ 'train.py': READ });
    const line = (await words('python3', 'train.py')).map((word) => `'${word}'`).join(' ');
    writeFileSync(path.join(workspace, 'run.sh'), `'${process.execPath}' ${line} | cat\n`);
    const terminal = OuterTerminal.open(workspace, 'sh', ['run.sh']);
    await terminal.exited;
    assert.match(terminal.text, /False False False\r\n\r\n/);
  });

  it('leaves the two output streams apart', async () => {
    const workspace = workspaceWith({
      'train.py': 'import sys\nprint("::metric a=1 ")\nsys.stderr.write("::metric b=2 ")\nsys.stdout.write("c")\n',
    });
    const result = spawnSync(process.execPath, await words('python3', 'train.py'), {
      cwd: workspace,
      env: cleanEnvironment(),
    });
    assert.equal(result.status, 0);
    const events = await recorderEnded(runFolders(workspace)[0] ?? '');
    assert.deepEqual(events.flatMap((event) => (event.e === 'm' ? [event.k] : [])).sort(), ['a', 'b']);
  });
});
