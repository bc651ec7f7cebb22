import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { HelloEvent, NewEvent } from '../../../src/protocol/trainingEvents';
import { finishedRun, points, runIdOf, startedRun, TestWorkspace, valuesOf } from './helpers';
import { withFile } from './trashedRuns';

const A = runIdOf(1);
const TRACKER = { file: 'events-2-2.jsonl' };

function hello(role: HelloEvent['role'], rank?: number): NewEvent {
  return { e: 'hello', v: 1, role, pid: 2, host: 'example', argv: [], ...(rank === undefined ? {} : { rank }) };
}

const END: NewEvent = { e: 'st', status: 'finished', code: 0 };

describe('what the writers of a run may say', function () {
  // Files and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  it('is how the run stands in the file of a recorder alone', async () => {
    workspace.append(A, startedRun(A, 'a'));
    workspace.append(A, [hello('tracker'), END, hello('recorder'), END], TRACKER);
    workspace.append(A, [END, hello('recorder'), END], { file: 'mine.jsonl' });
    const store = await (await workspace.open()).refresh();
    assert.equal((await store.ask('getRun', { runId: A }))?.status, 'running');
    // Who writes a file was said in a batch, and by a store, that are gone.
    await store.close();
    const next = await workspace.open();
    workspace.append(A, [END], { ...TRACKER, q: 4 });
    await next.refresh();
    assert.equal((await next.ask('getRun', { runId: A }))?.status, 'running');
    workspace.append(A, [END], { q: 3 });
    await next.refresh();
    assert.equal((await next.ask('getRun', { runId: A }))?.status, 'finished');
  });

  it('is why it failed, with the frames of its own files', async () => {
    const exception = {
      type: 'torch.OutOfMemoryError',
      message: 'CUDA out of memory',
      frames: [{ file: 'src/train.py', line: 12, name: 'main' }],
    };
    const end: NewEvent = { e: 'st', status: 'failed', code: 1, message: 'x', failure: 'out-of-memory', exception };
    workspace.append(A, [...startedRun(A, 'a'), end]);
    const store = await (await workspace.open()).refresh();
    const run = await store.ask('getRun', { runId: A });
    assert.deepEqual([run?.failure, run?.exception], ['out-of-memory', exception]);
    assert.equal((await store.ask('listRuns', { offset: 0, limit: 1 })).runs[0]?.failure, 'out-of-memory');
  });

  it('is kept apart for each rank, and the run is judged by the first', async () => {
    workspace.append(A, finishedRun(A, 'a', points('system/cpu', [1])));
    const lr = (v: number): NewEvent => ({ e: 'p', k: 'local_rank', v });
    workspace.append(A, [hello('tracker', 1), lr(1), ...points('val_loss', [9, 8])], { file: 'events-1-9.jsonl' });
    const store = await (await workspace.open()).refresh();
    assert.equal((await store.ask('getRun', { runId: A }))?.keyMetric, null);
    await store.close();
    const next = await workspace.open();
    workspace.append(A, points('val_loss', [7]), { file: 'events-1-9.jsonl', q: 4 });
    workspace.append(A, [hello('tracker', 0), lr(0), ...points('loss', [2, 1])], { file: 'events-3-3.jsonl' });
    workspace.append(A, [hello('tracker', 12), lr(12), ...points('loss', [5])], { file: 'events-4-4.jsonl' });
    await next.refresh();
    const run = await next.ask('getRun', { runId: A });
    assert.deepEqual([run?.keyMetric?.key, run?.metricCount, run?.params[0]?.value], ['loss', 4, 0]);
    assert.deepEqual(
      run?.metrics.map(({ key }) => key),
      ['loss'],
    );
    const all = await next.ask('listMetrics', { runId: A, offset: 0, limit: 10 });
    assert.deepEqual(
      all.metrics.map(({ key, last }) => [key, last]),
      [
        ['loss', 1],
        ['rank1/val_loss', 7],
        ['rank12/loss', 5],
        ['system/cpu', 1],
      ],
    );
    assert.deepEqual(await valuesOf(next, A, 'rank1/val_loss'), [9, 8, 7]);
  });

  it('is who gave the points of a metric, and who gave them once more', async () => {
    const from = (src: string, v: number): NewEvent => ({ e: 'm', k: 'loss', v, src });
    workspace.append(A, startedRun(A, 'a'));
    workspace.append(A, [hello('tracker'), from('keras', 1), from('trialbook', 2), from('keras', 3)], TRACKER);
    const store = await (await workspace.open()).refresh();
    const twice: NewEvent = { e: 'dup', k: 'loss', src: 'wandb', of: 'keras' };
    const otherwise: NewEvent = { e: 'dup', k: 'train/loss', src: 'tensorboard', of: 'keras' };
    workspace.append(A, [from('keras', 4), twice, otherwise, twice], { ...TRACKER, q: 4 });
    await store.refresh();
    assert.deepEqual((await store.ask('getRun', { runId: A }))?.sources, [
      { key: 'loss', source: 'keras', duplicateOf: null },
      { key: 'loss', source: 'trialbook', duplicateOf: null },
      { key: 'loss', source: 'wandb', duplicateOf: 'keras' },
      { key: 'train/loss', source: 'tensorboard', duplicateOf: 'keras' },
    ]);
    assert.deepEqual(await valuesOf(store, A), [1, 2, 3, 4]);
  });

  it('is every event of the golden file', async () => {
    workspace.append(A, finishedRun(A, 'a'));
    const golden = readFileSync('test/fixtures/events.jsonl', 'utf8');
    workspace.appendText(A, golden.slice(0, golden.lastIndexOf('\n') + 1), 'events-9-9.jsonl');
    const store = await (await workspace.open()).refresh();
    const run = (await store.ask('getRun', { runId: A }))!;
    assert.deepEqual([run.status, run.failure, run.exception, run.message], ['finished', null, null, null]);
    assert.deepEqual(
      run.sources.map(({ key, source, duplicateOf }) => [key, source, duplicateOf]),
      [
        ['loss', 'keras', null],
        ['loss', 'stdout', null],
        ['tokens', 'wandb', null],
        ['train/loss', 'tensorboard', 'transformers'],
      ],
    );
    assert.equal(run.artifacts.find(({ path }) => path === 'net.bin')?.copy, 'artifacts/net.bin');
    assert.deepEqual(store.said('problem'), []);
  });

  it('is the cells of a notebook, up to a number that the database can take', async () => {
    const cells = Array.from({ length: 1100 }, (_, i): NewEvent => ({ e: 'cell', n: i + 1, source: `print(${i})` }));
    workspace.append(A, finishedRun(A, 'a', cells));
    const store = await (await workspace.open()).refresh();
    await store.close();
    const kept = await withFile(workspace, (db) => db.prepare('SELECT n, source FROM cells ORDER BY n').all());
    assert.deepEqual([kept.length, { ...kept.at(-1) }], [1000, { n: 1000, source: 'print(999)' }]);
  });
});
