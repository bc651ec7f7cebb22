import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { readManifest } from '../../../src/common/snapshots/manifestFile';
import type { SnapshotManifest } from '../../../src/protocol/snapshotManifest';
import { contentOf, fileOf } from './snapshotSupport';
import {
  cli,
  PYTHON_DIR,
  recorderEnded,
  recorderEvents,
  removeTemporary,
  runFolders,
  startCli,
  until,
} from './support';
import { workspaceWith } from './support';
import { snapshotIn } from '../snapshotOnDisk';

function words(command: string[], ...options: string[]): string[] {
  return ['run', '--python-dir', PYTHON_DIR, '--sample', '0', ...options, '--', ...command];
}

/** Tracks a command with the tracker; gives the snapshot when all is written. */
async function track(workspace: string, command: string[], ...options: string[]): Promise<SnapshotManifest> {
  const { code, stderr } = await cli(workspace, words(command, ...options));
  assert.equal(code, 0, stderr);
  const folder = runFolders(workspace).at(-1) ?? '';
  await recorderEnded(folder);
  return (await readManifest(folder))!;
}

function usedOf({ files }: SnapshotManifest): string[] {
  return files.filter((file) => file.used).map((file) => file.path);
}

const PACKAGE = {
  'pkg/__init__.py': '',
  'pkg/used.py': 'x = 1\n',
  'pkg/unused.py': '',
  'conf/base.yaml': 'lr: 1\n',
  'conf/other.yaml': '',
};
const READS = `import pkg.used\nopen('conf/base.yaml').read()\n`;

describe('the files that ran', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('are marked: the script, what it imports, the configuration that it reads', async () => {
    const workspace = workspaceWith({ ...PACKAGE, 'train.py': READS });
    for (const round of ['compiled', 'from cache']) {
      const manifest = await track(workspace, ['python3', 'train.py']);
      assert.deepEqual(usedOf(manifest), ['conf/base.yaml', 'pkg/__init__.py', 'pkg/used.py', 'train.py'], round);
      assert.equal(manifest.marked, true);
      assert.equal(manifest.files.length, 6);
      assert.ok(manifest.files.every((file) => file.uncertain === undefined));
    }
  });

  it('are those of processes below it too', async () => {
    const workspace = workspaceWith({
      ...PACKAGE,
      'child.py': READS,
      'train.py': `import subprocess, sys\nsubprocess.check_call([sys.executable, 'child.py'])\n`,
    });
    const used = usedOf(await track(workspace, ['python3', 'train.py']));
    assert.deepEqual(used, ['child.py', 'conf/base.yaml', 'pkg/__init__.py', 'pkg/used.py', 'train.py']);
  });

  it('are kept even where git ignores them, but no secret', async () => {
    const workspace = workspaceWith({
      '.gitignore': 'local.yaml\n*_pb2.py\n.env\n',
      'local.yaml': 'lr: 2\n',
      'model_pb2.py': 'x = 1\n',
      'other_pb2.py': 'x = 1\n',
      '.env': 'A=1',
      'keys.yaml': 'password: hunter2\n',
      'train.py': `import model_pb2\nfor name in ['local.yaml', '.env', 'keys.yaml']: open(name).read()\n`,
    });
    const manifest = await track(workspace, ['python3', 'train.py']);
    assert.deepEqual(usedOf(manifest), ['local.yaml', 'model_pb2.py', 'train.py']);
    assert.equal(contentOf(workspace, fileOf(manifest, 'local.yaml').object), 'lr: 2\n');
    assert.deepEqual(
      manifest.leftOut.map(({ path: name, reason }) => [name, reason]),
      [
        ['.env', 'secret'],
        ['keys.yaml', 'secret'],
        ['other_pb2.py', 'ignored'],
      ],
    );
  });

  it('are not kept where they lie behind a linked folder', async () => {
    const shared = workspaceWith({ 'x.py': 'x = 1\n', 'run.py': 'import x\n', 'base.yaml': 'lr: 1\n' });
    const workspace = workspaceWith({ 'train.py': `import lib.x\nopen('lib/base.yaml').read()\n` });
    symlinkSync(shared, path.join(workspace, 'lib'), 'junction');
    for (const script of ['train.py', 'lib/run.py']) {
      const { files, leftOut } = await track(workspace, ['python3', script]);
      assert.deepEqual(
        files.map((file) => file.path),
        ['train.py'],
      );
      assert.deepEqual(
        leftOut.map(({ path: name, reason }) => [name, reason]),
        [['lib', 'link']],
      );
    }
  });

  it('are no files that the training wrote before it read them', async () => {
    const workspace = workspaceWith({
      'out.json': '{}',
      'train.py': `open('out.json', 'w').write('{"a": 1}')\nopen('out.json').read()\n`,
    });
    assert.deepEqual(usedOf(await track(workspace, ['python3', 'train.py'])), ['train.py']);
  });

  it('are uncertain where they changed before they were read', async () => {
    const workspace = workspaceWith({
      'base.yaml': 'lr: 1\n',
      // Another program changes the file, which the tracker does not see.
      'train.py': `import os, time\ntime.sleep(1)\nos.system('echo lr: 3 >> base.yaml')\nopen('base.yaml').read()\n`,
    });
    const manifest = await track(workspace, ['python3', 'train.py']);
    const base = fileOf(manifest, 'base.yaml');
    assert.deepEqual([base.used, base.uncertain], [true, true]);
    assert.equal(contentOf(workspace, base.object), 'lr: 1\n');
    assert.equal(fileOf(manifest, 'train.py').uncertain, undefined);
  });

  it('are not known of other programs, save for the script', async () => {
    const workspace = workspaceWith({ ...PACKAGE, 'run.sh': 'cat conf/base.yaml\n' });
    const manifest = await track(workspace, ['sh', 'run.sh']);
    assert.deepEqual([usedOf(manifest), manifest.marked], [['run.sh'], undefined]);
  });

  it('are not known where opened files are not watched', async () => {
    const settings = '{"trialbook.tracker.opens": false}';
    const workspace = workspaceWith({ ...PACKAGE, 'train.py': READS, '.vscode/settings.json': settings });
    const manifest = await track(workspace, ['python3', 'train.py']);
    assert.deepEqual([usedOf(manifest), manifest.marked], [['train.py'], undefined]);
  });

  it('are marked while it runs: a recorder that is killed leaves the marks', async () => {
    const workspace = workspaceWith({ ...PACKAGE, 'train.py': `${READS}import time\ntime.sleep(60)\n` });
    const viewer = await startCli(workspace, words(['python3', 'train.py']));
    const folder = await until('the run', () => runFolders(workspace)[0]);
    const pids = await until('its processes', () => {
      const events = recorderEvents(folder);
      const training = events.find((event) => event.e === 'st');
      const recorder = events.find((event) => event.e === 'hello');
      return training?.e === 'st' && recorder?.e === 'hello' && { training: training.pid!, recorder: recorder.pid };
    });
    const read = (): SnapshotManifest => snapshotIn(folder);
    await until('marks', () => usedOf(read()).length === 4);
    process.kill(pids.recorder, 'SIGKILL');
    process.kill(pids.training, 'SIGKILL');
    await viewer.finished;
    assert.equal(usedOf(read()).length, 4);
  });
});
