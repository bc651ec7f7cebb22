import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { formatEvent } from '../../../src/common/eventWriter';
import { databasePath, objectPath, runDir, runsDir, trialbookDir } from '../../../src/common/workspaceFolder';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import type { ImportReport } from '../../../src/protocol/bundlesApi';
import { digestOf, manifest, type Place, runLines, zipOf } from '../common/bundle/support';
import { finishedRun, points, runIdOf, startedRun, TestWorkspace, until, type OpenStore } from './helpers';
import { A, B, C, EVENTS, portable, writeFile, Journey } from './journey';

describe('bundles', function () {
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
    await journey.exported([A]);
    const target = await to.open();
    assert.deepEqual((await imported(target)).imported, [A]);
    assert.deepEqual(Object.keys(portable(path.join(to.dir, '.trialbook/objects'))), [
      path.relative(path.join(from.dir, '.trialbook/objects'), objectPath(from.dir, digestOf('shared'))),
    ]);
  });

  it('change nothing where their runs are already', async () => {
    const source = await journey.exported();
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
    // A training that says that it has ended is not believed.
    const training: NewEvent = { e: 'hello', v: 1, role: 'tracker', pid: 1, host: 'elsewhere', argv: [] };
    from.append(C, [training, { e: 'st', status: 'finished' }], { file: 'events-2-2.jsonl' });
    const log = path.join(runDir(from.dir, C), EVENTS);
    const whole = readFileSync(log, 'utf8');
    appendFileSync(log, '{"q":5,"e":"m","k":"loss","v":3');
    const source = await journey.exported([C]);
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
    await journey.exported();
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
});
