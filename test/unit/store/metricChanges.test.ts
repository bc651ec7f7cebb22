import assert from 'node:assert/strict';
import type { MetricChange, RunChanges } from '../../../src/protocol/changesApi';
import { runIdOf, TestWorkspace } from './helpers';
import { makeRun, type MadeRun } from './madeRuns';

describe('changes of metrics', () => {
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  async function changes(runs: MadeRun[], base: number, run: number): Promise<RunChanges> {
    for (const [n, made] of runs.entries()) await makeRun(workspace, n, made);
    const store = await (await workspace.open()).refresh();
    const found = await store.ask('whatChanged', { runId: runIdOf(run), base: runIdOf(base) });
    assert.ok(found);
    return found;
  }

  const one = (lr: number, seed: number, accuracy: number, more: MadeRun = {}): MadeRun => ({
    params: { lr, seed },
    metrics: { accuracy: [accuracy] },
    ...more,
  });
  const verdictOf = ({ metrics }: RunChanges): MetricChange['verdict'] => metrics[0]!.verdict;

  it('are held against the spread of repeats, by the last values of all of them', async () => {
    const found = await changes(
      [
        ...[0.905, 0.911, 0.899, 0.915, 0.902].map((accuracy, seed) => one(0.1, seed, accuracy)),
        ...[0.912, 0.934, 0.921, 0.93, 0.918].map((accuracy, seed) => one(0.01, seed, accuracy)),
      ],
      0,
      9,
    );
    assert.deepEqual(found.repeats, { base: 5, run: 5, together: false });
    const [metric] = found.metrics;
    assert.ok(metric && metric.verdict.kind === 'beyond');
    assert.deepEqual([metric.key, metric.direction], ['accuracy', 'higher']);
    assert.deepEqual([metric.before?.last, metric.after?.last], [0.905, 0.918]);
    const { difference, p, n } = metric.verdict;
    // As scipy.stats.ttest_ind(equal_var=False) has it.
    assert.ok(Math.abs(p - 0.01145975286578821) < 1e-9 && Math.abs(difference - 0.0166) < 1e-9, `${p} ${difference}`);
    assert.deepEqual(n, { base: 5, run: 5 });
  });

  it('are within noise where repeats spread as much', async () => {
    const runs = [one(0.1, 1, 0.5), one(0.1, 2, 0.9), one(0.01, 1, 0.6), one(0.01, 2, 0.9)];
    assert.equal(verdictOf(await changes(runs, 0, 3)).kind, 'within');
  });

  it('with repeats on one side alone, ask whether the other value fits them', async () => {
    const repeats = [0.912, 0.934, 0.921, 0.93, 0.918].map((accuracy, seed) => one(0.1, seed, accuracy));
    const found = await changes([...repeats, one(0.01, 1, 0.96), one(0.2, 1, 0.93)], 0, 5);
    const verdict = verdictOf(found);
    assert.ok(verdict.kind === 'beyond' && Math.abs(verdict.p - 0.019498063843315903) < 1e-9);
    assert.ok(Math.abs(verdict.difference - 0.037) < 1e-9);
    assert.deepEqual(verdict.n, { base: 5, run: 1 });
    assert.equal(verdictOf(await changes([], 6, 0)).kind, 'within');
  });

  it('of one run each cannot be told from chance; equal values are equal', async () => {
    const runs = [
      { params: { lr: 1 }, metrics: { accuracy: [0.5, 0.75], same: [1], sum: [0.1 + 0.2 + 0.3], nan: [1], gone: [1] } },
      {
        params: { lr: 2 },
        metrics: { accuracy: [0.9, 0.5], same: [1], sum: [0.3 + 0.2 + 0.1], nan: [NaN], 'system/cpu': [1] },
      },
    ];
    const { metrics } = await changes(runs, 0, 1);
    assert.deepEqual(
      metrics.map(({ key, verdict }) => [key, verdict]),
      [
        ['accuracy', { kind: 'untested', difference: -0.25 }],
        ['gone', { kind: 'incomparable' }],
        ['nan', { kind: 'incomparable' }],
        ['same', { kind: 'equal' }],
        ['sum', { kind: 'equal' }],
      ],
    );
    assert.deepEqual([metrics[0]?.after?.last, metrics[0]?.after?.best], [0.5, 0.9]);
    assert.deepEqual([metrics[1]?.before?.last, metrics[1]?.after], [1, undefined]);
  });

  it('count as repeats only finished runs that agree in script, params, data, code that ran and packages', async () => {
    const like: MadeRun = {
      ...one(0.1, 1, 0.5),
      code: { 'train.py': 'a', 'notes.md': 'a' },
      used: ['train.py'],
      packages: { numpy: '1' },
      data: { 'a.csv': 'a'.repeat(64) },
    };
    const found = await changes(
      [
        like,
        { ...like, ...one(0.1, 2, 0.6) },
        { ...like, code: { 'train.py': 'a', 'notes.md': 'b' } },
        { ...like, code: { 'train.py': 'b', 'notes.md': 'a' } },
        { ...like, packages: { numpy: '2' } },
        { ...like, data: { 'a.csv': 'b'.repeat(64) } },
        { ...like, script: 'other.py' },
        { ...like, status: 'failed' },
        { ...like, status: 'running' },
        { ...like, ...one(0.2, 1, 0.5) },
      ],
      0,
      9,
    );
    assert.deepEqual(found.repeats, { base: 3, run: 1, together: false });
  });

  it('of runs that changed in code alone have repeats of their own; repeats of one another are called so', async () => {
    const made = (seed: number, text: string, accuracy: number): MadeRun => ({
      ...one(0.1, seed, accuracy),
      code: { 'train.py': text },
    });
    const runs = [made(1, 'a', 0.5), made(2, 'a', 0.6), made(1, 'b', 0.7), made(2, 'b', 0.8), made(3, 'b', 0.9)];
    const apart = await changes(runs, 0, 2);
    assert.deepEqual(apart.repeats, { base: 2, run: 3, together: false });
    const together = await changes([], 2, 3);
    assert.deepEqual(together.repeats, { base: 3, run: 3, together: true });
    const verdict = verdictOf(together);
    assert.ok(verdict.kind === 'repeats' && Math.abs(verdict.difference - 0.1) < 1e-9);
  });

  it('are the newest 50, however many runs of other code came between', async () => {
    const made = (text: string): MadeRun => ({ ...one(0.1, 1, 0.5), code: { 'train.py': text } });
    const runs = [made('a'), made('a'), ...Array.from({ length: 60 }, () => made('b'))];
    assert.deepEqual((await changes(runs, 0, 2)).repeats, { base: 2, run: 51, together: false });
  });

  it('of runs without params have repeats with the same command', async () => {
    const plain = (command: string[], loss: number): MadeRun => ({
      command,
      metrics: { loss: [loss] },
      script: 'fit.R',
    });
    const runs = [plain(['Rscript', 'fit.R'], 1), plain(['Rscript', 'fit.R'], 2), plain(['Rscript', 'fit.R', '9'], 3)];
    assert.deepEqual((await changes(runs, 2, 0)).repeats, { base: 1, run: 2, together: false });
  });

  it('come with the judged one first, and not without end', async () => {
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`a${String(n).padStart(3, '0')}`, [n]]));
    const metrics = { ...many, 'val/accuracy': [0.5] };
    const found = await changes(
      [
        { params: { lr: 1 }, metrics },
        { params: { lr: 2 }, metrics },
      ],
      0,
      1,
    );
    assert.deepEqual(
      [found.metrics.length, found.metrics[0]?.key, found.metrics[1]?.key, found.metricsCut],
      [500, 'val/accuracy', 'a000', true],
    );
  });
});
