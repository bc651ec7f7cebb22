import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive } from '../../../src/common/processes';
import { finalOf, folderOf, logOf, OuterTerminal, runScript } from './outerTerminal';
import { cliFile, recorderEvents, removeTemporary, runWords, until, workspaceWith } from './support';

/** Says that it is there, and waits, until there is a file named `go`. */
const LONG = `
import os, time
print('ready', flush=True)
while not os.path.exists('go'):
    time.sleep(0.02)
print('last', flush=True)
`;

describe('the terminal of the viewer', function () {
  this.timeout(60_000);
  before(function () {
    if (process.platform === 'win32') this.skip(); // It has no modes that a program could leave behind.
  });
  after(removeTemporary);

  async function goesOn(workspace: string): Promise<void> {
    writeFileSync(path.join(workspace, 'go'), '');
    assert.deepEqual(await finalOf(workspace), { e: 'st', status: 'finished', code: 0 });
    assert.equal(logOf(workspace), 'ready\r\nlast\r\n');
  }

  it('may be closed: the training goes on', async () => {
    const { terminal, workspace } = await runScript(LONG);
    await terminal.shows('ready');
    terminal.close();
    await until('the viewer ended', () => !isProcessAlive(terminal.pid));
    await goesOn(workspace);
  });

  it('may lose its viewer by SIGKILL: the training goes on', async () => {
    const { terminal, workspace } = await runScript(LONG);
    await terminal.shows('ready');
    process.kill(terminal.pid, 'SIGKILL');
    await terminal.exited;
    await goesOn(workspace);
  });

  /** What `stty` says of the mode; read by a shell in which the viewer runs. */
  async function modesAround(script: string, during: (viewer: number, workspace: string) => void) {
    const workspace = workspaceWith({ 'train.py': script, 'cli.sh': '' });
    const words = runWords(['python3', 'train.py'], '--name', 'calm-owl');
    const line = [process.execPath, await cliFile(), ...words].map((word) => `'${word}'`).join(' ');
    writeFileSync(path.join(workspace, 'cli.sh'), `stty -a >before\n${line}\necho code $?\nstty -a >after\n`);
    const terminal = OuterTerminal.open(workspace, 'sh', ['cli.sh']);
    await terminal.shows('ready');
    const viewer = Number(readFileSync(`/proc/${terminal.pid}/task/${terminal.pid}/children`, 'utf8'));
    execFileSync('sh', ['-c', `stty -a </proc/${viewer}/fd/0 >while`], { cwd: workspace });
    during(viewer, workspace);
    await terminal.exited;
    const read = (name: string): string => readFileSync(path.join(workspace, name), 'utf8');
    writeFileSync(path.join(workspace, 'go'), '');
    return { before: read('before'), meanwhile: read('while'), after: read('after') };
  }

  const endings: [name: string, end: (viewer: number, workspace: string) => void][] = [
    ['when the run ends', (_, workspace) => writeFileSync(path.join(workspace, 'go'), '')],
    ['when the viewer hears SIGTERM', (viewer) => process.kill(viewer, 'SIGTERM')],
    ['when the viewer hears SIGHUP', (viewer) => process.kill(viewer, 'SIGHUP')],
    [
      'when the recorder is killed',
      (_, workspace) => {
        const [hello] = recorderEvents(folderOf(workspace));
        assert.ok(hello?.e === 'hello');
        process.kill(hello.pid, 'SIGKILL');
      },
    ],
  ];
  it('is not taken from the job in the foreground', async () => {
    const workspace = workspaceWith({ 'train.py': 'import sys; print("tty", sys.stdout.isatty())\n' });
    const line = [process.execPath, await cliFile(), ...runWords(['python3', 'train.py'])].map((word) => `'${word}'`);
    const script = `set -m; ${line.join(' ')} & read answer; wait; echo "got $answer"`;
    const terminal = OuterTerminal.open(workspace, 'sh', ['-c', script]);
    await terminal.shows('tty False');
    await terminal.shows('finished');
    terminal.type('yes\r');
    await terminal.shows('got yes');
  });

  it('tells the script around it of a Ctrl-C that ended the training', async () => {
    const workspace = workspaceWith({
      'train.py': "import time\nprint('ready', flush=True)\ntime.sleep(60)\n",
      'sweep.py': `
import subprocess, sys
try:
    print('code', subprocess.run(sys.argv[1:]).returncode)
except KeyboardInterrupt:
    print('the sweep is interrupted')
`,
    });
    const words = ['sweep.py', process.execPath, await cliFile(), ...runWords(['python3', 'train.py'])];
    const terminal = OuterTerminal.open(workspace, 'python3', words);
    await terminal.shows('ready');
    terminal.type('\u0003');
    await terminal.shows('the sweep is interrupted');
    await terminal.exited;
  });

  for (const [name, end] of endings) {
    it(`is left as it was found ${name}`, async function () {
      if (process.platform !== 'linux') this.skip(); // Its /proc finds the terminal of another process.
      const { before, meanwhile, after } = await modesAround(LONG, end);
      assert.match(before, / icanon/);
      assert.match(meanwhile, /-icanon/);
      assert.equal(after, before);
    });
  }
});
