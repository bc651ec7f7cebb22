import assert from 'node:assert/strict';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  allEvents,
  cli,
  finalStatus,
  recorderEnded,
  recorderEvents,
  removeTemporary,
  runFolders,
  until,
  workspaceWith,
} from './support';
import { TrackedShell } from './trackedShell';

const TRAIN = `
import argparse, os, sys, time
parser = argparse.ArgumentParser()
parser.add_argument('--code', type=int, default=0)
parser.add_argument('--wait', action='store_true')
args = parser.parse_args()
print('tty', [os.isatty(fd) for fd in (0, 1, 2)], sys.argv)
while args.wait:
    time.sleep(0.05)
sys.exit(args.code)
`;

/** The folder of a workspace's only run. */
const folderOf = (workspace: string): string => runFolders(workspace)[0] ?? '';
const ending = async (workspace: string): Promise<object | undefined> =>
  finalStatus(await recorderEnded(folderOf(workspace)));

describe('a script in a tracked terminal whose recorder cannot be started', function () {
  this.timeout(60_000);
  before(function () {
    if (process.platform === 'win32') this.skip(); // It has no bash; see docs/platforms.md.
  });
  after(removeTemporary);

  const open = async (start: string[] = ['/no/node', '/no/cli.js']): Promise<[TrackedShell, string]> => {
    const workspace = workspaceWith({ 'train.py': TRAIN });
    const variables = { TRIALBOOK_HANDOVER: JSON.stringify([...start, 'run', '--no-opens']) };
    return [await TrackedShell.open(workspace, variables), workspace];
  };
  /** Starts a script that goes on until it is told to end. */
  const openWaiting = async (): Promise<[TrackedShell, string]> => {
    const [shell, workspace] = await open();
    shell.type('python3 train.py --wait');
    await shell.terminal.shows('tty');
    return [shell, workspace];
  };

  for (const gone of ['Node', 'the command line', 'a Node that can be run']) {
    it(`runs as without us where ${gone} is missing, and is a run with its exit code`, async () => {
      const broken = path.join(workspaceWith({ node: 'no program\n' }), 'node');
      chmodSync(broken, 0o755);
      const here = path.join(import.meta.dirname, 'standIn.test.ts');
      const starts = { Node: ['/no/node', here], 'the command line': [process.execPath, '/no/cli.js'] };
      const [shell, workspace] = await open(starts[gone as 'Node'] ?? [broken, here]);
      const printed = await shell.run('python3 train.py --code 3; echo "code $?"');
      assert.equal(printed, "tty [True, True, True] ['train.py', '--code', '3']\ncode 3\n");
      assert.deepEqual(await ending(workspace), {
        e: 'st',
        status: 'failed',
        code: 3,
        failure: 'exit-code',
        message: 'exit code 3',
      });
      const events = allEvents(folderOf(workspace)).flat();
      const run = events.find((event) => event.e === 'run');
      assert.deepEqual(run && [run.script, run.cwd, run.experiment, run.command.slice(1)], [
        'train.py',
        '.',
        'train',
        ['train.py', '--code', '3'],
      ]);
      assert.ok(events.some((event) => event.e === 'p' && event.k === 'code' && event.v === 3));
      assert.ok(events.some((event) => event.e === 'warn' && event.code === 'no-recorder'));
    });
  }

  it('ends with Ctrl-C, as a loop around it does', async () => {
    const [shell, workspace] = await open();
    shell.type('for i in 1 2; do python3 train.py --wait; done');
    await shell.terminal.shows('tty');
    shell.terminal.type('\u0003');
    await shell.prompt();
    assert.match(await shell.run('echo "then $?"'), /then 130/);
    assert.deepEqual(await ending(workspace), { e: 'st', status: 'cancelled', signal: 'SIGINT' });
    assert.equal(runFolders(workspace).length, 1);
  });

  it('is stopped as any run is', async () => {
    const [shell, workspace] = await openWaiting();
    assert.equal((await cli(workspace, ['stop', path.basename(folderOf(workspace))])).code, 0);
    await shell.prompt();
    assert.deepEqual(await ending(workspace), { e: 'st', status: 'cancelled', signal: 'SIGINT' });
  });

  it('is killed where it alone is killed, and lost where nobody is left to tell', async () => {
    const [shell, workspace] = await openWaiting();
    const hello = await until('it is recorded', () =>
      allEvents(folderOf(workspace)).find(([first]) => first?.e === 'hello' && first.role === 'tracker'),
    );
    assert.ok(hello[0]?.e === 'hello');
    process.kill(hello[0].pid, 'SIGKILL');
    assert.match(await shell.prompt(), /Killed/);
    const { status, signal } = (await ending(workspace)) as { status: string; signal: string };
    assert.deepEqual([status, signal], ['killed', 'SIGKILL']);

    const [, other] = await openWaiting();
    const [ours] = recorderEvents(folderOf(other));
    assert.ok(ours?.e === 'hello');
    process.kill(ours.pid, 'SIGKILL');
    await recorderEnded(folderOf(other));
    const [listed] = JSON.parse((await cli(other, ['list', '--json'])).stdout) as { status: string }[];
    assert.equal(listed?.status, 'lost');
  });

  it('runs as without us where no run can be made either', async () => {
    const [shell, workspace] = await open();
    writeFileSync(path.join(workspace, '.trialbook'), 'no folder\n');
    assert.match(await shell.run('python3 train.py --code 4; echo "code $?"'), /^tty .*\ncode 4\n$/);
    assert.equal(existsSync(path.join(workspace, '.trialbook', 'runs')), false);
  });
});
