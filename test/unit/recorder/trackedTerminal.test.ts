import assert from 'node:assert/strict';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OUTPUT_LOG } from '../../../src/common/workspaceFolder';
import { OuterTerminal } from './outerTerminal';
import {
  allEvents,
  cli,
  finalStatus,
  recorderEnded,
  removeTemporary,
  runFolders,
  until,
  workspaceWith,
} from './support';
import { TrackedShell } from './trackedShell';

const ARGUMENTS = `
import argparse, os, sys
parser = argparse.ArgumentParser()
parser.add_argument('--code', type=int, default=0)
code = parser.parse_args().code
print('tty', [os.isatty(fd) for fd in (0, 1, 2)], sys.argv)
print('::metric loss=0.5 step=1')
sys.exit(code)
`;
/** Says that it is there, and waits, until there is a file named `go`. */
const LONG = `
import os, time
print('ready', flush=True)
while not os.path.exists('go'):
    time.sleep(0.02)
print('last', flush=True)
`;
const FINISHED = { e: 'st', status: 'finished', code: 0 };

/** The folders of the workspace's runs; none where nothing was recorded. */
function foldersOf(workspace: string): string[] {
  return existsSync(path.join(workspace, '.trialbook')) ? runFolders(workspace) : [];
}

/** What a run printed so far; runs are counted from 0, the oldest. */
function printedBy(workspace: string, run: number): string {
  return readFileSync(path.join(foldersOf(workspace)[run] ?? '', OUTPUT_LOG), 'utf8');
}

/** How the runs of a workspace ended, oldest first, once all have. */
async function endings(workspace: string): Promise<(object | undefined)[]> {
  return Promise.all(foldersOf(workspace).map(async (folder) => finalStatus(await recorderEnded(folder))));
}

describe('a script that is typed in a tracked terminal', function () {
  this.timeout(60_000);
  before(function () {
    if (process.platform === 'win32') this.skip(); // It has no bash; see docs/platforms.md.
  });
  after(removeTemporary);

  it('is a run, with its terminal, params, metrics and exit code', async () => {
    const workspace = workspaceWith({ 'train.py': ARGUMENTS });
    const shell = await TrackedShell.open(workspace);
    const printed = await shell.run('python3 train.py --code 3; echo "code $?"');
    assert.match(printed, /tty \[True, True, True\] \['train.py', '--code', '3'\]\n/);
    assert.match(printed, /code 3\n$/);
    const [ending] = await endings(workspace);
    assert.deepEqual(ending, { e: 'st', status: 'failed', code: 3, failure: 'exit-code', message: 'exit code 3' });
    const events = allEvents(foldersOf(workspace)[0] ?? '').flat();
    assert.ok(events.some((event) => event.e === 'p' && event.k === 'code' && event.v === 3));
    assert.ok(events.some((event) => event.e === 'm' && event.k === 'loss' && event.v === 0.5));
    const run = events.find((event) => event.e === 'run');
    assert.ok(run?.e === 'run');
    assert.deepEqual([run.script, run.cwd, run.command.slice(1)], ['train.py', '.', ['train.py', '--code', '3']]);
  });

  it('is a run wherever the shell is in the workspace, in whatever way it is started', async () => {
    const workspace = workspaceWith({
      'pkg/train.py': '#!/usr/bin/env python3\nprint("trained")\n',
      'sweep.sh': 'for seed in 1 2; do python3 pkg/train.py --seed $seed; done\n',
    });
    const shell = await TrackedShell.open(workspace);
    await shell.run('chmod +x pkg/train.py; pkg/train.py; python3 -m pkg.train; sh sweep.sh');
    await shell.run('cd pkg; env -u X python3 -B train.py');
    assert.deepEqual(
      await endings(workspace),
      [1, 2, 3, 4, 5].map(() => FINISHED),
    );
  });

  it('is none for what is no script of the workspace', async () => {
    const elsewhere = workspaceWith({ 'tool.py': 'print("elsewhere")\n' });
    const workspace = workspaceWith({ 'train.py': 'print("trained")\n', 'test_train.py': 'print("tested")\n' });
    const shell = await TrackedShell.open(workspace);
    const lines = ['python3 -c "print(1)"', 'python3 --version', 'python3 -m timeit -n1 -r1 pass', 'python3 <train.py'];
    for (const line of [...lines, `python3 ${elsewhere}/tool.py`, 'python3 test_train.py']) {
      assert.match(await shell.run(`${line}; echo "code $?"`), /code 0\n$/, line);
    }
    shell.type('python3 -q');
    await shell.terminal.shows('>>> ');
    shell.type('import sys; print("path", "" in sys.path, sys.path.count("")); sys.exit(4)');
    assert.match(await shell.prompt(), /path True 1\n/);
    assert.deepEqual(foldersOf(workspace), []);
  });

  it('is once a run: what it starts is part of it', async () => {
    const workspace = workspaceWith({
      'train.py': 'print("worker")\n',
      'launch.py': `
import os, subprocess, sys
environment = {key: value for key, value in os.environ.items() if key != 'TRIALBOOK_RUN_DIR'}
subprocess.check_call([sys.executable, 'train.py'])
subprocess.check_call([sys.executable, 'train.py'], env=environment)
`,
    });
    const shell = await TrackedShell.open(workspace);
    await shell.run('python3 launch.py');
    assert.deepEqual(await endings(workspace), [FINISHED]);
  });

  it('reads and writes pipes and files as without us', async () => {
    const workspace = workspaceWith({
      'train.py': 'import sys\nsys.stderr.write("careful\\n")\nprint(sys.stdin.read().upper())\nsys.exit(2)\n',
      'data.txt': 'rows',
    });
    const shell = await TrackedShell.open(workspace);
    const printed = await shell.run(
      'cat data.txt | python3 train.py 2>errors.txt | tee log.txt; echo ${PIPESTATUS[1]}',
    );
    assert.equal(printed, 'ROWS\n2\n');
    await shell.run('python3 train.py <data.txt >out.txt 2>>errors.txt');
    const read = (name: string): string => readFileSync(path.join(workspace, name), 'utf8');
    assert.deepEqual([read('log.txt'), read('out.txt')], ['ROWS\n', 'ROWS\n']);
    const errors = read('errors.txt').split('\n');
    assert.deepEqual(
      errors.filter((line) => !line.startsWith('trialbook: ')),
      ['careful', 'careful', ''],
    );
  });

  it('keeps its errors apart where only they go to a file', async () => {
    const workspace = workspaceWith({
      'train.py': 'import sys\nfor i in range(3):\n  print("out", i)\n  sys.stderr.write(f"error {i}\\n")\n',
    });
    const shell = await TrackedShell.open(workspace);
    assert.equal(await shell.run('python3 train.py 2>errors.txt'), 'out 0\nout 1\nout 2\n');
    const errors = readFileSync(path.join(workspace, 'errors.txt'), 'utf8');
    assert.match(errors, /error 0\nerror 1\nerror 2\n/);
    assert.doesNotMatch(errors, /out/);
  });

  it('ends a loop with its Ctrl-C', async () => {
    const workspace = workspaceWith({ 'train.py': LONG });
    const shell = await TrackedShell.open(workspace);
    shell.type('for i in 1 2 3; do python3 train.py; done; echo "after $?"');
    await shell.terminal.shows('ready');
    shell.terminal.type('\u0003');
    await shell.prompt();
    assert.match(await shell.run('echo "then $?"'), /then 130/);
    assert.deepEqual(await endings(workspace), [{ e: 'st', status: 'cancelled', signal: 'SIGINT' }]);
  });

  it('is suspended by Ctrl-Z with all that it is, and goes on in the foreground or the background', async () => {
    const counting = `
import os, time
def count():
    return int(open('count').read())
while not os.path.exists('go'):
    open('count.new', 'w').write(str(count() + 1))
    os.rename('count.new', 'count')
    print('.', end='', flush=True)
    time.sleep(0.02)
print('name', input())
`;
    const workspace = workspaceWith({ 'train.py': counting, count: '0', 'wrapper.sh': 'python3 train.py\n' });
    const count = (): number => Number(readFileSync(path.join(workspace, 'count'), 'utf8'));
    const grows = async (): Promise<void> => {
      const before = count();
      await until('it counts', () => count() > before + 3);
    };
    const stands = async (): Promise<void> => {
      await delay(100);
      const before = count();
      await delay(300);
      assert.equal(count(), before);
    };
    const shell = await TrackedShell.open(workspace);
    shell.type('sh wrapper.sh');
    await grows();
    shell.terminal.type('\u001a');
    assert.match(await shell.prompt(), /Stopped +sh wrapper\.sh/);
    await stands();
    await shell.run('bg');
    await grows();
    shell.type('fg');
    await grows();
    shell.terminal.type('\u001a');
    await shell.prompt();
    await stands();
    shell.type('fg');
    await grows();
    writeFileSync(path.join(workspace, 'go'), '');
    shell.type('ada');
    assert.match(await shell.prompt(), /name ada\n/);
    assert.deepEqual(await endings(workspace), [FINISHED]);
  });

  it('is suspended where it prints to a pipe, too, and goes on when its terminal is gone', async () => {
    const workspace = workspaceWith({ 'train.py': LONG });
    const shell = await TrackedShell.open(workspace);
    shell.type('python3 train.py | cat');
    await shell.terminal.shows('ready');
    shell.terminal.type('\u001a');
    assert.match(await shell.prompt(), /Stopped +python3 train\.py/);
    writeFileSync(path.join(workspace, 'go'), '');
    await delay(300);
    assert.doesNotMatch(shell.terminal.text, /last/);
    shell.terminal.close();
    assert.deepEqual(await endings(workspace), [FINISHED]);
  });

  it('has Ctrl-Z as a key where it wants all keys', async () => {
    const keys = 'import sys, tty\ntty.setraw(0)\nprint("raw", flush=True)\nprint(sys.stdin.buffer.raw.read(1))\n';
    const workspace = workspaceWith({ 'train.py': keys });
    const shell = await TrackedShell.open(workspace);
    shell.type('python3 train.py');
    await shell.terminal.shows('raw');
    shell.terminal.type('\u001a');
    assert.match(await shell.prompt(), /b'\\x1a'/);
    assert.deepEqual(await endings(workspace), [FINISHED]);
  });

  it('runs in the background, and leaves the terminal to the shell', async () => {
    const workspace = workspaceWith({ 'train.py': LONG });
    const shell = await TrackedShell.open(workspace);
    await shell.run('python3 train.py & echo started');
    await shell.terminal.shows('ready');
    assert.match(await shell.run('echo typed $((6 * 7))'), /typed 42/);
    writeFileSync(path.join(workspace, 'go'), '');
    assert.match(await shell.run('wait; echo "code $?"'), /code 0/);
    assert.deepEqual(await endings(workspace), [FINISHED]);
  });

  it('is stopped by who takes it for a program: timeout, and kill of the job', async () => {
    const workspace = workspaceWith({ 'train.py': LONG });
    const shell = await TrackedShell.open(workspace);
    assert.match(await shell.run('timeout 8 python3 train.py; echo "code $?"'), /ready[^]*code 124/);
    await shell.run('python3 train.py &');
    // Not what the terminal shows: the first one's traceback may quote a line with that word.
    await until('the second run trains', () => printedBy(workspace, 1).includes('ready'));
    await shell.run('kill %1; wait');
    assert.deepEqual(
      await endings(workspace),
      [1, 2].map(() => ({ e: 'st', status: 'cancelled', signal: 'SIGINT' })),
    );
  });

  it('goes on when its terminal is closed, with nohup into its file', async () => {
    const workspace = workspaceWith({ 'train.py': LONG });
    const shell = await TrackedShell.open(workspace);
    await shell.run('nohup python3 train.py &');
    const printed = (): string => readFileSync(path.join(workspace, 'nohup.out'), 'utf8');
    await until('it trains', () => printed().includes('ready'));
    shell.type('python3 train.py');
    await shell.terminal.shows('ready');
    shell.terminal.close();
    await shell.terminal.exited;
    writeFileSync(path.join(workspace, 'go'), '');
    assert.deepEqual(await endings(workspace), [FINISHED, FINISHED]);
    await until('the end in nohup.out', () => printed().includes('last'));
  });

  it('is shown by another terminal from its start; closing that ends nothing, Ctrl-C in it stops the run', async () => {
    const workspace = workspaceWith({ 'train.py': LONG });
    const shell = await TrackedShell.open(workspace);
    shell.type('python3 train.py');
    await shell.terminal.shows('ready');
    const [run] = JSON.parse((await cli(workspace, ['list', '--json'])).stdout) as { name: string }[];
    // Its folder is as old as that of a run that has gone on for hours, whatever is still put there in its first seconds.
    const folder = foldersOf(workspace)[0] ?? '';
    const ageing = setInterval(() => utimesSync(folder, 1e9, 1e9), 5);
    const attached = await OuterTerminal.run(workspace, ['attach', run?.name ?? '']);
    await attached.shows('ready');
    assert.match(
      attached.text,
      /^trialbook: showing .*, which goes on when this terminal is closed; Ctrl-C stops it\r\n/,
    );
    attached.close();
    await attached.exited;
    const again = await OuterTerminal.run(workspace, ['attach', run?.name ?? '']);
    await again.shows('ready');
    clearInterval(ageing);
    again.type('\u0003');
    assert.equal((await again.exited).exitCode, 130);
    await shell.prompt();
    assert.deepEqual(await endings(workspace), [{ e: 'st', status: 'cancelled', signal: 'SIGINT' }]);
  });
});
