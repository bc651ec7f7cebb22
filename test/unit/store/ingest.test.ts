import assert from 'node:assert/strict';
import {
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { formatEvent } from '../../../src/common/eventWriter';
import { databasePath, runDir, runsDir, trialbookDir } from '../../../src/common/workspaceFolder';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import {
  ENGINE,
  finishedRun,
  points,
  runIdOf,
  startedRun,
  StoreProcess,
  T0,
  TestWorkspace,
  until,
  valuesOf,
} from './helpers';

const [A, B] = [runIdOf(1), runIdOf(2)];

function upTo(n: number, from = 0): number[] {
  return Array.from({ length: n - from }, (_, i) => from + i);
}

describe('ingestion', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  it('goes on across restarts where it stopped', async () => {
    workspace.append(A, startedRun(A, 'a'));
    for (const from of [0, 1000, 1500, 2100]) {
      workspace.append(A, points('loss', upTo(from + 700, from)), { q: from + 3 });
      const store = await (await workspace.open()).refresh();
      await store.close();
      workspace.append(A, points('loss', upTo(from + 1000, from + 700)), { q: from + 703 });
    }
    const store = await (await workspace.open()).refresh();
    const expected = [0, 1000, 1500, 2100].flatMap((from) => upTo(from + 1000, from));
    assert.deepEqual(await valuesOf(store, A), expected);
    assert.deepEqual((await store.ask('getRun', { runId: A }))?.warnings, []);
  });

  it('takes in data that is no file of this machine', async () => {
    const digest = 'ab'.repeat(32);
    const input: NewEvent = { e: 'ds', path: 's3://bucket/a.csv', size: 0, digest, uncertain: true };
    workspace.append(A, finishedRun(A, 'a', [input]));
    const store = await (await workspace.open()).refresh();
    const inputs = (await store.ask('getRun', { runId: A }))?.inputs;
    assert.deepEqual(
      inputs?.map((one) => [one.path, one.version, one.size, one.uncertain]),
      [['s3://bucket/a.csv', 1, 0, true]],
    );
  });

  it('has every event exactly once after its process was killed again and again', async () => {
    workspace.append(A, startedRun(A, 'a'));
    let written = 0;
    const write = (n: number) => {
      workspace.append(A, points('loss', upTo(written + n, written)), { file: 'events-2-2.jsonl', q: written });
      written += n;
    };
    const savedAt = () => statSync(databasePath(workspace.dir), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    for (let round = 0; round < 3; round += 1) {
      const before = savedAt();
      write(3000);
      const store = StoreProcess.start(workspace.dir);
      try {
        await until(`an image is saved: ${store.output}`, () => savedAt() > before);
        // So that the kill falls between what is in the image and what is only in memory.
        for (let i = 0; i < 20; i += 1) {
          write(100);
          await delay(5 * round);
        }
      } finally {
        await store.kill();
      }
    }
    const store = await (await workspace.open()).refresh();
    assert.deepEqual(await valuesOf(store, A), upTo(written));
    const run = await store.ask('getRun', { runId: A });
    assert.deepEqual([run?.metrics[0]?.count, run?.name], [written, 'a']);
  });

  it('waits for the end of a torn line', async () => {
    workspace.appendText(A, '{"e":"m","k":"loss","v":1}\n{"e":"m","k":"lo');
    const store = await (await workspace.open()).refresh();
    assert.deepEqual(await valuesOf(store, A), [1]);
    workspace.appendText(A, 'ss","v":2}\n');
    await store.refresh();
    assert.deepEqual(await valuesOf(store, A), [1, 2]);
    assert.deepEqual((await store.ask('getRun', { runId: A }))?.warnings, []);
  });

  it('skips and counts bad lines', async () => {
    const huge = `{"e":"m","k":"loss","v":9,"x":"${'x'.repeat(1_100_000)}"}`;
    workspace.appendText(
      A,
      ['{"e":"m","k":"loss","v":1}', 'Traceback', '', '[]', huge, '{"e":"m","k":"loss","v":2}', ''].join('\n'),
    );
    const store = await (await workspace.open()).refresh();
    assert.deepEqual(await valuesOf(store, A), [1, 2]);
    assert.deepEqual((await store.ask('getRun', { runId: A }))?.warnings, [
      { code: 'bad-lines', message: '4 lines of events-1-1.jsonl could not be understood and were skipped.' },
    ]);
  });

  it('takes nothing in twice from a file that was truncated and written again', async () => {
    workspace.append(A, points('loss', upTo(10)));
    const store = await (await workspace.open()).refresh();
    const file = path.join(runDir(workspace.dir, A), 'events-1-1.jsonl');
    truncateSync(file, 100);
    await store.refresh();
    writeFileSync(
      file,
      points('loss', upTo(12))
        .map((event, q) => formatEvent(event, q, T0 + q * 1e6))
        .join(''),
    );
    await store.refresh();
    assert.deepEqual(await valuesOf(store, A), upTo(12));
    workspace.append(A, points('loss', [12]), { q: 12 });
    await store.refresh();
    assert.deepEqual(await valuesOf(store, A), upTo(13));
    const warnings = (await store.ask('getRun', { runId: A }))!.warnings.map(({ code }) => code);
    assert.deepEqual(warnings, ['events-rewritten']);
  });

  it('takes another file under an old name in as a new one', async () => {
    workspace.append(A, [...startedRun(A, 'a', { pid: 11 }), ...points('loss', [1, 2, 3])]);
    const store = await (await workspace.open()).refresh();
    const file = path.join(runDir(workspace.dir, A), 'events-1-1.jsonl');
    rmSync(file);
    workspace.append(A, [...startedRun(A, 'a', { pid: 12 }), ...points('loss', [4])]);
    await store.refresh();
    assert.deepEqual(await valuesOf(store, A), [1, 2, 3, 4]);
  });

  it('reads every file of a run, and neither commands nor links nor other folders', async () => {
    workspace.append(A, points('loss', [1]), { file: 'events-1-1.jsonl' });
    workspace.append(A, points('other', [1]), { file: 'mine.jsonl' });
    workspace.appendText(A, '{"e":"m","k":"control","v":1}\n', 'control.jsonl');
    workspace.appendText('not-a-run', '{"e":"m","k":"loss","v":1}\n');
    writeFileSync(path.join(workspace.dir, 'outside.jsonl'), '{"e":"m","k":"outside","v":1}\n');
    symlinkSync(path.join(workspace.dir, 'outside.jsonl'), path.join(runDir(workspace.dir, A), 'link.jsonl'));
    const store = await (await workspace.open()).refresh();
    const { runs } = await store.ask('listRuns', { offset: 0, limit: 10 });
    const run = await store.ask('getRun', { runId: A });
    assert.deepEqual([runs.map(({ id }) => id), run?.metrics.map(({ key }) => key)], [[A], ['loss', 'other']]);
  });

  it('sees live runs by itself, and says which keys changed', async () => {
    mkdirSync(runsDir(workspace.dir), { recursive: true });
    const store = await workspace.open();
    workspace.append(A, [...startedRun(A, 'a'), ...points('loss', [1])]);
    await until('the run is told', () => store.said('changed').some(({ runs }) => runs.some((run) => run.runId === A)));
    store.events.length = 0;
    workspace.append(A, points('val/loss', [1]), { q: 4 });
    await until('the key is told', () => store.said('changed').length > 0);
    assert.deepEqual(store.said('changed'), [
      { kind: 'changed', runs: [{ runId: A, keys: ['val/loss'] }], datasets: false, models: false },
    ]);
  });

  it('shares itself between runs: a short one is there long before a long one is through', async () => {
    const long = points('loss', upTo(60_000));
    workspace.append(A, long);
    const q = long.length;
    for (let i = 1; i < 3; i += 1) workspace.append(A, long, { q: i * q });
    workspace.append(B, points('loss', [1, 2]));
    const store = await workspace.open();
    await until('the short run is there', async () => (await store.ask('getRun', { runId: B })) !== null);
    const points0 = (await store.ask('getRun', { runId: A }))!.metrics[0]!.count;
    assert.ok(points0 < 3 * q, `${points0} points`);
    await store.refresh();
    assert.equal((await store.ask('getRun', { runId: A }))!.metrics[0]!.count, 3 * q);
  });

  it('removes a run whose folder is gone, and says so', async () => {
    workspace.append(A, finishedRun(A, 'a', points('loss', [1])));
    workspace.append(B, finishedRun(B, 'b'));
    const store = await (await workspace.open()).refresh();
    renameSync(runDir(workspace.dir, A), path.join(workspace.dir, 'elsewhere'));
    await until('it is told', () => store.said('changed').some(({ runs }) => runs.some((run) => run.removed === true)));
    const { runs } = await store.ask('listRuns', { offset: 0, limit: 10 });
    assert.deepEqual(
      runs.map(({ name }) => name),
      ['b'],
    );
  });

  it('does nothing when nothing happens', async () => {
    workspace.append(A, finishedRun(A, 'a', points('loss', [1])));
    const store = await (await workspace.open()).refresh();
    await until('the change is told', () => store.said('changed').length > 0);
    if (ENGINE === 'sql.js') await until('the image is saved', () => store.service.counters.saves === 1);
    const written = () => readdirSync(trialbookDir(workspace.dir)).map((name) => statOf(name));
    const statOf = (name: string) => [name, statSync(path.join(trialbookDir(workspace.dir), name)).mtimeMs];
    const files = written();
    const before = { ...store.service.counters, said: store.events.length };
    await delay(2500);
    await store.refresh();
    assert.deepEqual({ ...store.service.counters, said: store.events.length }, before);
    assert.deepEqual(written(), files);
  });

  it('forgets everything, and creates nothing, when people remove .trialbook', async () => {
    workspace.append(A, finishedRun(A, 'a'));
    const store = await (await workspace.open()).refresh();
    rmSync(path.join(workspace.dir, '.trialbook'), { recursive: true });
    await store.refresh();
    assert.equal((await store.ask('listRuns', { offset: 0, limit: 10 })).total, 0);
    assert.equal(statSync(path.join(workspace.dir, '.trialbook'), { throwIfNoEntry: false }), undefined);
    workspace.append(B, finishedRun(B, 'b'));
    await until('it starts again', async () => (await store.ask('getRun', { runId: B })) !== null);
    assert.deepEqual(store.said('problem'), []);
  });

  it('creates nothing in a folder without runs, and starts with the first one', async () => {
    const store = await (await workspace.open()).refresh();
    assert.equal((await store.ask('listRuns', { offset: 0, limit: 10 })).total, 0);
    assert.equal(statSync(path.join(workspace.dir, '.trialbook'), { throwIfNoEntry: false }), undefined);
    workspace.append(A, finishedRun(A, 'a'));
    await until('the run is there', async () => (await store.ask('getRun', { runId: A })) !== null);
    await store.close();
    assert.ok(statSync(databasePath(workspace.dir)).size > 0);
  });
});
