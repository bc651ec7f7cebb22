import assert from 'node:assert/strict';
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { readManifest } from '../../../src/common/snapshots/manifestFile';
import { SnapshotWalk } from '../../../src/common/snapshots/snapshotWalk';
import { Snapshot } from '../../../src/recorder/snapshot';
import { contentOf, contentsOf, fileOf, fileSystemTime, specificationOf, takeSnapshot } from './snapshotSupport';
import { removeTemporary, temporaryFolder, workspaceWith } from './support';

const X = 'x = 1\n';

describe('a snapshot of odd files', function () {
  this.timeout(60_000);
  after(removeTemporary);

  it('keeps every byte, whatever the line ends', async () => {
    const contents = {
      'crlf.py': 'a\r\nb\r\n',
      'cr.py': 'a\rb\r',
      'open.py': 'no newline',
      'empty.py': '',
      'bom.py': '\uFEFFx = 1\n',
    };
    const workspace = workspaceWith(contents);
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
    writeFileSync(path.join(workspace, 'binary.json'), bytes);
    const manifest = await takeSnapshot(workspace);
    for (const [name, content] of Object.entries(contents)) {
      assert.equal(contentOf(workspace, fileOf(manifest, name).object), content, name);
    }
    assert.equal(contentOf(workspace, fileOf(manifest, 'binary.json').object), bytes.toString());
  });

  it('keeps names of every kind apart', async () => {
    const [composed, decomposed] = ['caf\u00e9.py', 'cafe\u0301.py'];
    const names = ['with space.py', '🦆.py', `quote's.py`, '-dash.py', '#hash.py', '!bang.py', composed];
    if (process.platform === 'linux') names.push(decomposed, 'new\nline.py', '"double".py', 'back\\slash.py', 'a:b.py');
    const workspace = workspaceWith(
      Object.fromEntries(names.map((name) => [name, `name = ${JSON.stringify(name)}\n`])),
    );
    const manifest = await takeSnapshot(workspace);
    assert.deepEqual(contentsOf(manifest), { files: names.toSorted(), leftOut: {} });
    for (const name of names) {
      assert.equal(contentOf(workspace, fileOf(manifest, name).object), `name = ${JSON.stringify(name)}\n`);
    }
  });

  it('lists names that are no text', async function () {
    if (process.platform !== 'linux') return this.skip();
    const workspace = workspaceWith({ 'a.py': X });
    const at = (name: string): Buffer => Buffer.concat([Buffer.from(`${workspace}/`), Buffer.from(name, 'latin1')]);
    writeFileSync(at('\xff.py'), X);
    mkdirSync(at('\xfe'));
    assert.deepEqual(contentsOf(await takeSnapshot(workspace)), {
      files: ['a.py'],
      leftOut: { '\uFFFD.py': 'unreadable', '\uFFFD/': 'unreadable' },
    });
  });

  it('lists what is too large at once, and reads nothing of it', async () => {
    const workspace = workspaceWith({ 'a.py': X, 'huge.py': '' });
    truncateSync(path.join(workspace, 'huge.py'), 2 * 1024 ** 3);
    const start = performance.now();
    assert.deepEqual(contentsOf(await takeSnapshot(workspace)), {
      files: ['a.py'],
      leftOut: { 'huge.py': 'too-large' },
    });
    assert.ok(performance.now() - start < 5_000);
  });

  it('is not made to read what is too large by the command that names it', async () => {
    const workspace = workspaceWith();
    const script = path.join(workspace, 'huge.py');
    const fd = openSync(script, 'w');
    ftruncateSync(fd, 2 * 1024 ** 3);
    closeSync(fd);
    const runDir = temporaryFolder();
    const snapshot = new Snapshot(specificationOf(workspace, ['python3', 'huge.py']), runDir, script, Date.now());
    await snapshot.capture();
    const manifest = await readManifest(runDir);
    assert.deepEqual(manifest?.leftOut, [{ path: 'huge.py', reason: 'too-large' }]);
  });

  it('lists what cannot be read', async function () {
    if (process.platform === 'win32') return this.skip();
    const workspace = workspaceWith({ 'a.py': X, 'closed.py': X, 'shut/b.py': X });
    chmodSync(path.join(workspace, 'closed.py'), 0);
    chmodSync(path.join(workspace, 'shut'), 0);
    chmodSync(workspace, 0o777);
    mkdirSync(path.join(workspace, '.trialbook'), { mode: 0o777 });
    chmodSync(path.join(workspace, '.trialbook'), 0o777);
    const manifest = await asNobody(() => takeSnapshot(workspace));
    chmodSync(path.join(workspace, 'shut'), 0o755);
    assert.deepEqual(contentsOf(manifest), {
      files: ['a.py'],
      leftOut: { 'closed.py': 'unreadable', 'shut/': 'unreadable' },
    });
  });

  it('follows no link, and lists those to code and to folders', async function () {
    if (process.platform === 'win32') return this.skip();
    const outside = workspaceWith({ 'secret.py': X, 'data.csv': '1' });
    const workspace = workspaceWith({ 'a.py': X, 'pkg/b.py': X });
    const link = (to: string, name: string): void => symlinkSync(to, path.join(workspace, name));
    link('a.py', 'inside.py');
    link(path.join(outside, 'secret.py'), 'out.py');
    link(outside, 'shared');
    link('..', 'pkg/up');
    link('loop.py', 'loop.py');
    link('nowhere.py', 'broken.py');
    link(path.join(outside, 'data.csv'), 'data.csv');
    assert.deepEqual(contentsOf(await takeSnapshot(workspace)), {
      files: ['a.py', 'pkg/b.py'],
      leftOut: Object.fromEntries(
        ['inside.py', 'out.py', 'shared', 'pkg/up', 'loop.py', 'broken.py'].map((name) => [name, 'link']),
      ),
    });
  });

  it('passes by installed packages under any name, and takes a folder that is merely called env', async () => {
    const workspace = workspaceWith({
      'a.py': X,
      'env/cartpole.py': X,
      'mine/pyvenv.cfg': '',
      'mine/lib/x.py': X,
      'forge/conda-meta/history': '',
      'forge/lib/python3.11/os.py': X,
    });
    assert.deepEqual(contentsOf(await takeSnapshot(workspace)), { files: ['a.py', 'env/cartpole.py'], leftOut: {} });
  });
});

describe('a snapshot of very much', function () {
  this.timeout(120_000);
  after(removeTemporary);

  it('has an end in all, and lists what lies farthest from the workspace folder', async () => {
    const workspace = workspaceWith({ 'a.py': X, 'pkg/b.py': X, 'pkg/deep/c.py': X, 'pkg/deep/d.py': X });
    const walk = async (limits: { files: number; bytes: number }): Promise<object> => {
      const { files, leftOut, leftOutTotal } = await new SnapshotWalk(workspace, limits).finish();
      return [files.map((file) => file.path), leftOut.map((one) => `${one.path} ${one.reason}`), leftOutTotal];
    };
    const expected = [['a.py', 'pkg/b.py'], ['pkg/deep/c.py too-many', 'pkg/deep/d.py too-many'], 2];
    assert.deepEqual(await walk({ files: 2, bytes: 1000 }), expected);
    assert.deepEqual(await walk({ files: 100, bytes: 13 }), expected);
  });

  it('does not hold up the start of the training, though there are 50,000 files', async () => {
    const workspace = temporaryFolder();
    for (let folder = 0; folder < 500; folder++) {
      const dir = path.join(workspace, `p${folder}`);
      mkdirSync(dir);
      for (let file = 0; file < 100; file++) writeFileSync(path.join(dir, `m${file}.py`), X);
    }
    mkdirSync(path.join(workspace, '.trialbook'));
    const runDir = temporaryFolder();
    const start = performance.now();
    const snapshot = new Snapshot(specificationOf(workspace), runDir, undefined, fileSystemTime(runDir));
    const waited = performance.now() - start;
    // 80 ms are allowed; a busy machine may take the processor away meanwhile.
    assert.ok(waited < 250, `${waited} ms`);
    await snapshot.capture();
    const manifest = await readManifest(runDir);
    assert.equal(manifest?.files.length, 5_000);
    assert.equal(manifest?.leftOut.length, 1_000);
    assert.equal(manifest?.leftOutTotal, 45_000);
    assert.ok(manifest?.leftOut.every(({ reason }) => reason === 'too-many'));
    rmSync(workspace, { recursive: true });
  });
});

/** Does something as a user who is not root: root may read everything. */
async function asNobody<T>(action: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return action();
  process.seteuid?.(65_534);
  try {
    return await action();
  } finally {
    process.seteuid?.(0);
  }
}
