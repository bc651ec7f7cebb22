import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TensorboardFiles } from '../../../../src/recorder/tensorboard/tensorboardFiles';
import {
  allEvents,
  bare,
  cli,
  PYTHON_DIR,
  recorderEnded,
  removeTemporary,
  runFolders,
  runWords,
  startCli,
  temporaryFolder,
  until,
  workspaceWith,
} from '../support';
import { scalar } from './records';

const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url));

/** What the recorder made of TensorBoard's files, in its file for them. */
function tensorboardEvents(runDir: string): object[] {
  const files = allEvents(runDir).filter((events) =>
    events.some((event) => 'src' in event && event.src === 'tensorboard'),
  );
  assert.ok(files.length <= 1, 'one file');
  return bare((files[0] ?? []).filter((event) => event.e === 'm' || event.e === 'p'));
}

function metric(k: string, v: number | string, s: number): object {
  return { e: 'm', k, v, s, src: 'tensorboard' };
}

/** A script that appends files of `parts` to an event file, one after the other, and waits for `go` before it ends. */
function writerScript(file: string, parts: number): string {
  return `
import os, time
os.makedirs(os.path.dirname('${file}'), exist_ok=True)
with open('${file}', 'wb') as log:
    for i in range(${parts}):
        log.write(open('parts/%d' % i, 'rb').read())
        log.flush()
        time.sleep(0.02)
    print('written', flush=True)
    while not os.path.exists('go'):
        time.sleep(0.02)
`;
}

function writeParts(workspace: string, parts: Buffer[]): void {
  mkdirSync(path.join(workspace, 'parts'));
  parts.forEach((part, i) => writeFileSync(path.join(workspace, 'parts', String(i)), part));
}

describe("TensorBoard's files of a run", function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('become metrics while it runs, in a file of their own, though they come torn', async () => {
    const file = 'logs/events.out.tfevents.1767225600.host.1';
    const workspace = workspaceWith({ 'train.py': writerScript(file, 3) });
    const bytes = Buffer.concat([scalar('loss', 0.1, 1, 1767225600.25), scalar('loss', 0.05, 2)]);
    writeParts(workspace, [bytes.subarray(0, 20), bytes.subarray(20, 90), bytes.subarray(90)]);
    const words = ['run', '--python-dir', PYTHON_DIR, '--', 'python3', 'train.py'];
    const viewer = await startCli(workspace, words);
    const folder = await until('the run folder', () => runFolders(workspace)[0]);
    const expected = [metric('loss', 0.1, 1), metric('loss', 0.05, 2)];
    await until('both points, before the end', () => tensorboardEvents(folder).length === 2);
    writeFileSync(path.join(workspace, 'go'), '');
    assert.equal((await viewer.finished).code, 0);
    await recorderEnded(folder);
    assert.deepEqual(tensorboardEvents(folder), expected);
    const events = allEvents(folder).flat();
    assert.equal(events.find((event) => event.e === 'm' && event.k === 'loss')?.t, 1767225600_250000);
  });

  it('are found without a tracker too, by the folders that TensorBoard shows as runs', async () => {
    const workspace = workspaceWith();
    writeFileSync(path.join(workspace, 'source'), Buffer.concat([scalar('loss', 0.5, 1)]));
    const script = `mkdir -p logs/gen logs/disc; cp source logs/gen/events.out.tfevents.1.a; cp source logs/disc/events.out.tfevents.1.b`;
    const { code } = await cli(workspace, runWords(['sh', '-c', script]));
    assert.equal(code, 0);
    const [folder = ''] = runFolders(workspace);
    await recorderEnded(folder);
    // TensorBoard would show a copy as another run.
    assert.ok(!existsSync(path.join(folder, 'artifacts/logs')));
    const keys = tensorboardEvents(folder).map((event) => (event as { k: string }).k);
    assert.deepEqual(keys.sort(), ['disc/loss', 'gen/loss']);
  });

  it('leave out what another source of the tracker has, and hide secrets of hyperparameters', async () => {
    const workspace = workspaceWith({
      'train.py': `
import os, shutil
with open(os.environ['TRIALBOOK_RUN_DIR'] + '/more.jsonl', 'w') as events:
    events.write('{"e":"dup","k":"accuracy","src":"tensorboard","of":"keras"}\\n')
open('logs.tfevents.1', 'wb').write(open('fixture', 'rb').read())
`,
    });
    copyFileSync(path.join(FIXTURES, 'hparams.tfevents.1'), path.join(workspace, 'fixture'));
    await cli(workspace, ['run', '--python-dir', PYTHON_DIR, '--', 'python3', 'train.py']);
    const [folder = ''] = runFolders(workspace);
    await recorderEnded(folder);
    const params = tensorboardEvents(folder) as { k: string; v: unknown }[];
    assert.deepEqual(Object.fromEntries(params.map(({ k, v }) => [k, v])), {
      lr: 0.1,
      optimizer: 'adam',
      nesterov: true,
      api_key: '***',
    });
    for (const events of allEvents(folder)) assert.ok(!JSON.stringify(events).includes('not for any'));
  });

  it('cost a warning where they are damaged', async () => {
    const workspace = workspaceWith();
    const damaged = scalar('loss', 0.5, 1);
    damaged.writeUInt8(77, 14);
    writeFileSync(path.join(workspace, 'source'), Buffer.concat([damaged, damaged, scalar('loss', 0.25, 2)]));
    await cli(workspace, runWords(['sh', '-c', 'cp source a.tfevents.1']));
    const [folder = ''] = runFolders(workspace);
    const events = await recorderEnded(folder);
    assert.deepEqual(tensorboardEvents(folder), [metric('loss', 0.25, 2)]);
    const message = "A part of TensorBoard's file a.tfevents.1 is damaged: it was left out.";
    assert.deepEqual(bare(events.filter((event) => event.e === 'warn')), [
      { e: 'warn', code: 'tensorboard-damaged', message },
    ]);
    assert.ok(readFileSync(path.join(workspace, 'a.tfevents.1')).length > 0);
  });
});

describe("TensorBoard's files on a full disk", function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('are recorded once there is room, each point once', async function () {
    const disk = temporaryFolder();
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      return this.skip(); // Mounting a small disk is not permitted here.
    }
    try {
      const file = path.join(temporaryFolder(), 'a.tfevents.1');
      const steps = Array.from({ length: 500 }, (_, i) => i);
      writeFileSync(file, Buffer.concat(steps.map((step) => scalar('loss', step, step))));
      const seen: unknown[] = [];
      const files = new TensorboardFiles(disk, {
        point: (point) => seen.push(point.s),
        problem: (_code, message) => assert.fail(message),
      });
      files.add(file);
      await files.read();
      await delay(2_100);
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(path.join(disk, 'filler'), Buffer.alloc(bavail * bsize - 2 * bsize));
      files.emit();
      assert.ok(seen.length > 0 && seen.length < 500, `${seen.length} points fit`);
      rmSync(path.join(disk, 'filler'));
      files.close();
      assert.deepEqual(seen, steps);
      const written = allEvents(disk).flat();
      assert.deepEqual(
        written.flatMap((event) => (event.e === 'm' ? [event.s] : [])),
        steps,
      );
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });
});
