/** Event files that no well-behaved program writes, and clocks that are set back. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { copyFileSync, renameSync, utimesSync } from 'node:fs';
import { formatEvent } from '../../../src/common/eventWriter';
import { databasePath, runsDir } from '../../../src/common/workspaceFolder';
import {
  ENGINE,
  finishedRun,
  names,
  points,
  runIdOf,
  startedRun,
  T0,
  T0_MS,
  TestWorkspace,
  until,
  valuesOf,
  WASM,
} from './helpers';

const [A, B] = [runIdOf(1), runIdOf(2)];
const DAY_MS = 86_400_000;
const KEYS = 200_000;
/** For so many keys: an in-memory database and its image take most of it. */
const MOST_MB = ENGINE === 'native' ? 700 : 900;

describe('events', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  it('around lines of 10 MB are taken in, and those are counted', async () => {
    const huge = `{"e":"m","k":"loss","v":9,"x":"${'x'.repeat(10_000_000)}"}\n`;
    const line = (v: number) => `${JSON.stringify({ e: 'm', k: 'loss', v })}\n`;
    workspace.appendText(A, line(1) + huge + line(2) + huge + huge + line(3));
    const store = await (await workspace.open()).refresh();
    assert.deepEqual(await valuesOf(store, A), [1, 2, 3]);
    const [warning] = (await store.ask('getRun', { runId: A }))!.warnings;
    assert.match(warning!.message, /^3 lines/);
  });

  it('may have steps up to 2^40, beyond 2^53, negative and infinite', async () => {
    const steps = [2 ** 40, 2 ** 53 + 2, -(2 ** 60), 1e300, 0.5];
    for (const s of steps) workspace.appendText(A, `${JSON.stringify({ e: 'm', k: 'loss', v: 1, s })}\n`);
    workspace.appendText(A, '{"e":"m","k":"loss","v":1,"s":"9007199254740993"}\n');
    workspace.appendText(A, '{"e":"m","k":"loss","v":1,"s":"Infinity"}\n');
    await (await (await workspace.open()).refresh()).close();
    const store = await (await workspace.open()).refresh();
    const range = { from: -Infinity, to: Infinity };
    const [series] = await store.ask('series', { runIds: [A], keys: ['loss'], width: 100, range });
    // A step that is not finite is the number of points before it.
    assert.deepEqual(
      [...series!.steps].sort((a, b) => a - b),
      [...steps, 2 ** 53, 6].sort((a, b) => a - b),
    );
  });

  it('of hostile numbers hide neither the run nor the others, nor what comes later', async () => {
    const text = [
      { q: 0, e: 'hello', v: 1, role: 'recorder', pid: Number.MAX_SAFE_INTEGER, host: 'h', argv: [], rank: 2 ** 50 },
      { q: Number.MAX_SAFE_INTEGER, t: 1e19, e: 'm', k: 'loss', v: 1 },
      { q: 1, t: -1e19, e: 'm', k: 'loss', v: 2 },
      { q: 2, t: 1e300, e: 'st', status: 'failed', code: 2 ** 60 },
      { q: 3, e: 'ds', path: 'data.csv', size: Number.MAX_SAFE_INTEGER, digest: '1'.repeat(64) },
      { q: 5, e: 'p', k: 'n', v: 2 ** 62 },
      { q: 6, e: 'cell', n: Number.MAX_SAFE_INTEGER, source: '', duration: 1e308 },
    ];
    workspace.appendText(A, text.map((one) => `${JSON.stringify(one)}\n`).join(''));
    workspace.append(B, finishedRun(B, 'b'));
    await (await (await workspace.open()).refresh()).close();
    workspace.appendText(A, `${JSON.stringify({ q: 7, e: 'm', k: 'loss', v: 3 })}\n`);
    const store = await (await workspace.open()).refresh();
    assert.deepEqual([(await names(store)).length, store.said('problem')], [2, []]);
    assert.deepEqual(await valuesOf(store, A, `rank${2 ** 50}/loss`), [1, 2, 3]);
    const run = (await store.ask('getRun', { runId: A }))!;
    assert.deepEqual([run.exitCode, run.params], [2 ** 60, [{ key: 'n', value: 2 ** 62 }]]);
    assert.equal((await store.ask('listDatasets', {})).length, 1);
    await store.ask('compareRuns', { runIds: [A, B] });
  });

  it(`of ${KEYS} keys take bounded memory`, async function () {
    if (process.platform !== 'linux') return this.skip(); // The bound was measured there alone.
    const lines: string[] = [];
    for (let q = 0; q < KEYS; q += 1) lines.push(formatEvent({ e: 'm', k: `layer/${q}/norm`, v: q, s: 0 }, q, T0));
    workspace.appendText(A, lines.join(''));
    const child = fork(path.resolve('test/unit/store/memoryProcess.ts'), [workspace.dir, WASM, ENGINE], {
      execArgv: ['--import=tsx'],
    });
    const [[peak]] = (await Promise.all([once(child, 'message'), once(child, 'exit')])) as [[number], unknown];
    assert.ok(peak < MOST_MB, `${peak} MB`);
    const store = await (await workspace.open()).refresh();
    assert.equal((await store.ask('listRuns', { offset: 0, limit: 1 })).runs[0]?.metricCount, KEYS);
  });

  it('keep their order, and the run its last time, when the clock is set back while it trains', async () => {
    const hour = 3_600_000_000;
    workspace.append(A, startedRun(A, 'a'));
    const values = [1, 2, 3, 4];
    const times = [T0 + 10e6, T0 + 11e6, T0 - hour, T0 - hour + 1e6];
    values.forEach((v, i) => workspace.appendText(A, formatEvent({ e: 'm', k: 'loss', v, s: i }, 10 + i, times[i]!)));
    workspace.appendText(A, formatEvent({ e: 'st', status: 'finished', code: 0 }, 20, T0 - hour + 2e6));
    const store = await (await workspace.open()).refresh();
    const [series] = await store.ask('series', { runIds: [A], keys: ['loss'], width: 100 });
    assert.deepEqual([[...series!.values], [...series!.times]], [values, times.map((t) => t / 1000)]);
    const run = (await store.ask('getRun', { runId: A }))!;
    assert.equal(run.status, 'finished');
    assert.ok(run.endedAt! >= run.startedAt, `${run.startedAt} to ${run.endedAt}`);
    assert.ok(run.startedAt >= T0_MS - hour / 1000);
  });
});

describe('a clock that is set back under the store', function () {
  this.timeout(60_000);
  const now = Date.now;
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(async () => {
    Date.now = now;
    await workspace.dispose();
  });

  it('loses no event, and events are saved as soon as ever', async () => {
    workspace.append(A, finishedRun(A, 'a', points('loss', [1])));
    const store = await (await workspace.open()).refresh();
    await store.ask('renameRun', { runId: A, name: 'mine' });
    // Until no save is planned any more.
    if (ENGINE === 'sql.js') await delay(1500);
    Date.now = () => now() - DAY_MS;
    workspace.append(B, finishedRun(B, 'b', points('loss', [1, 2])));
    await until('the new run is there', async () => (await names(store)).length === 2);
    workspace.append(A, points('loss', [2]), { q: 30 });
    // As file systems tell it after the clock was set back.
    utimesSync(runsDir(workspace.dir), new Date(Date.now()), new Date(Date.now()));
    const { saves } = store.service.counters;
    await store.refresh();
    assert.deepEqual(
      [await valuesOf(store, A), await names(store)],
      [
        [1, 2],
        ['b', 'mine'],
      ],
    );
    if (ENGINE === 'sql.js') {
      await until('events are saved', () => store.service.counters.saves > saves, 10_000);
    }
    await store.close();
    const again = await (await workspace.open()).refresh();
    assert.deepEqual(
      [await valuesOf(again, A), await names(again)],
      [
        [1, 2],
        ['b', 'mine'],
      ],
    );
  });

  it('does not make an earlier edit of a backup count more than a later one', async () => {
    workspace.append(A, finishedRun(A, 'a', points('loss', [1])));
    const first = await (await workspace.open()).refresh();
    await first.ask('renameRun', { runId: A, name: 'before' });
    await first.close();
    const backup = path.join(workspace.dir, 'backup');
    copyFileSync(databasePath(workspace.dir), backup);
    const store = await (await workspace.open()).refresh();
    Date.now = () => now() - DAY_MS;
    await store.ask('renameRun', { runId: A, name: 'after' });
    renameSync(backup, databasePath(workspace.dir));
    await store.refresh();
    assert.deepEqual(await names(store), ['after']);
  });
});
