/** Trainings in the real debugpy, as an editor starts it. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isProcessAlive } from '../../../src/common/processes';
import type { TrainingEvent } from '../../../src/protocol/trainingEvents';
import type { DebugAdapter } from '../../debugpy/adapter';
import { debuggerPython } from '../../debugpy/interpreter';
import { debugScript, endSessions, type DebugSession } from './debugSession';
import { folderOf, finalOf, logOf } from './outerTerminal';
import { allEvents, bare, removeTemporary, runFolders, until } from './support';

const TRAIN = `
import argparse
import trialbook

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float)
args = parser.parse_args()  # break
with open("data.csv", "w") as file:
    file.write("1")
trialbook.log({"loss": args.lr}, step=1)
name = input("name? ")
print("hello", name)
`;

const READY_AND_ON = `
import time
from pathlib import Path

Path("ready").touch()  # break
Path("went on").touch()
time.sleep(300)
`;

const STEPS = `
import argparse, random
import trialbook
from trialbook import log
parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float)
random.seed(1) # break
open("data.csv", "w").close()
log({"loss": 0.5}, step=1)
parser.parse_known_args()
end = 1
`;
const STEPS_END = 11;

const FAILING = `
def step(batch):
    raise ValueError(f"bad batch {batch}")
step(1)
`;

const workers = (method: string): string => `
import multiprocessing

def square(x):
    return x * x  # break

if __name__ == "__main__":
    with multiprocessing.get_context("${method}").Pool(2) as pool:
        print(pool.map(square, [1, 2]))
`;

const events = (workspace: string): TrainingEvent[] => allEvents(folderOf(workspace)).flat();
const trainingPid = (workspace: string): number => {
  const started = events(workspace).find((event) => event.e === 'st' && event.status === 'running');
  return started?.e === 'st' ? (started.pid ?? 0) : 0;
};

const continued = new Map<DebugAdapter, number>();

/** Waits until one of these stops in a function, and lets it go on. */
async function passStop(children: DebugAdapter[], name: string): Promise<void> {
  const passed = (child: DebugAdapter): number => continued.get(child) ?? 0;
  const stops = (child: DebugAdapter): number => child.heard.filter(({ event }) => event === 'stopped').length;
  const child = await until('a child stops', () => children.find((one) => stops(one) > passed(one)));
  const { threadId, frames } = await child.stopped(passed(child));
  assert.equal(frames[0]?.name, name);
  continued.set(child, passed(child) + 1);
  await child.request('continue', { threadId });
}

describe('a debugged training', function () {
  this.timeout(120_000);
  before(function () {
    if (process.platform === 'win32') this.skip(); // Its terminals are others; see docs/platforms.md.
    // Made outside of the time of a test.
    debuggerPython();
  });
  after(() => {
    endSessions();
    removeTemporary();
  });

  it('stops at a breakpoint, is stepped through and asks; its run is that of the script', async () => {
    const { adapter, workspace, script, terminal } = await debugScript(TRAIN, { args: ['--lr', '0.5'] });
    const lines: number[] = [];
    for (let n = 0; n < 5; n++) {
      const { threadId, frames } = await adapter.stopped(n);
      assert.deepEqual(
        frames.map(({ name, source }) => [name, source?.path]),
        [['<module>', script]],
      );
      lines.push(frames[0]!.line);
      await adapter.request(n < 4 ? 'next' : 'continue', { threadId });
    }
    assert.deepEqual(lines, [7, 8, 9, 8, 10]);
    await terminal().shows('name? ');
    terminal().type('ada\r');
    assert.deepEqual(await adapter.event('exited'), { exitCode: 0 });
    await adapter.event('terminated');
    assert.equal(logOf(workspace), 'name? ada\r\nhello ada\r\n');
    assert.deepEqual(await finalOf(workspace), { e: 'st', status: 'finished', code: 0 });
    const recorded = events(workspace);
    const run = recorded.find((event) => event.e === 'run');
    assert.deepEqual(run && [run.command, run.script, run.cwd, run.experiment], [
      [debuggerPython(), 'train.py', '--lr', '0.5'],
      'train.py',
      '.',
      'train',
    ]);
    assert.deepEqual(bare(recorded.filter(({ e }) => e === 'p')), [{ e: 'p', k: 'lr', v: 0.5, src: 'argparse' }]);
    assert.deepEqual(bare(recorded.filter(({ e }) => e === 'm')), [
      { e: 'm', k: 'loss', v: 0.5, s: 1, src: 'trialbook' },
    ]);
    assert.deepEqual(
      recorded.flatMap((event) => (event.e === 'open' ? [[path.basename(event.path), event.mode]] : [])),
      [['data.csv', 'w']],
    );
    assert.deepEqual(
      recorded.filter(({ e }) => e === 'warn'),
      [],
    );
  });

  for (const justMyCode of [true, false]) {
    it(`shows nothing of the tracker to one who steps into what it wraps, with justMyCode ${justMyCode}`, async () => {
      const { adapter, script, workspace } = await debugScript(STEPS, { justMyCode, args: ['--lr', '0.5'] });
      const files: (string | undefined)[] = [];
      for (let n = 0, line = 0; line < STEPS_END; n++) {
        const { threadId, frames } = await adapter.stopped(n);
        files.push(...frames.map(({ source }) => source?.path));
        if (frames[0]?.source?.path === script) line = frames[0].line;
        await adapter.request(line < STEPS_END ? 'stepIn' : 'continue', { threadId });
      }
      assert.deepEqual(await adapter.event('exited'), { exitCode: 0 });
      assert.deepEqual(
        files.filter((file) => file === undefined || /trialbook/.test(path.relative(workspace, file))),
        [],
      );
      const libraries = files.filter((file) => file !== script);
      assert.equal(libraries.length > 0, !justMyCode, JSON.stringify(libraries));
    });
  }

  it('fails with the exception that the debugger stopped at, and its line', async () => {
    const { adapter, workspace } = await debugScript(FAILING, {}, ['uncaught']);
    const { threadId, reason, frames } = await adapter.stopped(0);
    assert.deepEqual(
      [reason, frames.map(({ name, line }) => [name, line])],
      [
        'exception',
        [
          ['step', 3],
          ['<module>', 4],
        ],
      ],
    );
    await adapter.request('continue', { threadId });
    assert.deepEqual(await adapter.event('exited'), { exitCode: 1 });
    assert.deepEqual(await finalOf(workspace), {
      e: 'st',
      status: 'failed',
      code: 1,
      failure: 'exception',
      message: 'ValueError: bad batch 1',
      exception: {
        type: 'ValueError',
        message: 'bad batch 1',
        frames: [
          { file: 'train.py', line: 4, name: '<module>' },
          { file: 'train.py', line: 3, name: 'step' },
        ],
      },
    });
  });

  it('prints to the console of a debugger that opens no terminal', async () => {
    const { adapter, workspace } = await debugScript('print("on the console")\n', { console: 'internalConsole' });
    assert.deepEqual(await adapter.event('exited'), { exitCode: 0 });
    assert.equal(logOf(workspace), 'on the console\n');
    assert.deepEqual(await finalOf(workspace), { e: 'st', status: 'finished', code: 0 });
    const printed = adapter.heard.flatMap(({ event, body }) =>
      event === 'output' ? (body as { output: string }).output : [],
    );
    assert.match(printed.join(''), /on the console\n/);
  });

  it('runs without breakpoints where the editor starts it without debugging', async () => {
    const { adapter, workspace } = await debugScript('print(1) # break\n', { noDebug: true });
    assert.deepEqual(await adapter.event('exited'), { exitCode: 0 });
    assert.deepEqual(await finalOf(workspace), { e: 'st', status: 'finished', code: 0 });
  });

  for (const [method, subProcess] of [
    ['fork', true],
    ['spawn', true],
    ['spawn', false],
  ] as const) {
    it(`trains in processes of its own (${method}, subProcess ${subProcess})`, async () => {
      const { adapter, workspace } = await debugScript(workers(method), { subProcess });
      const calls = subProcess ? 2 : 0;
      for (let n = 0; n < calls; n++) await passStop(adapter.children, 'square');
      assert.deepEqual(await adapter.event('exited'), { exitCode: 0 });
      assert.match(logOf(workspace), /\[1, 4\]/);
      assert.deepEqual(await finalOf(workspace), { e: 'st', status: 'finished', code: 0 });
    });
  }

  const standing = async (source = READY_AND_ON): Promise<DebugSession & { pid: number }> => {
    const session = await debugScript(source);
    await session.adapter.stopped(0);
    const pid = trainingPid(session.workspace);
    assert.ok(isProcessAlive(pid));
    return { ...session, pid };
  };
  /** What is the same however a debugger goes. */
  const checkCancelled = async ({ workspace, pid }: { workspace: string; pid: number }): Promise<void> => {
    const { status, signal } = (await finalOf(workspace)) as { status: string; signal: string };
    assert.equal(status, 'cancelled');
    // The adapter sends the first of these to what is left, which may be faster than the recorder.
    assert.ok(signal === 'SIGTERM' || signal === 'SIGKILL', signal);
    await until('the training is gone', () => !isProcessAlive(pid));
    assert.equal(existsSync(path.join(workspace, 'went on')), false, 'it ran on');
  };

  it('is cancelled by Stop at a breakpoint, and runs no further', async () => {
    const session = await standing();
    await session.adapter.request('terminate', {});
    await session.adapter.event('terminated');
    await checkCancelled(session);
  });

  it('is cancelled by Stop while it runs', async () => {
    const session = await standing(READY_AND_ON.replace('Path("went on").touch()', 'Path("running").touch()'));
    const { threadId } = await session.adapter.stopped(0);
    await session.adapter.request('continue', { threadId });
    await until('it runs', () => existsSync(path.join(session.workspace, 'running')));
    await session.adapter.request('terminate', {});
    await session.adapter.event('terminated');
    await checkCancelled(session);
  });

  it('is cancelled when its editor is killed', async () => {
    const session = await standing();
    session.adapter.kill();
    await checkCancelled(session);
  });

  it('is cancelled when its terminal is thrown away', async () => {
    const session = await standing();
    session.terminal().close();
    await checkCancelled(session);
  });

  it('is cancelled when the debugger disconnects', async () => {
    const session = await standing();
    await session.adapter.request('disconnect', { terminateDebuggee: true });
    await checkCancelled(session);
  });

  it('is a run of its own each time that the same configuration is started', async () => {
    const first = await debugScript('print(1)\n');
    await first.adapter.event('exited');
    const second = await first.restart();
    assert.deepEqual(await second.event('exited'), { exitCode: 0 });
    assert.equal(runFolders(first.workspace).length, 2);
  });

  it('ends its session where the script is not there', async () => {
    const { adapter, workspace } = await debugScript('', { program: '/nowhere/train.py' });
    assert.deepEqual(await adapter.event('exited'), { exitCode: 1 });
    const { status, failure } = (await finalOf(workspace)) as { status: string; failure: string };
    assert.deepEqual([status, failure], ['failed', 'exception']);
  });
});
