import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { formatEvent } from '../../../src/common/eventWriter';
import { makeImportFolder } from '../../../src/common/bundle/importFolder';
import { databasePath, objectPath, runDir, runsDir, trialbookDir } from '../../../src/common/workspaceFolder';
import type { ImportReport } from '../../../src/protocol/storeApi';
import { digestOf, manifest, Place, runLines, zipOf } from '../common/bundle/support';
import { finishedRun, type OpenStore, points, runIdOf, startedRun, TestWorkspace, until } from './helpers';

const [A, B, C] = [runIdOf(1), runIdOf(2), runIdOf(3)];
const EVENTS = 'events-1-1.jsonl';

/** A folder's files, without those that belong to one workspace. */
function portable(dir: string): Record<string, string> {
  const names = readdirSync(dir, { recursive: true, withFileTypes: true, encoding: 'utf8' });
  const files = names.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const kept = files.filter((file) => !/(control\.jsonl|edits\.json)$/.test(file)).sort();
  return Object.fromEntries(kept.map((file) => [path.relative(dir, file), readFileSync(file, 'latin1')]));
}

describe('bundles', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let from: TestWorkspace;
  let to: TestWorkspace;
  let place: Place;
  let file: string;
  const bytes = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256));

  beforeEach(() => {
    [from, to, place] = [new TestWorkspace(), new TestWorkspace(), new Place()];
    file = path.join(place.outer, 'runs.trialbook.zip');
    from.append(A, finishedRun(A, 'first', [{ e: 'p', k: 'lr', v: 0.1 }, ...points('loss', [3, Number.NaN, 1])]));
    from.append(B, finishedRun(B, 'second', points('loss', [2])));
    writeFile(from, B, 'output.log', 'epoch 1\r\n\u00e9');
    writeFile(from, B, 'control.jsonl', '{"cmd":"stop","at":1}\n');
    writeFile(from, B, 'artifacts/deep/model.pt', bytes);
    writeFile(from, B, 'empty', '');
    addSnapshot(B, ['print("b")', 'shared']);
    addSnapshot(A, ['shared']);
  });
  afterEach(async () => {
    await from.dispose();
    await to.dispose();
    place.dispose();
  });

  function writeFile(workspace: TestWorkspace, runId: string, name: string, content: string | Buffer): void {
    const target = path.join(runDir(workspace.dir, runId), name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, content);
  }

  function addSnapshot(runId: string, contents: string[]): void {
    for (const content of contents) {
      const object = objectPath(from.dir, digestOf(content));
      mkdirSync(path.dirname(object), { recursive: true });
      writeFileSync(object, deflateSync(content));
    }
    const files = contents.map((content, i) => ({ path: `${i}.py`, object: digestOf(content) }));
    writeFile(from, runId, 'snapshot.json', JSON.stringify({ version: 1, files }));
  }

  async function exported(runIds?: string[], target = file): Promise<OpenStore> {
    const store = await (await from.open()).refresh();
    await store.ask('exportRuns', { ...(runIds === undefined ? {} : { runIds }), file: target, job: 1 });
    return store;
  }

  const imported = (store: OpenStore, source = file): Promise<ImportReport> =>
    store.ask('importRuns', { file: source, job: 1 });

  const nameOf = async (store: OpenStore, runId: string): Promise<string | undefined> =>
    (await store.ask('getRun', { runId }))?.name;

  it('bring runs to another workspace bit by bit, with the names given in the editor', async () => {
    const source = await (await from.open()).refresh();
    await source.ask('renameRun', { runId: A, name: 'my best' });
    await source.ask('setNote', { runId: A, note: 'two\nlines' });
    const report = await source.ask('exportRuns', { file, job: 1 });
    assert.deepEqual(report, { runs: 2, bytes: readFileSync(file).length, leftOut: [] });
    const target = await (await to.open()).refresh();
    assert.deepEqual(await imported(target), { imported: [A, B], present: 0, refused: [] });
    for (const runId of [A, B]) {
      assert.deepEqual(portable(runDir(to.dir, runId)), portable(runDir(from.dir, runId)));
      assert.deepEqual(await target.ask('getRun', { runId }), await source.ask('getRun', { runId }));
    }
    assert.deepEqual(
      portable(path.join(to.dir, '.trialbook/objects')),
      portable(path.join(from.dir, '.trialbook/objects')),
    );
    assert.equal(await nameOf(target, A), 'my best');
    assert.equal((await target.ask('getRun', { runId: A }))?.note, 'two\nlines');
    assert.equal(readFileSync(path.join(trialbookDir(to.dir), '.gitignore'), 'utf8'), '*\n');
    assert.deepEqual(readdirSync(runsDir(to.dir)), [A, B]);
    assert.deepEqual(
      readdirSync(trialbookDir(to.dir)).filter((name) => name.startsWith('import-')),
      [],
    );
    assert.deepEqual(readdirSync(place.outer).sort(), ['precious', 'runs.trialbook.zip', 'workspace']);
    await target.close();
    // The database can be made anew from the folders.
    for (const name of readdirSync(trialbookDir(to.dir)).filter((one) => one.startsWith('trialbook.db'))) {
      rmSync(path.join(trialbookDir(to.dir), name));
    }
    assert.ok(!existsSync(databasePath(to.dir)));
    assert.equal(await nameOf(await (await to.open()).refresh(), A), 'my best');
  });

  it('hold the runs that were asked for, and what their snapshots name', async () => {
    await exported([A]);
    const target = await to.open();
    assert.deepEqual((await imported(target)).imported, [A]);
    assert.deepEqual(Object.keys(portable(path.join(to.dir, '.trialbook/objects'))), [
      path.relative(path.join(from.dir, '.trialbook/objects'), objectPath(from.dir, digestOf('shared'))),
    ]);
  });

  it('change nothing where their runs are already', async () => {
    const source = await exported();
    await source.close();
    place.write('copy.zip', readFileSync(file));
    const target = await to.open();
    await imported(target);
    const before = portable(runsDir(to.dir));
    assert.deepEqual(await imported(target), { imported: [], present: 2, refused: [] });
    assert.deepEqual(portable(runsDir(to.dir)), before);
    for (const change of ['more', '', 'EPOCH 1\r\n\u00e9']) {
      writeFile(to, B, 'output.log', change);
      const changed = portable(runsDir(to.dir));
      const report = await imported(target);
      assert.deepEqual([report.imported, report.present], [[], 1]);
      assert.deepEqual(report.refused, [
        { id: B, name: 'second', reason: 'It is here already, with another content.' },
      ]);
      assert.deepEqual(portable(runsDir(to.dir)), changed);
    }
  });

  it('take edits over where nobody edited the same later', async () => {
    const source = await (await from.open()).refresh();
    await source.ask('renameRun', { runId: A, name: 'old' });
    await source.ask('exportRuns', { file, job: 1 });
    const target = await to.open();
    await imported(target);
    await source.ask('renameRun', { runId: A, name: 'new' });
    const later = path.join(place.outer, 'later.zip');
    await source.ask('exportRuns', { file: later, job: 1 });
    await imported(target, later);
    assert.equal(await nameOf(target, A), 'new');
    await until('it is told', () => target.said('changed').some(({ runs }) => runs.some(({ runId }) => runId === A)));
    await imported(target);
    assert.equal(await nameOf(target, A), 'new');
    await target.ask('renameRun', { runId: A, name: 'mine' });
    await imported(target, later);
    assert.equal(await nameOf(target, A), 'mine');
    await target.close();
    assert.equal(await nameOf(await (await to.open()).refresh(), A), 'mine');
  });

  it('hold no run of the trash unless it was asked for, and do not bring one back from there', async () => {
    const source = await (await from.open()).refresh();
    await source.ask('trashRuns', { runIds: [B] });
    assert.equal((await source.ask('exportRuns', { file, job: 1 })).runs, 1);
    assert.equal((await source.ask('exportRuns', { runIds: [A, B], file, job: 1 })).runs, 2);
    const { present, refused } = await imported(source);
    assert.deepEqual([present, refused], [1, [{ id: B, name: 'second', reason: 'It is in the trash.' }]]);
  });

  it('bring no edit from the future, and none of a field that is not known', async () => {
    const edits = [
      { field: 'name', value: 'from the future', editedAt: Date.now() + 1e12 },
      { field: 'trashed', value: '1', editedAt: 1 },
    ];
    const events = { name: `runs/${C}/${EVENTS}`, content: runLines(C, 'c') };
    writeFileSync(file, await zipOf([manifest([{ id: C, name: 'c', edits }]), events]));
    const target = await to.open();
    await imported(target);
    assert.equal(await nameOf(target, C), 'from the future');
    const kept = JSON.parse(readFileSync(path.join(runDir(to.dir, C), 'edits.json'), 'utf8')) as { editedAt: number }[];
    assert.equal(kept.length, 1);
    assert.ok((kept[0]?.editedAt ?? Infinity) <= Date.now());
  });

  it('survive edits that make no sense in a run folder', async () => {
    const target = await (await to.open()).refresh();
    const outside = place.write('edits.json', JSON.stringify([{ field: 'name', value: 'x', editedAt: 1 }]));
    const senseless = ['{', 'null', '{"length":3}', '[1]', `[${' '.repeat(300_000)}]`];
    for (const [index, text] of senseless.entries()) {
      writeFile(to, runIdOf(10 + index), 'edits.json', text);
      to.append(runIdOf(10 + index), finishedRun(runIdOf(10 + index), 'recorded'));
    }
    mkdirSync(runDir(to.dir, C), { recursive: true });
    symlinkSync(outside, path.join(runDir(to.dir, C), 'edits.json'));
    to.append(C, finishedRun(C, 'recorded'));
    await target.refresh();
    const { runs } = await target.ask('listRuns', { offset: 0, limit: 10 });
    assert.deepEqual(
      runs.map(({ name }) => name),
      Array.from({ length: senseless.length + 1 }, () => 'recorded'),
    );
  });

  it('hold a live run up to its last whole line; elsewhere it is lost', async () => {
    from.append(C, [...startedRun(C, 'live', { host: 'elsewhere' }), ...points('loss', [5, 4])]);
    const log = path.join(runDir(from.dir, C), EVENTS);
    const whole = readFileSync(log, 'utf8');
    appendFileSync(log, '{"q":5,"e":"m","k":"loss","v":3');
    const source = await exported([C]);
    assert.equal((await source.ask('getRun', { runId: C }))?.status, 'running');
    const target = await to.open();
    await imported(target);
    assert.equal(readFileSync(path.join(runDir(to.dir, C), EVENTS), 'utf8'), whole);
    const run = await target.ask('getRun', { runId: C });
    const lastEvent = (JSON.parse(whole.trimEnd().split('\n').at(-1)!) as { t: number }).t / 1000;
    assert.deepEqual(
      [run?.status, run?.endedAt, run?.warnings.map(({ code }) => code), run?.metrics[0]?.count],
      ['lost', lastEvent, ['exported-unfinished'], 2],
    );
    // It travels on as it is.
    await target.ask('exportRuns', { file: path.join(place.outer, 'again.zip'), job: 1 });
    const third = new TestWorkspace();
    try {
      const store = await third.open();
      await imported(store, path.join(place.outer, 'again.zip'));
      assert.deepEqual(await store.ask('getRun', { runId: C }), run);
    } finally {
      await third.dispose();
    }
  });

  it('hold no line that is not whole, however long it is', async () => {
    const line = formatEvent({ e: 'tag', k: 'x', v: 'y'.repeat(1000) }, 9, 1);
    from.appendText(A, `${line.trimEnd()}${'z'.repeat(200_000)}`);
    from.appendText(B, 'never ended', 'foreign.jsonl');
    await exported();
    const target = await to.open();
    await imported(target);
    assert.equal(portable(runDir(to.dir, A))[EVENTS]?.includes('z'), false);
    assert.equal(portable(runDir(to.dir, A))[EVENTS]?.endsWith('\n'), true);
    assert.equal(portable(runDir(to.dir, B))['foreign.jsonl'], '');
  });

  it('leave out links and names that no bundle may hold, and say so', async () => {
    const outside = place.write('secret', 'secret');
    symlinkSync(outside, path.join(runDir(from.dir, A), 'link'));
    symlinkSync(place.outer, path.join(runDir(from.dir, A), 'folder'));
    for (const name of ['a\\b', 'a\nb', 'One', 'one']) writeFile(from, A, name, name);
    const store = await (await from.open()).refresh();
    const report = await store.ask('exportRuns', { runIds: [A], file, job: 1 });
    assert.deepEqual(
      report.leftOut.sort(),
      ['a\nb', 'a\\b', 'folder', 'link', 'one'].map((name) => `runs/${A}/${name}`).sort(),
    );
    assert.deepEqual((await imported(await to.open())).imported, [A]);
    assert.ok(!readFileSync(file, 'latin1').includes('secret'));
  });

  it('are refused by a window that may not write, which can still export', async () => {
    await (await exported()).close();
    const writer = await to.open('sql.js');
    to.append(C, finishedRun(C, 'c'));
    await writer.refresh();
    const second = await (await to.open('sql.js')).refresh();
    await assert.rejects(imported(second), { name: 'UserError', message: /open in another window/ });
    assert.deepEqual(readdirSync(runsDir(to.dir)), [C]);
    const other = path.join(place.outer, 'other.zip');
    assert.equal((await second.ask('exportRuns', { file: other, job: 1 })).runs, 1);
  });

  it('can be cancelled while they are written and while they are read, and then leave nothing', async () => {
    writeFile(from, A, 'large', Buffer.alloc(64 * 1024 * 1024, 'some text '));
    const store = await (await from.open()).refresh();
    const before = place.tree();
    const writing = store.ask('exportRuns', { file, job: 7 });
    await until('it has begun', () => store.said('jobProgress').some(({ job, done }) => job === 7 && done > 0));
    await store.ask('cancelJob', { job: 7 });
    await assert.rejects(writing, { name: 'UserError', message: 'It was cancelled.' });
    assert.deepEqual(place.tree(), before);
    await store.ask('exportRuns', { file, job: 8 });
    to.append(C, finishedRun(C, 'c'));
    const target = await (await to.open()).refresh();
    const reading = imported(target);
    const folders = (): string[] => readdirSync(trialbookDir(to.dir)).filter((name) => name.startsWith('import-'));
    await until('it has begun', () => folders().length > 0);
    await target.ask('cancelJob', { job: 1 });
    await assert.rejects(reading, { name: 'UserError', message: 'It was cancelled.' });
    assert.deepEqual([readdirSync(runsDir(to.dir)), folders()], [[C], []]);
    // Closing the window cancels as well.
    const closing = imported(target);
    await until('it has begun', () => folders().length > 0);
    await Promise.all([target.close(), assert.rejects(closing)]);
    assert.deepEqual([readdirSync(runsDir(to.dir)), folders()], [[C], []]);
  });

  it('tell how far they are', async () => {
    writeFile(from, A, 'large', Buffer.alloc(48 * 1024 * 1024, 'some text '));
    const store = await exported();
    const shares = store.said('jobProgress').map(({ done, total }) => done / total);
    assert.ok(shares.length > 1);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    assert.ok(shares.every((share) => share > 0 && share <= 1));
  });

  it('replace a file only when they are whole, and say why they cannot be written', async () => {
    const store = await exported([A]);
    const before = readFileSync(file);
    rmSync(runDir(from.dir, B), { recursive: true });
    const fails = (runIds: string[], target: string, message: RegExp) =>
      assert.rejects(store.ask('exportRuns', { runIds, file: target, job: 1 }), { name: 'UserError', message });
    await fails([A, B], file, /Nothing was exported: The folder of second is gone/);
    await fails([], file, /There is no run to export/);
    await fails(['../../x'], file, /There is no run to export/);
    await fails([A], path.join(place.outer, 'missing', 'x.zip'), /missing\/x\.zip does not exist/);
    assert.deepEqual(readFileSync(file), before);
    assert.deepEqual(readdirSync(place.outer).sort(), ['precious', 'runs.trialbook.zip', 'workspace']);
  });

  it('leave nothing on a disk that is full or read-only', async function () {
    const files = Array.from({ length: 600 }, (_, i) => ({ name: `runs/${C}/artifacts/${i}`, content: 'x' }));
    const events = { name: `runs/${C}/${EVENTS}`, content: runLines(C, 'c') };
    writeFileSync(file, await zipOf([manifest([{ id: C, name: 'c', edits: [] }]), events, ...files]));
    mkdirSync(runsDir(to.dir), { recursive: true });
    const folder = trialbookDir(to.dir);
    try {
      // Each file takes a page of 4 KB, which the sizes in the bundle do not tell.
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'none', folder], { stdio: 'ignore' });
    } catch {
      return this.skip();
    }
    try {
      mkdirSync(runsDir(to.dir));
      writeFileSync(path.join(folder, '.gitignore'), '*\n');
      const store = await to.open();
      await assert.rejects(imported(store), { name: 'UserError', message: /Nothing was imported: The disk is full/ });
      assert.deepEqual(readdirSync(runsDir(to.dir)), []);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.startsWith('import-')),
        [],
      );
      await store.close();
      execFileSync('mount', ['-o', 'remount,ro', folder]);
      const reader = await to.open();
      await assert.rejects(imported(reader), { name: 'UserError', message: /read-only|may not be/ });
      await reader.close();
    } finally {
      execFileSync('umount', ['-l', folder]);
    }
  });

  it('whose import was cut short are swept, those that others take in now are not', async () => {
    to.append(A, finishedRun(A, 'a'));
    const mine = await makeImportFolder(to.dir);
    const dead = mine.replace(/import-\d+/, 'import-4194303');
    const reused = mine.replace(/import-(\d+)-\d+/, 'import-$1-1');
    const [fresh, old] = ['aaaa', 'bbbb'].map((random) =>
      path.join(trialbookDir(to.dir), `import-1-1-00000000-${random}`),
    );
    for (const folder of [dead, reused, fresh!, old!]) mkdirSync(path.join(folder, 'runs', B), { recursive: true });
    utimesSync(old!, new Date(0), new Date(0));
    const store = await (await to.open()).refresh();
    await until('they are gone', () => ![dead, reused, old!].some((folder) => existsSync(folder)));
    assert.deepEqual(
      [mine, fresh!].map((folder) => existsSync(folder)),
      [true, true],
    );
    assert.deepEqual(
      (await store.ask('listRuns', { offset: 0, limit: 9 })).runs.map(({ id }) => id),
      [A],
    );
  });
});
