import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pauseFile, workerLockFile } from '../../../../src/common/queue/queueFiles';
import { readHolder } from '../../../../src/common/locks/lockHolder';
import { SmallDisk } from '../../store/disks';
import {
  cli,
  finalStatus,
  recorderEvents,
  removeTemporary,
  runFolders,
  startCli,
  until,
  workspaceWith,
} from '../support';
import { add, endings, list, LOGGING_SCRIPT, queue, waitingFiles, workedOff } from './queueSupport';

const read = (workspace: string): string[] => readFileSync(path.join(workspace, 'log.txt'), 'utf8').trim().split('\n');

/** A paused queue of this many runs, named by their numbers. */
async function queueOf(count: number, ms: number): Promise<string> {
  const workspace = workspaceWith({ 'train.js': LOGGING_SCRIPT });
  await queue(workspace, 'pause');
  const requests = Array.from({ length: count }, (_, n) => ({
    command: [process.execPath, 'train.js', String(n), String(ms)],
    cwd: workspace,
  }));
  const adding = await startCli(
    workspace,
    ['queue', 'add', '--stdin', '--sample', '0'],
    {},
    false,
    JSON.stringify(requests),
  );
  assert.equal((await adding.finished).code, 0, (await adding.finished).stderr);
  return workspace;
}

/** Kills the worker of a queue as a power cut would; whether there was one. */
function killWorker(workspace: string): boolean {
  const holder = readHolder(workerLockFile(workspace));
  if (holder === undefined || holder.pid === 0) return false;
  try {
    process.kill(holder.pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

const beginnings = (workspace: string): number[] =>
  read(workspace)
    .filter((line) => line.startsWith('begin'))
    .map((line) => Number(line.split(' ')[1]));

describe('the queue under faults', () => {
  after(removeTemporary);

  it('starts every run once, whenever its worker is killed', async () => {
    const count = 12;
    const workspace = await queueOf(count, 50);
    await queue(workspace, 'resume');
    let kills = 0;
    // A time that is another in each turn, over the whole of what a worker does for a run.
    for (let turn = 0; waitingFiles(workspace).length > 0 && turn < 200; turn += 1) {
      await delay(120 + ((turn * 73) % 420));
      if (killWorker(workspace)) kills += 1;
      await queue(workspace, 'resume');
    }
    await workedOff(workspace);
    assert.ok(kills > 5, `killed ${kills} times`);
    // The last recorder may be behind the worker, which had been killed meanwhile.
    await until('all have ended', () => endings(workspace).every((status) => status !== undefined));
    assert.deepEqual(endings(workspace), Array(count).fill('finished'));
    assert.deepEqual(beginnings(workspace), [...Array(count).keys()]);
  }).timeout(180_000);

  it('starts no run twice when several processes work on it', async () => {
    const workspace = await queueOf(8, 20);
    await queue(workspace, 'resume');
    await Promise.all([1, 2, 3, 4].map(() => cli(workspace, ['queue', 'work'])));
    await workedOff(workspace);
    assert.deepEqual(beginnings(workspace), [...Array(8).keys()]);
  }).timeout(60_000);

  it('goes on behind files that hold no run', async () => {
    const workspace = await queueOf(1, 0);
    const folder = path.join(workspace, '.trialbook', 'queue');
    const garbage = ['', '{"v":1,"specif', '[]', '{"v":2}', '{"v":1,"env":{},"specification":{"id":"x"}}'];
    for (const [n, text] of garbage.entries()) {
      writeFileSync(path.join(folder, `000000000000${n}-01JXSTRE00000000000000000${n}.json`), text);
    }
    writeFileSync(path.join(folder, 'notes.txt'), 'not ours');
    const before = await list(workspace);
    assert.deepEqual(
      before.waiting.map(({ unreadable = false }) => unreadable),
      [true, true, true, true, true, false],
    );
    await queue(workspace, 'resume');
    await until('the run ends', () => endings(workspace)[0] === 'finished');
    await until('the worker ends', () => readHolder(workerLockFile(workspace)) === undefined);
    assert.equal((await list(workspace)).waiting.length, garbage.length);
    await queue(workspace, 'remove', '01JXSTRE000000000000000000');
    assert.equal((await list(workspace)).waiting.length, garbage.length - 1);
  }).timeout(60_000);

  it('takes 500 runs, and lists and moves them', async () => {
    const workspace = await queueOf(500, 0);
    const { waiting } = await list(workspace);
    assert.deepEqual(
      waiting.map(({ arguments: words }) => Number(words[0])),
      [...Array(500).keys()],
    );
    await queue(workspace, 'move', waiting[499]!.id, '--first');
    assert.equal((await list(workspace)).waiting[0]?.id, waiting[499]?.id);
  }).timeout(60_000);

  it('says so when the folder may not be written', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) return this.skip();
    const workspace = workspaceWith({ 'train.js': LOGGING_SCRIPT });
    chmodSync(workspace, 0o500);
    const { code, stderr } = await cli(workspace, ['queue', 'add', '--', process.execPath, 'train.js']);
    chmodSync(workspace, 0o700);
    assert.equal(code, 1);
    assert.match(stderr, /could not be put in the queue: .* may not be written to/);
  });

  it('says so when a file is in its way', async () => {
    const workspace = workspaceWith({ 'train.js': LOGGING_SCRIPT, '.trialbook/queue': 'a file' });
    const { code, stderr } = await cli(workspace, ['queue', 'add', '--', process.execPath, 'train.js']);
    assert.equal(code, 1);
    assert.match(stderr, /holds a file where \.trialbook\/queue has to be a folder/);
  });

  it('pauses with a reason when no run can get a folder, and loses none', async () => {
    const workspace = await queueOf(3, 0);
    // As unwritable as can be, for root too.
    rmSync(path.join(workspace, '.trialbook', 'runs'), { recursive: true, force: true });
    writeFileSync(path.join(workspace, '.trialbook', 'runs'), 'in the way');
    await queue(workspace, 'resume');
    await until('it pauses', () => readFileSync(path.join(workspace, '.trialbook', 'queue', 'paused.json'), 'utf8'));
    const { paused, reason, waiting } = await list(workspace);
    assert.equal(paused, true);
    assert.match(reason ?? '', /folder/);
    assert.equal(waiting.length, 3);
    rmSync(path.join(workspace, '.trialbook', 'runs'));
    mkdirSync(path.join(workspace, '.trialbook', 'runs'));
    await queue(workspace, 'resume');
    await workedOff(workspace);
    assert.deepEqual(beginnings(workspace), [0, 1, 2]);
  }).timeout(60_000);

  it('waits while the disk is too full to say that it is paused, and goes on when there is space', async function () {
    const disk = SmallDisk.mount(4);
    if (disk === undefined) return this.skip();
    const workspace = disk.workspace.dir;
    try {
      const waiting = "setInterval(() => require('node:fs').existsSync('go') && process.exit(), 50);";
      writeFileSync(path.join(workspace, 'train.js'), `${LOGGING_SCRIPT}if (name === '0') ${waiting}`);
      await queue(workspace, 'set', '--parallel', '2');
      await add(workspace, ['0']);
      await until('the first trains', () => beginnings(workspace).length === 1);
      const worker = readHolder(workerLockFile(workspace))?.pid;
      // A link takes no space that would be free when it is removed.
      writeFileSync(path.join(workspace, 'pause'), '{}');
      symlinkSync(path.join(workspace, 'pause'), pauseFile(workspace));
      await add(workspace, ['1']);
      disk.fill();
      rmSync(pauseFile(workspace));
      await delay(4_000);
      assert.deepEqual([beginnings(workspace), readHolder(workerLockFile(workspace))?.pid], [[0], worker]);
      disk.free();
      writeFileSync(path.join(workspace, 'go'), '');
      await workedOff(workspace);
      assert.deepEqual(beginnings(workspace), [0, 1]);
    } finally {
      await disk.dispose();
    }
  }).timeout(60_000);

  it('kills a run that ignores every signal, after its time, and starts the next', async () => {
    if (process.platform === 'win32') return;
    const workspace = workspaceWith({
      'train.js':
        "for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => {});\n" +
        "require('node:fs').appendFileSync('log.txt', `begin ${process.argv[2]}\\n`); setInterval(() => {}, 1000);",
    });
    const first = await add(workspace, ['0'], ['--grace', '0.3']);
    await add(workspace, ['1'], ['--grace', '0.3']);
    await until('the first trains', () => beginnings(workspace).length === 1);
    await cli(workspace, ['stop', first]);
    await until('the second trains', () => beginnings(workspace).length === 2);
    assert.equal((finalStatus(recorderEvents(runFolders(workspace)[0]!)) as { status: string }).status, 'cancelled');
    await cli(workspace, ['stop', runFolders(workspace)[1]!.split(path.sep).at(-1)!]);
    await workedOff(workspace);
    assert.deepEqual(endings(workspace), ['cancelled', 'cancelled']);
  }).timeout(60_000);

  it('takes runs from several at once', async () => {
    const workspace = await queueOf(1, 0);
    await Promise.all([1, 2, 3].map((n) => add(workspace, [String(n), '0'])));
    assert.equal((await list(workspace)).waiting.length, 4);
    await queue(workspace, 'resume');
    await workedOff(workspace);
    assert.equal(beginnings(workspace).length, 4);
    assert.deepEqual(new Set(beginnings(workspace)), new Set([0, 1, 2, 3]));
  }).timeout(60_000);
});
