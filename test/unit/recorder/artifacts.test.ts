import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hashBytes } from '../../../src/common/hashing';
import type { ShownRun } from '../../../src/protocol/commandLine';
import {
  bare,
  cli,
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

/** Lines of a script that send an event as a library's hook does. */
const SAY = `
import json, os
def say(**event):
    with open(os.environ['TRIALBOOK_RUN_DIR'] + '/more.jsonl', 'a') as events:
        events.write(json.dumps(event) + '\\n')
def wrote(path, **more):
    say(e='open', path=os.path.abspath(path), mode='w', **more)
`;

async function train(workspace: string, ...options: string[]): Promise<{ folder: string; events: object[] }> {
  await cli(workspace, ['run', '--python-dir', PYTHON_DIR, ...options, '--', 'python3', 'train.py']);
  const folder = runFolders(workspace).at(-1) ?? '';
  const events = await recorderEnded(folder);
  return { folder, events: bare(events.filter((event) => ['ds', 'art', 'warn'].includes(event.e))) };
}

function digest(content: string): string {
  return hashBytes(Buffer.from(content));
}

describe('artifacts', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('are what a library says that they are, and keep its name', async () => {
    const script = `${SAY}
for name in ('net.bin', 'plot.png', 'model.json'):
    open(name, 'w').write(name)
wrote('net.bin', kind='model', src='torch')
wrote('plot.png', kind='figure', src='matplotlib')
`;
    const { events } = await train(workspaceWith({ 'train.py': script }), '--copy-below', '0');
    const art = (name: string, kind: string, src?: string): object => {
      return { e: 'art', path: name, kind, size: name.length, digest: digest(name), ...(src && { src }) };
    };
    assert.deepEqual(events, [
      art('model.json', 'model'),
      art('net.bin', 'model', 'torch'),
      art('plot.png', 'file', 'matplotlib'),
    ]);
  });

  it('are copied below the limit, or when the script asks for it', async () => {
    const script = `${SAY}
os.mkdir('out')
open('out/small.txt', 'w').write('small')
open('large.txt', 'w').write('x' * 100)
open('asked.txt', 'w').write('y' * 100)
wrote('asked.txt', keep=True)
`;
    const workspace = workspaceWith({ 'train.py': script });
    const { folder, events } = await train(workspace, '--copy-below', '100');
    const copies = events.map((event) => [(event as { path: string }).path, (event as { copy?: string }).copy]);
    assert.deepEqual(copies, [
      ['asked.txt', 'artifacts/asked.txt'],
      ['large.txt', undefined],
      ['out/small.txt', 'artifacts/out/small.txt'],
    ]);
    // A later run that writes over the file leaves the copy as it was.
    writeFileSync(path.join(workspace, 'out/small.txt'), 'other');
    assert.equal(readFileSync(path.join(folder, 'artifacts/out/small.txt'), 'utf8'), 'small');
    const [, , small] = events as { digest: string }[];
    assert.equal(small?.digest, digest('small'));
    const shown = JSON.parse((await cli(workspace, ['show', path.basename(folder), '--json'])).stdout) as ShownRun;
    assert.equal(shown.artifacts.find((one) => one.path === 'asked.txt')?.copy, 'artifacts/asked.txt');
  });

  it('are copied by the setting of the workspace, and never where it is 0', async () => {
    const script = "open('a.txt', 'w').write('a' * 2000)\n";
    for (const [mebibytes, copied] of [
      [0.001, false],
      [0.002, true],
      [0, false],
    ] as const) {
      const settings = JSON.stringify({ 'trialbook.artifacts.copyBelow': mebibytes });
      const workspace = workspaceWith({ 'train.py': script, '.vscode/settings.json': settings });
      const { folder } = await train(workspace);
      assert.equal(existsSync(path.join(folder, 'artifacts/a.txt')), copied, String(mebibytes));
    }
  });

  it('are what the script put into the run folder, too', async () => {
    const script = `${SAY}
os.makedirs(os.environ['TRIALBOOK_RUN_DIR'] + '/artifacts/figures')
open(os.environ['TRIALBOOK_RUN_DIR'] + '/artifacts/figures/roc.png', 'w').write('figure')
open(os.environ['TRIALBOOK_RUN_DIR'] + '/artifacts/model.pt', 'w').write('own')
open('model.pt', 'w').write('of the workspace')
`;
    const { folder, events } = await train(workspaceWith({ 'train.py': script }));
    const of = (name: string, kind: string, content: string): object => {
      return { e: 'art', path: name, kind, size: content.length, digest: digest(content), copy: `artifacts/${name}` };
    };
    assert.deepEqual(events, [of('figures/roc.png', 'file', 'figure'), of('model.pt', 'model', 'own')]);
    assert.equal(readFileSync(path.join(folder, 'artifacts/model.pt'), 'utf8'), 'own');
  });

  it('are never copied over what the script put there, or where its links lead', async () => {
    const script = `${SAY}
folder = os.environ['TRIALBOOK_RUN_DIR'] + '/artifacts'
os.mkdir(folder)
os.symlink(os.path.abspath('precious.txt'), folder + '/a.txt')
open('a.txt', 'w').write('new')
`;
    const workspace = workspaceWith({ 'train.py': script, 'precious.txt': 'old' });
    const { events } = await train(workspace);
    assert.equal(readFileSync(path.join(workspace, 'precious.txt'), 'utf8'), 'old');
    assert.deepEqual(events.at(-1), { e: 'art', path: 'a.txt', kind: 'file', size: 3, digest: digest('new') });
  });

  it('that hold secrets are not recorded, whoever names them', async () => {
    const script = `${SAY}open('.env', 'w').write('KEY=1')\nwrote('.env', kind='model', keep=True)\n`;
    const { folder, events } = await train(workspaceWith({ 'train.py': script }));
    assert.deepEqual(events, []);
    assert.ok(!existsSync(path.join(folder, 'artifacts')));
  });

  it('are not copied beyond 1 GiB a run, with one warning, but for those asked for', async function () {
    const { bavail, bsize } = statfsSync(temporaryFolder());
    if (bavail * bsize < 4 * 1024 ** 3) return this.skip(); // The disk has no room for two gibibytes.
    const script = `${SAY}
for name in 'abcz':
    with open(name + '.dat', 'wb') as file:
        file.truncate(400 << 20)
wrote('z.dat', keep=True)
`;
    const { events } = await train(workspaceWith({ 'train.py': script }), '--copy-below', String(1024 ** 3));
    const copied = events.map(
      (event) => (event as { copy?: string; code?: string }).copy ?? (event as { code?: string }).code,
    );
    assert.deepEqual(copied, ['artifacts/a.dat', 'artifacts/b.dat', 'copies-capped', undefined, 'artifacts/z.dat']);
  });

  it('are recorded without a copy when the disk is full', async function () {
    const workspace = workspaceWith({
      'train.py': "open('a.bin', 'wb').write(b'a' * 3_000_000)\nopen('b.txt', 'w').write('b')\n",
    });
    const disk = path.join(workspace, '.trialbook');
    try {
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      return this.skip(); // Mounting a small disk is not permitted here.
    }
    try {
      const { folder, events } = await train(workspace);
      assert.deepEqual(events, [
        { e: 'warn', code: 'copy-failed', message: 'a.bin was not copied: the disk is full' },
        { e: 'art', path: 'a.bin', kind: 'file', size: 3_000_000, digest: digest('a'.repeat(3_000_000)) },
        { e: 'art', path: 'b.txt', kind: 'file', size: 1, digest: digest('b') },
      ]);
      assert.ok(!existsSync(path.join(folder, 'artifacts/a.bin')));
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  });
});

describe('inputs', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('are data where a library says so, whatever their name', async () => {
    const script = `${SAY}
stat = os.stat('params.yaml')
say(e='open', path=os.path.abspath('params.yaml'), mode='r', size=stat.st_size, mtime=stat.st_mtime_ns / 1e6, kind='data', src='pandas')
`;
    const workspace = workspaceWith({ 'train.py': script, 'params.yaml': 'a: 1\n' });
    const { events } = await train(workspace);
    assert.deepEqual(events, [{ e: 'ds', path: 'params.yaml', size: 5, digest: digest('a: 1\n') }]);
  });

  it('are data of other places, uncertain where nothing names their content', async () => {
    const script = `${SAY}
for _ in range(2):
    say(e='in', uri='s3://bucket/train.csv', version='"etag"', src='pandas')
    say(e='in', uri='hf://datasets/mnist', src='datasets')
`;
    const { events } = await train(workspaceWith({ 'train.py': script }));
    assert.deepEqual(events, [
      { e: 'ds', path: 's3://bucket/train.csv', size: 0, digest: digest('s3://bucket/train.csv\n"etag"') },
      { e: 'ds', path: 'hf://datasets/mnist', size: 0, digest: digest('hf://datasets/mnist\n'), uncertain: true },
    ]);
  });

  it('beyond 64 MiB are hashed after the end alone, uncertain where they changed before it', async () => {
    const workspace = workspaceWith({
      'train.py': `
open('small.dat', 'rb').read()
open('large.dat', 'rb').read(1)
open('grown.dat', 'rb').read(1)
import time
print('read', flush=True)
import os
while not os.path.exists('go'): time.sleep(0.02)
with open('grown.dat', 'ab') as file: file.write(b'more')
`,
    });
    for (const [name, mebibytes] of [
      ['small.dat', 1],
      ['large.dat', 65],
      ['grown.dat', 65],
    ] as const) {
      writeFileSync(path.join(workspace, name), '');
      truncateSync(path.join(workspace, name), mebibytes * 1024 * 1024);
    }
    const words = ['run', '--python-dir', PYTHON_DIR, '--', 'python3', 'train.py'];
    const viewer = await startCli(workspace, words);
    await until('it has read', () => viewer.stdout().includes('read'));
    const [folder = ''] = runFolders(workspace);
    const inputs = (): string[] => recorderEvents(folder).flatMap((event) => (event.e === 'ds' ? event.path : []));
    await until('the small one', () => inputs().includes('small.dat'));
    await delay(1_500);
    assert.deepEqual(inputs(), ['small.dat']);
    writeFileSync(path.join(workspace, 'go'), '');
    await viewer.finished;
    const events = await recorderEnded(folder);
    const found = events.flatMap((event) => (event.e === 'ds' ? [[event.path, event.uncertain === true]] : []));
    assert.deepEqual(found, [
      ['small.dat', false],
      ['large.dat', false],
      ['grown.dat', true],
    ]);
  });
});

describe('a run whose recorder is killed', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('is lost, with what is known of it', async () => {
    const workspace = workspaceWith();
    const viewer = await startCli(workspace, runWords(['sh', '-c', 'echo "::metric a=1"; echo $PPID; sleep 3 & wait']));
    const recorder = await until('the recorder', () => /^\d+$/m.exec(viewer.stdout())?.[0]);
    process.kill(Number(recorder), 'SIGKILL');
    const { code, stderr } = await viewer.finished;
    assert.equal(code, 1);
    assert.match(stderr, /was lost: its recorder ended/);
    const [folder = ''] = runFolders(workspace);
    const shown = JSON.parse((await cli(workspace, ['show', path.basename(folder), '--json'])).stdout) as ShownRun;
    assert.deepEqual(
      [shown.status, shown.endedAt, shown.failure, shown.metrics.map((metric) => metric.last)],
      ['lost', null, null, [1]],
    );
  });
});
