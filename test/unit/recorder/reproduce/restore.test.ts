import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { objectPath } from '../../../../src/common/workspaceFolder';
import type { UndoneRestore, WorkspaceRestore } from '../../../../src/protocol/reproduction';
import { cli, removeTemporary, startCli, temporaryFolder, workspaceWith } from '../support';
import { editSnapshot, FILES, json, read, record, refusal, write } from './support';

const COMMAND = ['python3', 'train.py'];

describe('trialbook restore', function () {
  this.timeout(120_000);
  after(removeTemporary);

  let workspace: string;
  let id: string;
  beforeEach(async () => {
    workspace = workspaceWith(FILES);
    chmodSync(path.join(workspace, 'model.py'), 0o750);
    id = await record(workspace, COMMAND);
  });

  const restore = (...options: string[]): Promise<WorkspaceRestore> =>
    json<WorkspaceRestore>(workspace, ['restore', id, '--into-workspace', ...options, '--json']);
  const refused = (...options: string[]): Promise<string> =>
    refusal(workspace, ['restore', id, '--into-workspace', ...options]);

  it('puts files back into the workspace, keeps what it replaces, and undoes that', async () => {
    write(workspace, 'model.py', 'edited');
    rmSync(path.join(workspace, 'config'), { recursive: true });
    write(workspace, 'later.py', 'new');
    const planned = await restore('--dry-run');
    assert.deepEqual([planned.id, planned.overwritten, planned.created], [null, ['model.py'], ['config/net.json']]);
    assert.equal(read(workspace, 'model.py'), 'edited', 'a dry run writes nothing');
    const done = await restore();
    assert.deepEqual({ ...done, id: null }, planned);
    assert.equal(read(workspace, 'model.py'), FILES['model.py']);
    assert.equal(statSync(path.join(workspace, 'model.py')).mode & 0o777, 0o750);
    assert.equal(read(workspace, 'config/net.json'), FILES['config/net.json']);
    assert.equal(read(workspace, 'later.py'), 'new', 'what the snapshot does not know stays');
    write(workspace, 'train.py', 'edited meanwhile');
    const undone = await json<UndoneRestore>(workspace, ['restore', '--undo', '--json']);
    assert.deepEqual([undone.undone, undone.files], [done.id, 2]);
    assert.equal(read(workspace, 'model.py'), 'edited');
    assert.equal(existsSync(path.join(workspace, 'config')), false, 'its folder was made by the restore');
    assert.equal(read(workspace, 'train.py'), 'edited meanwhile', 'no file of that restore');
    assert.match(await refusal(workspace, ['restore', '--undo']), /There is no restore to undo/);
    // The undoing can be undone as well.
    await json<UndoneRestore>(workspace, ['restore', '--undo', undone.id ?? '', '--json']);
    assert.equal(read(workspace, 'model.py'), FILES['model.py']);
  });

  it('keeps what was written to a restored file before an undo', async () => {
    rmSync(path.join(workspace, 'config'), { recursive: true });
    await restore();
    write(workspace, 'config/net.json', '{"mine": 1}');
    const undone = await json<UndoneRestore>(workspace, ['restore', '--undo', '--json']);
    assert.equal(existsSync(path.join(workspace, 'config/net.json')), false);
    await json<UndoneRestore>(workspace, ['restore', '--undo', undone.id ?? '', '--json']);
    assert.equal(read(workspace, 'config/net.json'), '{"mine": 1}');
  });

  it('restores single files and folders, those that were used, and removes others only when told', async () => {
    for (const name of ['model.py', 'train.py', 'config/net.json']) write(workspace, name, 'x');
    assert.deepEqual((await restore('--file', 'config', '--dry-run')).overwritten, ['config/net.json']);
    assert.deepEqual((await restore('--file', 'model.py', '--dry-run')).overwritten, ['model.py']);
    assert.deepEqual((await restore('--used', '--dry-run')).overwritten, ['model.py', 'train.py']);
    assert.match(await refused('--file', 'nothing.py'), /nothing.py is not in the snapshot/);
    write(workspace, 'other.py', 'y');
    assert.deepEqual((await restore('--delete-others')).deleted, ['other.py']);
    assert.equal(existsSync(path.join(workspace, 'other.py')), false);
    await cli(workspace, ['restore', '--undo']);
    assert.equal(read(workspace, 'other.py'), 'y');
  });

  it('refuses with nothing written when folders, links, read-only files or secrets stand in the way', async () => {
    write(workspace, 'train.py', 'edited');
    const cases: [string, (file: string) => void, RegExp][] = [
      ['model.py', (file) => mkdirSync(file), /model.py is a folder now/],
      ['config', (file) => writeFileSync(file, ''), /config is a file now/],
      ['model.py', (file) => symlinkSync('/etc/hostname', file), /model.py is a link now/],
      ['config', (file) => symlinkSync(temporaryFolder(), file), /config is a link now/],
      ['config/net.json', (file) => writeFileSync(file, `{"token": "hf_${'x'.repeat(30)}"}`), /holds a secret now/],
    ];
    for (const [name, make, expected] of cases) {
      const file = path.join(workspace, name);
      rmSync(file, { recursive: true, force: true });
      mkdirSync(path.dirname(file), { recursive: true });
      make(file);
      assert.match(await refused(), expected);
      rmSync(file, { recursive: true });
      write(workspace, 'model.py', FILES['model.py']);
      write(workspace, 'config/net.json', FILES['config/net.json']);
    }
    chmodSync(path.join(workspace, 'model.py'), 0o444);
    write(workspace, 'config/net.json', 'x');
    assert.match(await refused(), /model.py is read-only/);
    assert.equal(read(workspace, 'train.py'), 'edited');
    assert.equal(read(workspace, 'config/net.json'), 'x');
  });

  it('names contents that are missing or damaged, before anything is written', async () => {
    let [first, second] = ['', ''];
    editSnapshot(workspace, id, ({ files }) => {
      first = files.find((file) => file.path === 'model.py')!.object;
      second = files.find((file) => file.path === 'train.py')!.object;
    });
    rmSync(objectPath(workspace, first));
    writeFileSync(objectPath(workspace, second), 'damaged');
    const target = path.join(workspace, 'copy');
    const text = await refusal(workspace, ['restore', id, '--to', target]);
    assert.match(text, /Contents are missing or damaged.*\(2\): model.py, train.py/);
    assert.equal(existsSync(target), false);
    write(workspace, 'config/net.json', 'mine');
    write(workspace, 'model.py', 'mine');
    assert.match(await refused(), /Contents are missing or damaged.*\(1\): model.py/);
    assert.equal(read(workspace, 'config/net.json'), 'mine');
  });

  it('refuses a snapshot whose paths lead out of the folder, twice to one file, or into git', async () => {
    const object = 'a'.repeat(64);
    for (const name of [
      '../evil.py',
      '/evil.py',
      'a/../../evil.py',
      '.git/hooks/post-checkout',
      '.GIT/config',
      'model.py/x',
      'model.py',
    ]) {
      const other = await record(workspace, COMMAND);
      editSnapshot(workspace, other, ({ files }) => files.push({ path: name, mode: 0o644, size: 1, object }));
      const text = await refusal(workspace, ['restore', other, '--to', path.join(workspace, 'copy')]);
      assert.match(text, /must not be written/, name);
    }
    assert.equal(existsSync(path.join(workspace, 'copy')), false);
  });

  it('puts everything back when a file cannot be written half-way', async () => {
    write(workspace, 'config/net.json', 'mine');
    write(workspace, 'train.py', 'mine');
    // Beside the last file lies what stops it, as a full disk does.
    const child = await startCli(workspace, ['restore', id, '--into-workspace']);
    mkdirSync(path.join(workspace, `train.py.tmp-${child.process.pid}`));
    const { code, stderr } = await child.finished;
    assert.equal(code, 1);
    assert.match(stderr, /Nothing was restored/);
    assert.equal(read(workspace, 'config/net.json'), 'mine');
    assert.equal(read(workspace, 'train.py'), 'mine');
    assert.match(await refusal(workspace, ['restore', '--undo']), /There is no restore to undo/);
  });

  it('puts everything back when the disk is full half-way', async function () {
    const text = Array.from({ length: 4000 }, (_, i) => `x${i} = ${Math.random()}\n`).join('');
    write(workspace, 'pkg/a.py', 'x = 1\n');
    write(workspace, 'pkg/large.py', text);
    const other = await record(workspace, COMMAND);
    const disk = path.join(workspace, 'pkg');
    rmSync(disk, { recursive: true });
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      this.skip();
    }
    try {
      write(workspace, 'model.py', 'mine');
      assert.match(await refusal(workspace, ['restore', other, '--into-workspace']), /restored\. The disk is full/);
      assert.equal(read(workspace, 'model.py'), 'mine');
      assert.deepEqual(readdirSync(disk), []);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('lets only one of two restores at once do something', async () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`m${i}.py`, `x = ${i}\n`]));
    for (const [name, content] of Object.entries(many)) write(workspace, name, content);
    const other = await record(workspace, COMMAND);
    for (const name of Object.keys(many)) write(workspace, name, 'edited');
    const words = ['restore', other, '--into-workspace'];
    const ends = await Promise.all([cli(workspace, words), cli(workspace, words)]);
    for (const { code, stderr } of ends) if (code !== 0) assert.match(stderr, /Another restore is going on/);
    assert.ok(ends.some(({ code }) => code === 0));
    assert.equal(read(workspace, 'm399.py'), many['m399.py']);
    await cli(workspace, ['restore', '--undo']);
    assert.equal(read(workspace, 'm399.py'), 'edited');
  });

  it('goes on after a restore that was killed while it held the lock', async () => {
    const dead = { token: randomUUID(), host: hostname(), pid: 2 ** 22 - 1, thread: 0, engine: 'restore' };
    // An empty one was left by a full disk.
    for (const [index, left] of [JSON.stringify(dead), ''].entries()) {
      write(workspace, '.trialbook/restores/lock', left);
      write(workspace, 'model.py', 'edited');
      assert.deepEqual((await restore()).overwritten, ['model.py']);
      assert.equal(readdirSync(path.join(workspace, '.trialbook/restores')).length, index + 1);
    }
  });

  it('restores 5,000 files into a new folder, and refuses one that is not empty', async () => {
    for (let i = 0; i < 4990; i += 1) write(workspace, `pkg${i % 50}/m${i}.py`, `x = ${i}\n`);
    const other = await record(workspace, COMMAND);
    const target = path.join(temporaryFolder(), 'restored');
    const { stdout } = await cli(workspace, ['restore', other, '--to', target]);
    assert.equal(stdout, `Restored the code to ${target} (files: 4994)\n`);
    assert.equal(read(target, 'pkg39/m4989.py'), 'x = 4989\n');
    assert.deepEqual(readdirSync(path.dirname(target)), ['restored'], 'nothing unfinished is left');
    assert.match(await refusal(workspace, ['restore', other, '--to', target]), /is there already and not empty/);
  });
});
