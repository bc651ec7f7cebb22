import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { runDir } from '../../../src/common/workspaceFolder';
import type { Args } from '../../../src/protocol/rpc';
import type { StoreApi } from '../../../src/protocol/storeApi';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import { smooth } from '../../../src/store/series/smoothing';
import { finishedRun, points, runIdOf, startedRun, TestWorkspace } from './helpers';
import { withFile } from './trashedRuns';

const [A, B, C] = [runIdOf(1), runIdOf(2), runIdOf(3)];
const noise = Array.from({ length: 3000 }, (_, i) => Math.sin(i * i));

describe('series of charts', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  const series = async (query: Partial<Args<StoreApi, 'series'>>) => {
    const store = await (await workspace.open()).refresh();
    return store.ask('series', { runIds: [A], keys: ['loss'], width: 10_000, ...query });
  };

  it('stand at seconds since the start of the run, or at the time', async () => {
    workspace.append(A, finishedRun(A, 'a', points('loss', [3, 2, 1])));
    const [relative] = await series({ x: 'relative' });
    const [time] = await series({ x: 'time' });
    assert.deepEqual([...relative!.xs!].map((x, index) => x - relative!.xs![index - 1]!).slice(1), [1, 1]);
    assert.deepEqual([...time!.xs!], [...time!.times]);
    const [part] = await series({ x: 'time', range: { from: time!.xs![1]!, to: time!.xs![1]! } });
    assert.deepEqual([...part!.values], [2]);
  });

  it('stand at another metric, and say by their number of points that a run lacks it', async () => {
    const both: NewEvent[] = [
      { e: 'm', k: 'loss', v: 9, s: 0 },
      { e: 'm', k: 'epoch', v: 1, s: 1 },
      { e: 'm', k: 'loss', v: 8, s: 1 },
      { e: 'm', k: 'loss', v: 7, s: 2 },
    ];
    workspace.append(A, finishedRun(A, 'a', both));
    workspace.append(B, finishedRun(B, 'b', points('loss', [1])));
    const [a, b] = await series({ runIds: [A, B], x: { metric: 'epoch' } });
    assert.deepEqual([[...a!.xs!], [...a!.values], a!.total], [[1, 1], [8, 7], 3]);
    assert.deepEqual([b!.values.length, b!.total], [0, 1]);
    const [whole] = await series({ x: { metric: 'epoch' }, after: [{ runId: A, key: 'loss', count: 3 }] });
    assert.equal(whole!.values.length, 2, 'whatever is known: the other metric may have moved it');
  });

  it('are smoothed before they are thinned out, and part of them as the whole', async () => {
    workspace.append(A, finishedRun(A, 'a', points('loss', noise)));
    const expected = smooth(Float64Array.from(noise), 0.9);
    const [thin] = await series({ smoothing: 0.9, width: 50 });
    assert.ok(thin!.decimated);
    assert.deepEqual(
      [...thin!.smoothed!],
      [...thin!.steps].map((step) => expected[step]!),
    );
    const [part] = await series({ smoothing: 0.9, range: { from: 2000, to: 2002 } });
    assert.deepEqual(part!.smoothed!, expected.slice(2000, 2003));
  });

  it('go on smoothed where the known points end', async () => {
    workspace.append(A, [...startedRun(A, 'a'), ...points('loss', noise)]);
    const expected = smooth(Float64Array.from(noise), 0.9);
    const [newer] = await series({ smoothing: 0.9, after: [{ runId: A, key: 'loss', count: 2995 }] });
    assert.deepEqual([...newer!.values], noise.slice(2995));
    for (const [index, value] of newer!.smoothed!.entries()) {
      assert.ok(Math.abs(value - expected[2995 + index]!) < 1e-8, `${value} is not ${expected[2995 + index]}`);
    }
    const [none] = await series({ smoothing: 0.9, after: [{ runId: A, key: 'loss', count: 3000 }] });
    assert.deepEqual([none!.values.length, none!.smoothed!.length], [0, 0]);
  });

  it('keep the order of their points where the known ones end, also when a resumed run stepped back', async () => {
    const stepped = [5, 6, 7, 3, 4].map((step): NewEvent => ({ e: 'm', k: 'loss', v: step, s: step }));
    workspace.append(A, finishedRun(A, 'a', stepped));
    for (const x of ['step', 'relative'] as const) {
      const [newer] = await series({ x, smoothing: 0.5, after: [{ runId: A, key: 'loss', count: 2 }] });
      assert.deepEqual([...newer!.values], [7, 3, 4]);
    }
    const [whole] = await series({});
    assert.deepEqual([...whole!.values], [3, 4, 5, 6, 7]);
  });

  it('of a run that took the place of a removed one are its own', async () => {
    workspace.append(A, finishedRun(A, 'a', points('loss', [3, 2, 1])));
    const store = await (await workspace.open()).refresh();
    const valuesOf = async (runId: string) =>
      (await store.ask('series', { runIds: [runId], keys: ['loss'], width: 100 })).map(({ values }) => [...values]);
    assert.deepEqual(await valuesOf(A), [[3, 2, 1]]);
    await store.ask('trashRuns', { runIds: [A] });
    await store.ask('emptyTrash', {});
    workspace.append(B, finishedRun(B, 'b', points('loss', [7, 8, 9])));
    await store.refresh();
    assert.deepEqual(await valuesOf(B), [[7, 8, 9]]);
  });

  it('that are damaged leave the others as they are', async () => {
    for (const runId of [A, B]) workspace.append(runId, finishedRun(runId, runId, points('loss', [1, 2])));
    await (await (await workspace.open()).refresh()).close();
    // Without its events it cannot be made anew.
    rmSync(path.join(runDir(workspace.dir, A), 'events-1-1.jsonl'));
    await withFile(workspace, (db) => {
      db.prepare(
        `UPDATE series_chunks SET data = x'00' WHERE series IN
           (SELECT series.id FROM series JOIN runs ON runs.id = series.run WHERE runs.uid = ?)`,
      ).run(A);
    });
    const [damaged, whole, mean] = await series({ runIds: [A, B], groups: [[B, A]] });
    assert.deepEqual([damaged!.damaged, damaged!.values.length, damaged!.total], [true, 0, 2]);
    assert.deepEqual([whole!.damaged, [...whole!.values]], [undefined, [1, 2]]);
    assert.deepEqual([mean!.runId, mean!.damaged], [B, true]);
  });

  it('are thinned out by the ratios of a logarithmic axis', async () => {
    workspace.append(A, finishedRun(A, 'a', points('loss', noise)));
    const [linear] = await series({ width: 50 });
    const [log] = await series({ width: 50, logX: true });
    const early = (steps: Float64Array): number => steps.filter((step) => step < 20).length;
    assert.deepEqual([early(linear!.steps) < 5, early(log!.steps)], [true, 20]);
  });

  it('of repeats are their mean under the id of the first', async () => {
    workspace.append(A, finishedRun(A, 'a', points('loss', [1, 2])));
    workspace.append(B, finishedRun(B, 'b', points('loss', [3, 4])));
    workspace.append(C, finishedRun(C, 'c', points('loss', [9])));
    const [single, mean] = await series({ runIds: [C], groups: [[A, B]] });
    assert.deepEqual([single!.runId, single!.sd], [C, undefined]);
    assert.deepEqual([mean!.runId, [...mean!.values], [...mean!.counts!], mean!.total], [A, [2, 3], [2, 2], 4]);
    assert.deepEqual([...mean!.sd!], [Math.SQRT2, Math.SQRT2]);
    const [part] = await series({ runIds: [], groups: [[A, B]], range: { from: 1, to: 1 } });
    assert.deepEqual([...part!.values], [3]);
  });
});

describe('repeats among runs', function () {
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  it('differ in their seeds alone', async () => {
    const params = (lr: number, seed: number): NewEvent[] => [
      { e: 'p', k: 'lr', v: lr },
      { e: 'p', k: 'seed', v: seed },
    ];
    workspace.append(A, finishedRun(A, 'a', params(0.1, 1)));
    workspace.append(B, finishedRun(B, 'b', params(0.2, 1)));
    workspace.append(C, finishedRun(C, 'c', params(0.1, 2)));
    const store = await (await workspace.open()).refresh();
    const groups = (...runIds: string[]) => store.ask('repeatGroups', { runIds });
    assert.deepEqual(await groups(B, C, A, runIdOf(99)), [[C, A]]);
    assert.deepEqual(await groups(A, B), []);
  });
});
