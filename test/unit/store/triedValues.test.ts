import assert from 'node:assert/strict';
import type { TriedValues } from '../../../src/protocol/changesApi';
import { runIdOf, TestWorkspace, type OpenStore } from './helpers';
import { makeRun, type MadeRun } from './madeRuns';

describe('values that were tried', () => {
  let workspace: TestWorkspace;
  let store: OpenStore;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  async function make(runs: MadeRun[]): Promise<void> {
    for (const [n, made] of runs.entries()) await makeRun(workspace, n, made);
    store = await (await workspace.open()).refresh();
  }

  const tried = (file: string, ...path: string[]): Promise<TriedValues | null> =>
    store.ask('triedValues', { file, path });
  const keyOf = async (file: string, ...path: string[]): Promise<string | undefined> =>
    (await tried(file, ...path))?.key;

  it('come with the metric of their finished runs, best first, and with the newest run', async () => {
    await make([
      { params: { lr: 0.1 }, metrics: { accuracy: [0.5] } },
      { params: { lr: 0.1 }, metrics: { accuracy: [0.7] } },
      { params: { lr: 0.01 }, metrics: { accuracy: [0.9] } },
      { params: { lr: 1 }, metrics: { accuracy: [NaN] } },
      { params: { lr: 0.01 }, metrics: { accuracy: [0.1] }, status: 'failed' },
      { params: { lr: 'auto' }, metrics: { accuracy: [0.2] }, script: 'other.py' },
      { params: { lr: 10 }, status: 'failed' },
    ]);
    await store.ask('renameRun', { runId: runIdOf(1), name: 'second' });
    const found = await tried('train.py', 'lr');
    assert.ok(found);
    const { values, ...rest } = found;
    assert.deepEqual(rest, { key: 'lr', metric: 'accuracy', direction: 'higher', total: 4 });
    assert.deepEqual(
      values.map(({ value, runs, spread, newest }) => [value, runs, spread.n, spread.mean, newest.name]),
      [
        [0.01, 2, 1, 0.9, 'run-4'],
        [0.1, 2, 2, 0.6, 'second'],
        [1, 1, 0, null, 'run-3'],
        [10, 1, 0, null, 'run-6'],
      ],
    );
    await store.ask('trashRuns', { runIds: [runIdOf(3)] });
    assert.equal((await tried('train.py', 'lr'))?.total, 3);
  });

  it('are those of a parameter by its whole name, or by the end of it if there is but one', async () => {
    const params = { 'optimizer.lr': 1, 'model/width': 2, batch_size: 3, 'a.depth': 4, 'b.depth': 5 };
    await make([
      { params, metrics: { loss: [1] } },
      { params: { width: 7 }, script: 'other.py' },
    ]);
    assert.equal(await keyOf('train.py', 'optimizer', 'lr'), 'optimizer.lr');
    assert.equal(await keyOf('train.py', 'lr'), 'optimizer.lr');
    assert.equal(await keyOf('train.py', 'model', 'width'), 'model/width');
    assert.equal(await keyOf('train.py', '--batch-size'), 'batch_size');
    assert.equal(await keyOf('train.py', 'depth'), undefined);
    assert.equal(await keyOf('train.py', 'b', 'depth'), 'b.depth');
    assert.equal(await keyOf('train.py', 'size'), undefined);
    assert.equal(await keyOf('train.py', 'width'), 'model/width');
    assert.equal(await keyOf('nothing.py', 'lr'), undefined);
  });

  it('are told in files that the runs used', async () => {
    await make([
      { params: { lr: 1 }, code: { 'config.yaml': 'lr: 1', 'other.yaml': 'lr: 2' }, used: ['config.yaml'] },
      { params: { lr: 2 }, code: { 'old.yaml': 'lr: 1' }, script: 'old.py' },
    ]);
    assert.equal((await tried('config.yaml', 'lr'))?.total, 1);
    assert.equal(await tried('other.yaml', 'lr'), null);
    assert.equal((await tried('old.yaml', 'lr'))?.values[0]?.value, 2);
  });

  it('are not listed without end, and by value where no metric tells which is better', async () => {
    await make(Array.from({ length: 110 }, (_, n) => ({ params: { width: (n * 7) % 110 } })));
    const found = await tried('train.py', 'width');
    assert.deepEqual([found?.values.length, found?.total, found?.metric], [100, 110, null]);
    assert.deepEqual(
      found?.values.slice(0, 3).map(({ value }) => value),
      [0, 1, 2],
    );
  });
});
