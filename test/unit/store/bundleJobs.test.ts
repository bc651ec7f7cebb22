import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeImportFolder } from '../../../src/common/bundle/importFolder';
import { runDir, runsDir, trialbookDir } from '../../../src/common/workspaceFolder';
import type { ImportReport } from '../../../src/protocol/bundlesApi';
import { manifest, type Place, runLines, zipOf } from '../common/bundle/support';
import { finishedRun, until, type OpenStore, type TestWorkspace } from './helpers';
import { A, B, C, EVENTS, writeFile, Journey } from './journey';

describe('export and import', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let journey: Journey;
  let from: TestWorkspace;
  let to: TestWorkspace;
  let place: Place;
  let file: string;
  beforeEach(() => {
    journey = new Journey();
    ({ from, to, place, file } = journey);
  });
  afterEach(() => journey.dispose());

  const imported = (store: OpenStore, source = file): Promise<ImportReport> => journey.imported(store, source);

  it('are refused by a window that may not write, which can still export', async () => {
    await (await journey.exported()).close();
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
    const store = await journey.exported();
    const shares = store.said('jobProgress').map(({ done, total }) => done / total);
    assert.ok(shares.length > 1);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    assert.ok(shares.every((share) => share > 0 && share <= 1));
  });

  it('replace a file only when they are whole, and say why they cannot be written', async () => {
    const store = await journey.exported([A]);
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
      return this.skip(); // Mounting a small disk is not permitted here.
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
