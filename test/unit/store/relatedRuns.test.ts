import assert from 'node:assert/strict';
import type { RelatedRuns } from '../../../src/protocol/changesApi';
import { runIdOf, TestWorkspace, type OpenStore } from './helpers';
import { makeRun, type MadeRun } from './madeRuns';

describe('runs that a run is held against', () => {
  let workspace: TestWorkspace;
  let store: OpenStore;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  async function make(runs: MadeRun[]): Promise<void> {
    for (const [n, made] of runs.entries()) await makeRun(workspace, n, made);
    store = await (await workspace.open()).refresh();
  }

  /** Numbers of the runs. */
  async function related(n: number): Promise<Record<keyof RelatedRuns, string | undefined>> {
    const { previous, basedOn, bestSibling } = await store.ask('relatedRuns', { runId: runIdOf(n) });
    return { previous: previous?.name, basedOn: basedOn?.name, bestSibling: bestSibling?.name };
  }

  const reaching = (accuracy: number, more: MadeRun = {}): MadeRun => ({ metrics: { accuracy: [accuracy] }, ...more });

  it('are the one before, the one that it repeats, and the best of the same script', async () => {
    await make([
      reaching(0.8, { status: 'failed' }),
      reaching(0.7),
      reaching(0.99, { script: 'other.py' }),
      reaching(0.6),
      reaching(NaN),
      reaching(0.5, { basedOn: runIdOf(1) }),
    ]);
    assert.deepEqual(await related(5), { previous: 'run-4', basedOn: 'run-1', bestSibling: 'run-1' });
    assert.deepEqual(await related(1), { previous: 'run-0', basedOn: undefined, bestSibling: 'run-3' });
    assert.deepEqual(await related(0), { previous: undefined, basedOn: undefined, bestSibling: 'run-1' });
    await store.ask('trashRuns', { runIds: [runIdOf(1), runIdOf(4)] });
    assert.deepEqual(await related(5), { previous: 'run-3', basedOn: undefined, bestSibling: 'run-3' });
    assert.deepEqual(await related(9), { previous: undefined, basedOn: undefined, bestSibling: undefined });
  });

  it('have none that is best where no direction is known, and the lowest where lower is better', async () => {
    await make([
      { metrics: { loss: [2] } },
      { metrics: { loss: [1] } },
      { metrics: { loss: [3] } },
      { metrics: { width: [1] } },
      { metrics: { width: [2] } },
    ]);
    assert.equal((await related(2)).bestSibling, 'run-1');
    assert.equal((await related(4)).bestSibling, undefined);
  });

  it('are trials of the same study for a trial', async () => {
    await make([
      reaching(0.9),
      reaching(0.1, { parent: runIdOf(0) }),
      reaching(0.2, { parent: runIdOf(0) }),
      reaching(0.95),
      reaching(0.3, { parent: runIdOf(3) }),
    ]);
    assert.deepEqual(await related(2), { previous: 'run-1', basedOn: undefined, bestSibling: 'run-1' });
    assert.deepEqual(await related(4), { previous: undefined, basedOn: undefined, bestSibling: undefined });
    assert.deepEqual(await related(3), { previous: 'run-0', basedOn: undefined, bestSibling: 'run-0' });
  });
});
