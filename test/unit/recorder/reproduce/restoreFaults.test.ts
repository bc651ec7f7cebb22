import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { ulid } from 'ulid';
import { hashBytes } from '../../../../src/common/hashing';
import { readObject } from '../../../../src/common/objectStore';
import { objectPath } from '../../../../src/common/workspaceFolder';
import type { UndoneRestore, WorkspaceRestore } from '../../../../src/protocol/reproduction';
import { makeCheckout } from '../../../../src/recorder/checkouts/checkout';
import { applyChanges, planChanges } from '../../../../src/recorder/restore/changeFiles';
import { withRestoreLock } from '../../../../src/recorder/restore/restoreLock';
import { removeTemporary, workspaceWith } from '../support';
import { editSnapshot, FILES, json, read, record, refusal, write } from './support';

const DAY_S = 24 * 60 * 60;

describe('a restore into the workspace', function () {
  this.timeout(120_000);
  after(removeTemporary);

  let workspace: string;
  let id: string;
  beforeEach(async () => {
    workspace = workspaceWith(FILES);
    id = await record(workspace, ['python3', 'train.py']);
  });

  const restore = (...options: string[]): Promise<WorkspaceRestore> =>
    json<WorkspaceRestore>(workspace, ['restore', id, '--into-workspace', ...options, '--json']);
  const undo = (...words: string[]): Promise<UndoneRestore> =>
    json<UndoneRestore>(workspace, ['restore', '--undo', ...words, '--json']);
  const points = (): string[] => readdirSync(path.join(workspace, '.trialbook/restores'));

  it('keeps what it replaces soundly, where a damaged copy of it lies already', async () => {
    const mine = Buffer.from('mine, and only here');
    write(workspace, 'model.py', mine.toString());
    write(workspace, path.relative(workspace, objectPath(workspace, hashBytes(mine))), 'cut off');
    await restore();
    assert.equal(read(workspace, 'model.py'), FILES['model.py']);
    assert.deepEqual(await readObject(workspace, hashBytes(mine)), mine);
    await undo();
    assert.equal(read(workspace, 'model.py'), mine.toString());
  });

  it('overwrites nothing that was saved after it looked, and puts back what it had replaced', async () => {
    const wanted = ['model.py', 'train.py'].map((name) => ({
      path: name,
      state: { object: hashBytes(readFileSync(path.join(workspace, name))), mode: 0o644 },
    }));
    for (const { path: name } of wanted) write(workspace, name, 'edited');
    const plan = await planChanges(workspace, wanted);
    write(workspace, 'train.py', 'saved meanwhile');
    const applied = withRestoreLock(workspace, () => applyChanges(workspace, plan, { runId: id }));
    await assert.rejects(applied, /train\.py was changed meanwhile/);
    assert.deepEqual([read(workspace, 'model.py'), read(workspace, 'train.py')], ['edited', 'saved meanwhile']);
    assert.deepEqual(points(), []);
  });

  it('restores permissions where nothing else differs', async function () {
    if (process.platform === 'win32') this.skip();
    const file = path.join(workspace, 'model.py');
    const mode = statSync(file).mode & 0o777;
    chmodSync(file, mode | 0o110);
    assert.deepEqual((await restore()).overwritten, ['model.py']);
    assert.equal(statSync(file).mode & 0o777, mode);
    await undo();
    assert.equal(statSync(file).mode & 0o777, mode | 0o110);
  });

  it('deletes no code that was there when the run began, and does not delete beside a choice of files', async () => {
    for (const choice of [['--file', 'model.py'], ['--used']]) {
      const text = await refusal(workspace, ['restore', id, '--into-workspace', '--delete-others', ...choice]);
      assert.match(text, /--delete-others is for the whole snapshot/);
    }
    write(workspace, 'unread.py', 'there, but not in the snapshot');
    write(workspace, 'later.py', 'not there');
    editSnapshot(workspace, id, ({ leftOut }) => leftOut.push({ path: 'unread.py', reason: 'too-large' }));
    assert.deepEqual((await restore('--delete-others')).deleted, ['later.py']);
    assert.equal(existsSync(path.join(workspace, 'unread.py')), true);
  });

  it('undoes by no restore point that is damaged or leads outside', async () => {
    write(workspace, 'model.py', 'mine');
    const point = (await restore()).id ?? '';
    const file = `.trialbook/restores/${point}.json`;
    const evil = JSON.parse(read(workspace, file)) as { id: string; files: { path: string }[] };
    const damaged = ulid();
    evil.id = ulid();
    evil.files[0]!.path = '../evil.py';
    write(workspace, `.trialbook/restores/${damaged}.json`, '{"version"');
    write(workspace, `.trialbook/restores/${evil.id}.json`, JSON.stringify(evil));
    assert.match(await refusal(workspace, ['restore', '--undo', evil.id]), /There is no restore to undo/);
    assert.equal((await undo()).undone, point);
    assert.equal(read(workspace, 'model.py'), 'mine');
    assert.equal(existsSync(path.join(workspace, '../evil.py')), false);
  });

  it('is undone once, also where its files are back already', async () => {
    write(workspace, 'model.py', 'first');
    const first = await restore();
    write(workspace, 'model.py', 'second');
    const second = await restore();
    write(workspace, 'model.py', 'second');
    assert.deepEqual([(await undo()).undone, (await undo()).undone], [second.id, first.id]);
    assert.equal(read(workspace, 'model.py'), 'first');
  });

  it('does not stop at a checkout whose note is damaged, and removes that when it is old', async () => {
    const [left, made] = [ulid(), ulid()];
    const note = path.join(workspace, `.trialbook/checkouts/${left}.json`);
    const make = (): Promise<string> => makeCheckout(workspace, made, { of: id, files: [] }, false);
    mkdirSync(path.join(workspace, '.trialbook/checkouts', left), { recursive: true });
    write(workspace, path.relative(workspace, note), '');
    await make();
    assert.equal(existsSync(note), true, 'its run may be about to come');
    const before = Date.now() / 1000 - 2 * DAY_S;
    utimesSync(note, before, before);
    await make();
    assert.deepEqual(readdirSync(path.dirname(note)).toSorted(), [made, `${made}.json`]);
    rmSync(path.dirname(note), { recursive: true });
  });
});
