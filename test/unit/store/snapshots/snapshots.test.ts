import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { objectPath, runDir } from '../../../../src/common/workspaceFolder';
import type { SnapshotDiff, SnapshotRef } from '../../../../src/protocol/snapshotsApi';
import { type OpenStore, runIdOf, TestWorkspace } from '../helpers';
import { appendRun, editManifest, recordCode, write } from './recordedCode';
import { writeSnapshotText } from '../../snapshotOnDisk';

const [A, B, C] = [runIdOf(1), runIdOf(2), runIdOf(3)];
const CODE = { 'train.py': 'a\nb\nc\n', 'pkg/used.py': 'x = 1\n', 'pkg/other.py': 'y = 1\n', 'conf.yaml': 'lr: 1\n' };
const USED = ['train.py', 'pkg/used.py', 'conf.yaml'];
const WORKSPACE: SnapshotRef = { workspace: true };

describe('the code of runs', function () {
  this.timeout(30_000);
  let workspace: TestWorkspace;
  let store: OpenStore;

  beforeEach(async () => {
    workspace = new TestWorkspace();
    store = await workspace.open();
    write(workspace, CODE);
  });
  afterEach(() => workspace.dispose());

  const diff = (left: SnapshotRef, right: SnapshotRef, used = true): Promise<SnapshotDiff> =>
    store.ask('diffSnapshots', { left, right, used });
  const names = ({ files }: SnapshotDiff): string[] => files.map(({ path: name, change }) => `${change} ${name}`);

  it('is told folder by folder', async () => {
    await recordCode(workspace, A, { used: USED });
    const facts = await store.ask('getSnapshot', { runId: A });
    assert.deepEqual([facts?.files, facts?.used, facts?.leftOut, facts?.leftOutTotal], [4, 3, [], 0]);
    const list = async (folder: string, more = {}): Promise<unknown> => {
      const found = await store.ask('listSnapshotFolder', { runId: A, folder, ...more });
      return found && [found.folders, found.files.map((file) => file.path), found.total];
    };
    assert.deepEqual(await list(''), [[{ name: 'pkg', files: 2 }], ['conf.yaml', 'train.py'], 2]);
    assert.deepEqual(await list('pkg/'), [[], ['pkg/other.py', 'pkg/used.py'], 2]);
    assert.deepEqual(await list('pkg/', { used: true }), [[], ['pkg/used.py'], 1]);
    assert.deepEqual(await list('', { offset: 1, limit: 1 }), [[{ name: 'pkg', files: 2 }], ['train.py'], 2]);
    assert.deepEqual(await list('nowhere/'), [[], [], 0]);
    const stat = (name: string): Promise<unknown> => store.ask('statSnapshotPath', { runId: A, path: name });
    assert.deepEqual(await stat('conf.yaml'), { kind: 'file', size: 6 });
    assert.deepEqual([await stat('pkg'), await stat('pk')], [{ kind: 'folder' }, null]);
  });

  it('is read as it was', async () => {
    const crlf = 'a\r\nb\rc';
    write(workspace, { 'crlf.py': crlf, 'größe 🦆.py': '"ü"\n' });
    await recordCode(workspace, A);
    write(workspace, { 'crlf.py': 'changed' });
    const read = async (name: string): Promise<string | null> => {
      const content = await store.ask('readSnapshotFile', { runId: A, path: name });
      return content && Buffer.from(content).toString();
    };
    assert.deepEqual(
      [await read('crlf.py'), await read('größe 🦆.py'), await read('absent.py')],
      [crlf, '"ü"\n', null],
    );
  });

  it('is that of the outer run for one inside it', async () => {
    await recordCode(workspace, A, { used: USED });
    appendRun(workspace, B, { parent: A });
    await store.refresh();
    assert.equal((await store.ask('getSnapshot', { runId: B }))?.files, 4);
    assert.equal((await store.ask('readSnapshotFile', { runId: B, path: 'conf.yaml' }))?.length, 6);
  });

  it('is none where there is no snapshot, or a wrong one', async () => {
    appendRun(workspace, A);
    await store.refresh();
    for (const text of ['', '{', 'null', '[]', '{"version":2,"files":[]}', '{"version":1}']) {
      writeSnapshotText(runDir(workspace.dir, A), text);
      assert.equal(await store.ask('getSnapshot', { runId: A }), null, text);
    }
    await assert.rejects(diff({ runId: A }, WORKSPACE), /no code snapshot/);
    for (const runId of ['..', '../../x', C]) assert.equal(await store.ask('getSnapshot', { runId }), null);
  });

  it('leads nowhere else, whatever an imported run says', async () => {
    await recordCode(workspace, A);
    editManifest(workspace, A, (manifest) => {
      const [first] = manifest.files;
      for (const name of ['../x.py', '/etc/passwd', 'a/../../b.py', '', 'a\0b']) {
        manifest.files.push({ ...first!, path: name });
      }
      manifest.files.push({ ...first!, path: 'ok.py', object: '../../../../etc/passwd' });
    });
    assert.equal((await store.ask('getSnapshot', { runId: A }))?.files, 4);
  });

  it('differs in the files that ran, and says that others differ', async () => {
    await recordCode(workspace, A, { used: USED });
    write(workspace, { 'train.py': 'a\nB\nc\nd\n', 'pkg/other.py': 'y = 2\n', 'new.py': 'n\n', 'conf.yaml': null });
    await recordCode(workspace, B, { used: ['train.py', 'pkg/used.py', 'new.py'] });
    const ran = await diff({ runId: A }, { runId: B });
    assert.deepEqual(names(ran), ['removed conf.yaml', 'added new.py', 'changed train.py']);
    assert.deepEqual([ran.onlyUsed, ran.others, ran.uncompared, ran.uncertain], [true, 1, [], []]);
    const all = await diff({ runId: A }, { runId: B }, false);
    assert.deepEqual(names(all).slice(3), ['changed pkg/other.py']);
    assert.deepEqual(
      [all.onlyUsed, all.others, all.files.map((file) => file.used)],
      [false, 0, [true, true, true, false]],
    );
  });

  it('shows all where it is not known of both what ran', async () => {
    await recordCode(workspace, A, { used: USED });
    write(workspace, { 'pkg/other.py': 'y = 2\n' });
    await recordCode(workspace, B);
    const all = await diff({ runId: A }, { runId: B });
    assert.deepEqual([names(all), all.onlyUsed], [['changed pkg/other.py'], false]);
  });

  it('is compared with the workspace as it is this moment', async () => {
    await recordCode(workspace, A, { used: USED });
    assert.deepEqual((await diff({ runId: A }, WORKSPACE)).files, []);
    write(workspace, { 'train.py': 'a\n', 'pkg/used.py': null, 'pkg/other.py': 'y = 2\n', 'new.py': 'n\n' });
    const ran = await diff({ runId: A }, WORKSPACE);
    assert.deepEqual([names(ran), ran.others], [['removed pkg/used.py', 'changed train.py'], null]);
    const all = names(await diff({ runId: A }, WORKSPACE, false));
    assert.deepEqual(all.slice(2), ['added new.py', 'changed pkg/other.py']);
    const reverse = await diff(WORKSPACE, { runId: A });
    assert.deepEqual(names(reverse), ['added pkg/used.py', 'changed train.py']);
  });

  it('tells a change of permissions from one of content', async function () {
    if (process.platform === 'win32') return this.skip();
    await recordCode(workspace, A, { used: USED });
    chmodSync(path.join(workspace.dir, 'train.py'), 0o755);
    assert.deepEqual(names(await diff({ runId: A }, WORKSPACE)), ['mode train.py']);
  });

  it('names what cannot be compared, with the reason', async function () {
    if (process.platform === 'win32') return this.skip();
    write(workspace, { '.env': 'A=1', '.gitignore': 'made/\n', 'made/x.py': '', 'a.py': 'a', 'b.py': 'b' });
    symlinkSync('a.py', path.join(workspace.dir, 'link.py'));
    await recordCode(workspace, A, { used: ['a.py'] });
    rmSync(path.join(workspace.dir, 'a.py'));
    symlinkSync('b.py', path.join(workspace.dir, 'a.py'));
    write(workspace, { 'b.py': 'token: hf_abcdefghijklmnopqrstuvwxyz\n', 'big.json': 'x'.repeat(2 ** 20 + 1) });
    const reasons = ({ uncompared }: SnapshotDiff): object =>
      Object.fromEntries(uncompared.map((one) => [one.path, one.reason]));
    assert.deepEqual(reasons(await diff({ runId: A }, WORKSPACE)), {
      '.env': 'secret',
      'a.py': 'link',
      'link.py': 'link',
    });
    const all = await diff({ runId: A }, WORKSPACE, false);
    const expected = { '.env': 'secret', 'a.py': 'link', 'link.py': 'link', 'big.json': 'too-large' };
    assert.deepEqual([reasons(all), names(all)], [expected, ['changed b.py']]);
  });

  it('names files that may have been others when they ran', async () => {
    await recordCode(workspace, A, { used: USED });
    editManifest(workspace, A, ({ files }) => {
      for (const file of files) if (file.path !== 'train.py') file.uncertain = true;
    });
    const { uncertain } = await diff({ runId: A }, WORKSPACE);
    assert.deepEqual(uncertain, ['conf.yaml', 'pkg/used.py']);
  });

  it('is neither shown nor compared where its content is gone or damaged', async () => {
    await recordCode(workspace, A, { used: USED });
    write(workspace, { 'train.py': 'T\n', 'conf.yaml': 'lr: 2\n' });
    const objectOf = async (name: string): Promise<string> => {
      const { files } = (await store.ask('listSnapshotFolder', { runId: A, folder: '' }))!;
      return objectPath(workspace.dir, files.find((file) => file.path === name)!.object);
    };
    rmSync(await objectOf('train.py'));
    writeFileSync(await objectOf('conf.yaml'), 'rubbish');
    const { files, uncompared } = await diff({ runId: A }, WORKSPACE);
    assert.deepEqual(files, []);
    assert.deepEqual(uncompared, [
      { path: 'conf.yaml', reason: 'damaged' },
      { path: 'train.py', reason: 'missing' },
    ]);
    const read = (name: string): Promise<unknown> => store.ask('readSnapshotFile', { runId: A, path: name });
    await assert.rejects(read('train.py'), /train.py cannot be shown: its content is no longer in/);
    await assert.rejects(read('conf.yaml'), /conf.yaml cannot be shown: .* is damaged/);
  });

  it('leaves the workspace and its cache as they are', async () => {
    await recordCode(workspace, A, { used: USED });
    write(workspace, { 'train.py': 'T\n' });
    const list = (): string[] => readdirSync(path.join(workspace.dir, '.trialbook', 'objects')).sort();
    const before = list();
    await diff({ runId: A }, WORKSPACE, false);
    assert.deepEqual(list(), before);
  });

  it('is compared within a moment, though it is much', async () => {
    mkdirSync(path.join(workspace.dir, 'many'));
    const text = (n: number): string => Array.from({ length: 100 }, (_, line) => `x${line} = ${n}\n`).join('');
    write(workspace, Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`many/m${n}.py`, text(n)])));
    await recordCode(workspace, A, { used: [] });
    for (let n = 0; n < 10; n++) write(workspace, { [`many/m${n}.py`]: text(n + 1000) });
    const start = performance.now();
    assert.equal((await diff({ runId: A }, WORKSPACE, false)).files.length, 10);
    const took = performance.now() - start;
    // A quarter of a second is what the editor leaves of the aim; a busy machine may take longer.
    assert.ok(took < 1500, `${took} ms`);
  });
});

describe('the run before', () => {
  let workspace: TestWorkspace;
  let store: OpenStore;
  before(async () => {
    workspace = new TestWorkspace();
    const ids = Array.from({ length: 8 }, (_, n) => runIdOf(n));
    appendRun(workspace, ids[0]!, { script: 'train.py' });
    appendRun(workspace, ids[1]!, { script: 'other.py' });
    appendRun(workspace, ids[2]!, { script: 'train.py', parent: ids[1]! });
    appendRun(workspace, ids[3]!, { script: 'train.py' });
    appendRun(workspace, ids[4]!, { parent: ids[3]! });
    appendRun(workspace, ids[5]!, { command: ['make', 'a'] });
    appendRun(workspace, ids[6]!, { command: ['make', 'b'] });
    appendRun(workspace, ids[7]!, { command: ['make', 'a'] });
    store = await (await workspace.open()).refresh();
  });
  after(() => workspace.dispose());

  const previous = async (n: number): Promise<string | undefined> =>
    (await store.ask('previousRun', { runId: runIdOf(n) }))?.id;

  it('ran the same script, or without one the same command', async () => {
    assert.deepEqual([await previous(3), await previous(0), await previous(1)], [runIdOf(0), undefined, undefined]);
    assert.deepEqual([await previous(7), await previous(6)], [runIdOf(5), undefined]);
  });

  it('is that before the outermost run, for one inside it', async () => {
    assert.equal(await previous(4), runIdOf(0));
  });

  it('is none that lies in the trash', async () => {
    await store.ask('trashRuns', { runIds: [runIdOf(0)] });
    assert.equal(await previous(3), undefined);
    await store.ask('restoreRuns', { runIds: [runIdOf(0)] });
    assert.equal(await previous(3), runIdOf(0));
  });
});
