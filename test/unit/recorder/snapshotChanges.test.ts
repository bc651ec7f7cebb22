import assert from 'node:assert/strict';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hashBytes } from '../../../src/common/hashing';
import { objectPath } from '../../../src/common/workspaceFolder';
import { SnapshotCache } from '../../../src/common/snapshots/snapshotCache';
import type { LeftOutFile, SnapshotFile } from '../../../src/protocol/snapshotManifest';
import { SnapshotStore } from '../../../src/common/snapshots/snapshotStore';
import { SnapshotWalk } from '../../../src/common/snapshots/snapshotWalk';
import { CACHE, contentOf, fileOf, fileSystemTime, takeSnapshot } from './snapshotSupport';
import { removeTemporary, temporaryFolder, workspaceWith } from './support';

const X = { 'a.py': 'x = 1\n', 'pkg/b.py': 'x = 2\n' };

/** Clocks of file systems tick every few milliseconds. */
const tick = (): Promise<void> => delay(20);

/** Goes on with a walk after the start, and keeps what it finds. */
async function keepAll(workspace: string, walk: SnapshotWalk, since: number): Promise<(SnapshotFile | LeftOutFile)[]> {
  const store = new SnapshotStore(workspace, workspace, await SnapshotCache.read(workspace), since);
  return Promise.all((await walk.finish()).files.map((file) => store.keep(file)));
}

describe('a file that changes while a run starts', () => {
  after(removeTemporary);

  it('is uncertain when it changed after the start', async () => {
    const workspace = workspaceWith({ ...X, 'c.py': 'x = 3\n', 'd.py': 'x = 4\n', 'e.py': 'x = 5\n' });
    const at = (name: string): string => path.join(workspace, name);
    const walk = new SnapshotWalk(workspace);
    assert.ok(walk.advance(10_000));
    const since = fileSystemTime(temporaryFolder());
    writeFileSync(at('pkg/b.py'), 'x = 7\n');
    writeFileSync(at('c.py'), 'much longer\n');
    rmSync(at('d.py'));
    rmSync(at('e.py'));
    symlinkSync('/etc/passwd', at('e.py'));
    const [a, c, d, e, b] = await keepAll(workspace, walk, since);
    const object = (content: string): string => hashBytes(Buffer.from(content));
    assert.deepEqual(a, { path: 'a.py', mode: 0o644, size: 6, object: object('x = 1\n') });
    assert.deepEqual(b, { path: 'pkg/b.py', mode: 0o644, size: 6, object: object('x = 7\n'), uncertain: true });
    assert.deepEqual(c, { path: 'c.py', mode: 0o644, size: 12, object: object('much longer\n'), uncertain: true });
    assert.deepEqual(
      [d, e],
      [
        { path: 'd.py', reason: 'unreadable' },
        { path: 'e.py', reason: 'link' },
      ],
    );
  });

  it('is uncertain when it was first seen after the start, and changed at or after it', async () => {
    const workspace = workspaceWith(X);
    await tick();
    const since = fileSystemTime(temporaryFolder());
    const walk = new SnapshotWalk(workspace);
    await tick();
    writeFileSync(path.join(workspace, 'a.py'), 'x = 9\n');
    const files = await keepAll(workspace, walk, since);
    assert.deepEqual(
      files.map((file) => [file.path, (file as SnapshotFile).uncertain]),
      [
        ['a.py', true],
        ['pkg/b.py', undefined],
      ],
    );
  });

  it('does not hold the start up: a walk ends at its limit, and goes on later', async () => {
    const workspace = workspaceWith(
      Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`p${n % 30}/m${n}.py`, ''])),
    );
    const walk = new SnapshotWalk(workspace);
    // Each call looks at one file or folder at least.
    for (let i = 0; i < 500; i++) assert.equal(walk.advance(0), false);
    const { files } = await walk.finish();
    assert.equal(files.length, 3000);
    const late = files.filter((file) => file.late).length;
    assert.ok(late > 0 && late < 3000, `${late} late`);
  });
});

describe('what snapshots know of files', () => {
  after(removeTemporary);

  it('spares reading them again, as long as the content is stored', async () => {
    const workspace = workspaceWith(X);
    await tick();
    const first = await takeSnapshot(workspace);
    const cache = path.join(workspace, CACHE);
    // A wrong entry shows that it is believed.
    const b = fileOf(first, 'pkg/b.py').object;
    writeFileSync(cache, readFileSync(cache, 'utf8').replace(fileOf(first, 'a.py').object, b));
    assert.equal(fileOf(await takeSnapshot(workspace), 'a.py').object, b);
    // Without its content an entry is worth nothing.
    rmSync(objectPath(workspace, b));
    assert.equal(contentOf(workspace, fileOf(await takeSnapshot(workspace), 'a.py').object), 'x = 1\n');
  });

  it('is nothing of a file that changed, whatever its size and time of modification say', async () => {
    const workspace = workspaceWith(X);
    await tick();
    await takeSnapshot(workspace);
    const file = path.join(workspace, 'a.py');
    const { atime, mtime } = statSync(file);
    await tick();
    writeFileSync(file, 'x = 8\n');
    utimesSync(file, atime, mtime);
    await tick();
    assert.equal(contentOf(workspace, fileOf(await takeSnapshot(workspace), 'a.py').object), 'x = 8\n');
  });

  it('is nothing of a file that changed in the moment when it was stored', async () => {
    const workspace = workspaceWith(X);
    await tick();
    await takeSnapshot(workspace, () => writeFileSync(path.join(workspace, 'a.py'), 'x = 8\n'));
    const { files } = JSON.parse(readFileSync(path.join(workspace, CACHE), 'utf8')) as { files: object };
    assert.deepEqual(Object.keys(files), ['pkg/b.py']);
  });

  it('is nothing when it is damaged or cannot be written, and that costs a snapshot nothing', async () => {
    const workspace = workspaceWith(X);
    const first = await takeSnapshot(workspace);
    const cache = path.join(workspace, CACHE);
    const wrong = ['', '{', 'null', '[]', '{"version":1,"files":{"a.py":[1,2]}}', '{"version":2,"files":{}}'];
    for (const text of wrong) {
      writeFileSync(cache, text);
      assert.deepEqual((await takeSnapshot(workspace)).files, first.files, text);
    }
    rmSync(cache);
    mkdirSync(path.join(cache, 'in the way'), { recursive: true });
    assert.deepEqual((await takeSnapshot(workspace)).files, first.files);
    const left = readdirSync(path.join(workspace, '.trialbook')).filter((name) => name.includes('.tmp'));
    assert.deepEqual(left, []);
  });

  it('may be used by any number of recorders at once', async () => {
    const workspace = workspaceWith(
      Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`m${n}.py`, `x = ${n}\n`])),
    );
    await tick();
    const manifests = await Promise.all(Array.from({ length: 4 }, () => takeSnapshot(workspace)));
    for (const { files } of manifests) assert.deepEqual(files, manifests[0]?.files);
    const { files } = JSON.parse(readFileSync(path.join(workspace, CACHE), 'utf8')) as { files: object };
    assert.equal(Object.keys(files).length, 200);
  });
});

describe('secrets in the content of files', () => {
  after(removeTemporary);

  it('keep configuration out of a snapshot, every time', async () => {
    const secret = {
      'auth.json': '{"type": "account", "key": "-----BEGIN RSA PRIVATE KEY-----\\nMIIE"}',
      'hub.yaml': 'model: bert\nlogin: hf_abcdefghijklmnopqrstuvwxyz\n',
      'aws.cfg': '[default]\naws_access_key_id = X\naws_secret_access_key = Y\n',
      'db.toml': 'user = "me"\npassword = "pw"\n',
      'one.json': '{"username": "me", "api_key": "x"}',
    };
    const open = {
      'train.yaml': 'lr: 0.1\nhf_token: ${oc.env:HF_TOKEN}\n',
      'tokens.json': '{"pad_token": "<pad>", "eos_token": "</s>"}',
      'base.yaml': 'password_file: x\nlr: 1\n',
      'empty.json': '{}',
      'keys.py': 'KEY = "-----BEGIN PRIVATE KEY-----"\n',
    };
    const workspace = workspaceWith({ ...secret, ...open });
    await tick();
    for (const round of ['read', 'known']) {
      const manifest = await takeSnapshot(workspace);
      assert.deepEqual(
        manifest.files.map((file) => file.path),
        Object.keys(open).sort(),
        round,
      );
      assert.deepEqual(
        manifest.leftOut,
        Object.keys(secret)
          .sort()
          .map((name) => ({ path: name, reason: 'secret' })),
      );
      assert.throws(() => readFileSync(objectPath(workspace, hashBytes(Buffer.from(secret['db.toml'])))));
    }
  });
});
