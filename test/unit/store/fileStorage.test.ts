/** What only holds for the engine that works on the file itself and shares it. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { databasePath, trialbookDir } from '../../../src/common/workspaceFolder';
import {
  describeOnly,
  finishedRun,
  lockFiles,
  names,
  openDatabase,
  points,
  runIdOf,
  startedRun,
  StoreProcess,
  TestWorkspace,
  until,
} from './helpers';

const [A, B] = [runIdOf(1), runIdOf(2)];

describeOnly('native', 'the database file, shared', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;

  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  it('is written by two windows at once: nothing is there twice, and each hears what the other changed', async () => {
    workspace.append(A, startedRun(A, 'a'));
    const [first, second] = [await workspace.open(), await workspace.open()];
    let written = 0;
    for (let round = 0; round < 20; round += 1) {
      workspace.append(A, points('loss', Array<number>(500).fill(round)), { file: 'events-2-2.jsonl', q: written });
      workspace.append(B, points('acc', Array<number>(50).fill(round)), { q: round * 50 });
      written += 500;
      await Promise.all([first.refresh(), second.refresh()]);
    }
    for (const store of [first, second]) {
      assert.deepEqual(store.said('access'), [{ kind: 'access', mode: 'readwrite' }]);
      assert.deepEqual(store.said('problem'), []);
      const run = await store.ask('getRun', { runId: A });
      assert.deepEqual(
        run?.metrics.map(({ key, count, last }) => [key, count, last]),
        [['loss', written, 19]],
      );
      assert.equal((await store.ask('getRun', { runId: B }))?.metrics[0]?.count, 1000);
    }
    // Neither took in all of it alone.
    for (const store of [first, second]) assert.ok(store.service.counters.batches > 0);

    second.events.length = 0;
    await first.ask('renameRun', { runId: A, name: 'by the first' });
    await until('the second hears of it', () =>
      second.said('changed').some(({ runs }) => runs.some(({ runId }) => runId === A)),
    );
    assert.equal((await second.ask('getRun', { runId: A }))?.name, 'by the first');
    await second.ask('renameRun', { runId: A, name: 'by the second' });
    assert.equal((await first.ask('getRun', { runId: A }))?.name, 'by the second');
    await first.ask('trashRuns', { runIds: [B] });
    await until('the second hears that a run is gone', () =>
      second.said('changed').some(({ runs }) => runs.some((run) => run.runId === B && run.removed === true)),
    );
  });

  it('goes on in one window when the other is killed', async () => {
    workspace.append(A, finishedRun(A, 'first', points('loss', [2, 1])));
    const other = StoreProcess.start(workspace.dir);
    await until(`the other writes: ${other.output}`, () => other.output.includes('"changed"'));
    const store = await (await workspace.open()).refresh();
    await other.kill();
    const third = await (await workspace.open()).refresh();
    assert.equal(lockFiles(workspace.dir).length, 2, 'of the killed one nothing is left');
    await third.close();
    workspace.append(B, finishedRun(B, 'second'));
    await store.refresh();
    await store.ask('renameRun', { runId: A, name: 'renamed' });
    assert.deepEqual([await names(store), store.said('problem')], [['second', 'renamed'], []]);
    await store.close();
    assert.deepEqual(lockFiles(workspace.dir), []);
    const again = await (await workspace.open()).refresh();
    assert.deepEqual([await names(again), again.said('access')[0]?.mode], [['second', 'renamed'], 'readwrite']);
  });

  it('keeps what a killed process left in its log', async () => {
    workspace.append(A, finishedRun(A, 'first', points('loss', [2, 1])));
    const other = StoreProcess.start(workspace.dir);
    await until(`the other writes: ${other.output}`, () => other.output.includes('"changed"'));
    await other.kill();
    assert.ok(existsSync(`${databasePath(workspace.dir)}-wal`));
    const store = await workspace.open();
    assert.deepEqual([await names(store), store.said('problem')], [['first'], []]);
    await store.refresh();
    assert.equal((await store.ask('getRun', { runId: A }))?.metrics[0]?.count, 2);
  });

  it('is shown by the engine of images with what its log holds, up to the last commit', async () => {
    workspace.append(A, finishedRun(A, 'first', points('loss', [2, 1])));
    const store = await (await workspace.open()).refresh();
    // Who reads keeps commits in the log.
    const reader = openDatabase(databasePath(workspace.dir));
    reader.exec('BEGIN; SELECT count(*) FROM runs');
    await store.ask('renameRun', { runId: A, name: 'in the log' });
    const log = `${databasePath(workspace.dir)}-wal`;
    const image = await (await workspace.open('sql.js')).refresh();
    assert.deepEqual([image.said('access')[0]?.mode, await names(image)], ['readonly', ['in the log']]);
    // A commit that is not whole never was one.
    const whole = readFileSync(log);
    for (const [bytes, expected] of [
      [whole.length, 'in the log'],
      [whole.length - 1, 'first'],
      [3000, undefined],
    ] as const) {
      const copy = new TestWorkspace();
      cpSync(workspace.dir, copy.dir, { recursive: true });
      for (const name of lockFiles(copy.dir)) rmSync(path.join(trialbookDir(copy.dir), name));
      writeFileSync(`${databasePath(copy.dir)}-wal`, whole.subarray(0, bytes));
      const cutShort = await copy.open('sql.js');
      assert.equal((await names(cutShort))[0], expected);
      await copy.dispose();
    }
    reader.close();
  });

  it('is taken over at once from the engine of images', async () => {
    workspace.append(A, finishedRun(A, 'first', points('loss', [2, 1])));
    await (await (await workspace.open('sql.js')).refresh()).close();
    const store = await workspace.open('native');
    assert.deepEqual([store.said('access'), await names(store)], [[{ kind: 'access', mode: 'readwrite' }], ['first']]);
  });

  it('keeps an engine that must be alone out, and is kept out by it', async () => {
    workspace.append(A, finishedRun(A, 'first'));
    const native = await (await workspace.open('native')).refresh();
    const image = await (await workspace.open('sql.js')).refresh();
    assert.deepEqual([image.said('access')[0]?.mode, await names(image)], ['readonly', ['first']]);
    await native.close();
    await until('it becomes the writer', () => image.said('access').at(-1)?.mode === 'readwrite');
    const next = await (await workspace.open('native')).refresh();
    assert.deepEqual([next.said('access')[0]?.mode, await names(next)], ['readonly', ['first']]);
    assert.match(next.said('access')[0]!.reason!, /another window/);
    await image.ask('renameRun', { runId: A, name: 'renamed' });
    await image.close();
    await until('it becomes the writer', () => next.said('access').at(-1)?.mode === 'readwrite');
    assert.deepEqual(await names(next), ['renamed']);
  });
});
