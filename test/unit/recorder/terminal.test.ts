import assert from 'node:assert/strict';
import { isProcessAlive } from '../../../src/common/processes';
import { finalOf, folderOf, logOf, OuterTerminal, runScript } from './outerTerminal';
import { cli, finalStatus, recorderEnded, removeTemporary, runWords, until, workspaceWith } from './support';

describe('a training in a terminal', function () {
  this.timeout(60_000);
  before(function () {
    if (process.platform === 'win32') this.skip(); // Its terminals redraw what is printed; see docs/platforms.md.
  });
  after(removeTemporary);

  it('sees one, of the same kind and size, on all three streams', async () => {
    const { terminal, workspace } = await runScript(`
import os, sys
print([os.isatty(fd) for fd in (0, 1, 2)], os.get_terminal_size(), os.environ['TERM'], os.environ.get('COLORTERM'))
open('/dev/tty').close()
`);
    assert.equal((await terminal.exited).exitCode, 0);
    assert.equal(
      logOf(workspace),
      '[True, True, True] os.terminal_size(columns=100, lines=30) xterm-256color None\r\n',
    );
    assert.match(terminal.text, /trialbook: calm-owl finished\r\n$/);
  });

  it('leaves every byte in the log and on the screen', async () => {
    const { terminal, workspace } = await runScript(`
import sys, time
for i in range(50):
    sys.stderr.write(f'\\r{i * 2}%|\\x1b[32m#####\\x1b[0m| {i}/50')
    sys.stderr.flush()
sys.stderr.write('\\n')
sys.stdout.buffer.write(bytes([0xff, 0x00, 0x1b]) + b'end')
`);
    assert.equal((await terminal.exited).exitCode, 0);
    const bar = Array.from({ length: 50 }, (_, i) => `\r${i * 2}%|\u001b[32m#####\u001b[0m| ${i}/50`).join('');
    assert.equal(logOf(workspace), `${bar}\r\n\u00ff\u0000\u001bend`);
    assert.ok(terminal.text.includes(bar));
  });

  it('loses nothing of what it prints last', async () => {
    const { terminal, workspace } = await runScript("import sys\nsys.stdout.write('0123456789' * 100_000)\n");
    await terminal.exited;
    assert.equal(logOf(workspace), '0123456789'.repeat(100_000));
  });

  it('gets what is typed, and is heard while it prints no line', async () => {
    const { terminal, workspace } = await runScript("name = input('name? ')\nprint('hello', name)\n");
    await terminal.shows('name? ');
    terminal.type('ad\u00e1\r');
    assert.equal((await terminal.exited).exitCode, 0);
    assert.equal(Buffer.from(logOf(workspace), 'latin1').toString(), 'name? ad\u00e1\r\nhello ad\u00e1\r\n');
  });

  it('gets single keys, Ctrl-C among them, where it wants them raw', async () => {
    const { terminal, workspace } = await runScript(`
import sys, tty
tty.setraw(0)
print('raw', flush=True)
print([sys.stdin.buffer.raw.read(1) for _ in range(2)])
`);
    await terminal.shows('raw');
    terminal.type('\u0003');
    terminal.type('x');
    assert.equal((await terminal.exited).exitCode, 0);
    assert.match(logOf(workspace), /\[b'\\x03', b'x'\]/);
    assert.deepEqual(await finalOf(workspace), { e: 'st', status: 'finished', code: 0 });
  });

  it('hears of a change of the size', async () => {
    const { terminal } = await runScript(`
import os, signal, time
signal.signal(signal.SIGWINCH, lambda *_: print('now', *os.get_terminal_size(), flush=True))
print('ready', flush=True)
time.sleep(60) if input() != 'end' else None
`);
    await terminal.shows('ready');
    terminal.resize(77, 11);
    await terminal.shows('now 77 11');
    terminal.type('end\r');
    assert.equal((await terminal.exited).exitCode, 0);
  });

  it('is cancelled by Ctrl-C', async () => {
    const { terminal, workspace } = await runScript("import time\nprint('ready', flush=True)\ntime.sleep(60)\n");
    await terminal.shows('ready');
    terminal.type('\u0003');
    assert.equal((await terminal.exited).exitCode, 130);
    assert.match(terminal.text, /KeyboardInterrupt[^]*trialbook: calm-owl was stopped\r\n$/);
    assert.deepEqual(await finalOf(workspace), { e: 'st', status: 'cancelled', signal: 'SIGINT' });
  });

  it('is cancelled where it makes exit code 1 of the KeyboardInterrupt', async () => {
    const { terminal, workspace } = await runScript(`
import sys, time, traceback
print('ready', flush=True)
try:
    time.sleep(60)
except KeyboardInterrupt:
    traceback.print_exc()
    sys.exit(1)
`);
    await terminal.shows('ready');
    terminal.type('\u0003');
    assert.equal((await terminal.exited).exitCode, 1);
    assert.deepEqual(await finalOf(workspace), { e: 'st', status: 'cancelled', code: 1 });
  });

  it('goes on after a Ctrl-C that it does not mind', async () => {
    const { terminal, workspace } = await runScript(`
try:
    input('ready')
except KeyboardInterrupt:
    print('no', input())
`);
    await terminal.shows('ready');
    terminal.type('\u0003');
    await terminal.shows('^C');
    terminal.type('go\r');
    assert.equal((await terminal.exited).exitCode, 0);
    assert.deepEqual(await finalOf(workspace), { e: 'st', status: 'finished', code: 0 });
  });

  it('is killed by the third Ctrl-C within three seconds', async () => {
    const { terminal, workspace } = await runScript(`
import signal, time
signal.signal(signal.SIGINT, lambda *_: print('no', flush=True))
print('ready', flush=True)
while True: time.sleep(1)
`);
    await terminal.shows('ready');
    for (const _ of [1, 2, 3]) terminal.type('\u0003');
    assert.equal((await terminal.exited).exitCode, 137);
    assert.deepEqual(await finalOf(workspace), { e: 'st', status: 'cancelled', signal: 'SIGKILL' });
  });

  it('is stopped with its children by trialbook stop', async () => {
    const { terminal, workspace } = await runScript(`
import subprocess, time
child = subprocess.Popen(['sh', '-c', 'trap "" INT HUP; sleep 60'])
print('child', child.pid, 'ready', flush=True)
try:
    time.sleep(60)
except KeyboardInterrupt:
    print('saved', flush=True)
`);
    await terminal.shows('ready');
    const child = Number(/child (\d+)/.exec(terminal.text)?.[1]);
    await cli(workspace, ['stop', 'calm-owl']);
    assert.equal((await terminal.exited).exitCode, 0);
    assert.match(logOf(workspace), /saved/);
    assert.deepEqual(await finalOf(workspace), { e: 'st', status: 'cancelled', code: 0 });
    await until('the child is dead', () => !isProcessAlive(child));
  });

  it('fails with the exception that it prints, in colours or not, and metrics are found', async () => {
    const { terminal, workspace } = await runScript(`
print('::metric \\x1b[1mloss=0.5\\x1b[0m step=3')
def paint(text): return f'\\x1b[1;35m{text}\\x1b[0m'
import sys
sys.excepthook = lambda *_: sys.stderr.write(f'''Traceback (most recent call last):
  File {paint('"train.py"')}, line {paint(1)}
    boom
{paint('ValueError')}: {paint('bad batch')}
''')
raise ValueError()
`);
    assert.equal((await terminal.exited).exitCode, 1);
    const events = await recorderEnded(folderOf(workspace));
    const exception = {
      type: 'ValueError',
      message: 'bad batch',
      frames: [{ file: 'train.py', line: 1, name: '<module>' }],
    };
    const how = { status: 'failed', code: 1, failure: 'exception', message: 'ValueError: bad batch' };
    assert.deepEqual(finalStatus(events), { e: 'st', ...how, exception });
    const metric = events.find((event) => event.e === 'm');
    assert.ok(metric?.e === 'm');
    assert.deepEqual([metric.k, metric.v, metric.s], ['loss', 0.5, 3]);
  });

  it('fails in plain words when there is no such program', async () => {
    const workspace = workspaceWith();
    const terminal = await OuterTerminal.run(workspace, runWords(['no-such-program']));
    assert.equal((await terminal.exited).exitCode, 127);
    assert.match(terminal.text, /The command no-such-program was not found/);
  });

  it('gives the signal that killed it', async () => {
    const workspace = workspaceWith();
    const terminal = await OuterTerminal.run(workspace, runWords(['sh', '-c', 'kill -9 $$']));
    assert.equal((await terminal.exited).exitCode, 137);
    const how = { status: 'killed', signal: 'SIGKILL', failure: 'signal', message: 'killed by SIGKILL' };
    assert.deepEqual(await finalOf(workspace), { e: 'st', ...how });
  });
});
