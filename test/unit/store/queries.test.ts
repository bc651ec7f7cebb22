import assert from 'node:assert/strict';
import { comparedMetrics } from '../../../src/protocol/metricTable';
import type { NewEvent } from '../../../src/protocol/trainingEvents';
import { finishedRun, points, runIdOf, T0_MS, TestWorkspace } from './helpers';

const [A, B, C] = [runIdOf(1), runIdOf(2), runIdOf(3)];
const DIGEST = { one: '1'.repeat(64), two: '2'.repeat(64) };

describe('store queries', function () {
  // Files, processes and polling; a limit for what hangs, no measure of speed.
  this.timeout(60_000);
  let workspace: TestWorkspace;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  it('gives a run back with everything that its events said', async () => {
    const inner: NewEvent[] = [
      { e: 'p', k: 'lr', v: 0.1 },
      { e: 'p', k: 'lr', v: 0.2, src: 'argparse' },
      { e: 'p', k: 'shuffle', v: true },
      { e: 'p', k: 'note', v: null },
      { e: 'p', k: 'name', v: '5' },
      { e: 'tag', k: 'stage', v: 'x' },
      { e: 'm', k: 'loss', v: 3, s: 0 },
      { e: 'm', k: 'loss', v: 'NaN', s: 1, src: 'stdout' },
      { e: 'm', k: 'loss', v: 1, s: 2 },
      { e: 'm', k: 'val/accuracy', v: 0.5 },
      { e: 'm', k: 'val/accuracy', v: 0.75 },
      { e: 'ds', path: 'penguins.csv', size: 15, digest: DIGEST.one, uncertain: true },
      { e: 'art', path: 'model.json', kind: 'model', size: 7, digest: DIGEST.two },
      {
        e: 'art',
        path: 'out.csv',
        kind: 'file',
        size: 9,
        digest: DIGEST.one,
        copy: 'artifacts/out.csv',
        src: 'pandas',
      },
      { e: 'warn', code: 'output-lost', message: 'Two lines were lost' },
    ];
    workspace.append(A, finishedRun(A, 'brisk-otter', inner));
    const store = await (await workspace.open()).refresh();
    const accuracy = {
      key: 'val/accuracy',
      count: 2,
      first: 0.5,
      last: 0.75,
      lastStep: 1,
      min: 0.5,
      max: 0.75,
      mean: 0.625,
    };
    assert.deepEqual(await store.ask('getRun', { runId: A }), {
      id: A,
      name: 'brisk-otter',
      experiment: 'penguins',
      status: 'finished',
      colorIndex: 0,
      command: ['python', 'train.py'],
      script: 'train.py',
      cwd: '.',
      note: null,
      exitCode: 0,
      message: null,
      failure: null,
      exception: null,
      parent: null,
      basedOn: null,
      purpose: null,
      batch: null,
      childCount: 0,
      startedAt: T0_MS + 2000,
      endedAt: T0_MS + (3 + inner.length) * 1000,
      metricCount: 2,
      keyMetric: accuracy,
      params: [
        { key: 'lr', value: 0.2, source: 'argparse' },
        { key: 'name', value: '5' },
        { key: 'note', value: null },
        { key: 'shuffle', value: true },
      ],
      metrics: [{ key: 'loss', count: 3, first: 3, last: 1, lastStep: 2, min: 1, max: 3, mean: 2 }, accuracy],
      sources: [{ key: 'loss', source: 'stdout', duplicateOf: null }],
      tags: [{ key: 'stage', value: 'x' }],
      inputs: [{ datasetId: 1, path: 'penguins.csv', version: 1, digest: DIGEST.one, size: 15, uncertain: true }],
      artifacts: [
        { path: 'model.json', kind: 'model', digest: DIGEST.two, size: 7, version: 1, copy: null, source: null },
        {
          path: 'out.csv',
          kind: 'file',
          digest: DIGEST.one,
          size: 9,
          version: null,
          copy: 'artifacts/out.csv',
          source: 'pandas',
        },
      ],
      warnings: [{ code: 'output-lost', message: 'Two lines were lost' }],
    });
  });

  it('pages runs, newest first', async () => {
    for (let n = 1; n <= 5; n += 1) workspace.append(runIdOf(n), finishedRun(runIdOf(n), `run-${n}`));
    const store = await (await workspace.open()).refresh();
    const page = await store.ask('listRuns', { offset: 1, limit: 2 });
    assert.deepEqual(
      { total: page.total, names: page.runs.map(({ name }) => name) },
      { total: 5, names: ['run-4', 'run-3'] },
    );
  });

  it('shows a folder whose recorder said nothing, under the end of its id', async () => {
    workspace.appendText(A, '{"e":"m","k":"loss","v":0.3,"s":5}\n', 'mine.jsonl');
    const store = await (await workspace.open()).refresh();
    const run = await store.ask('getRun', { runId: A });
    assert.equal(run?.name, A.slice(-8));
    assert.deepEqual(
      run?.metrics.map(({ key, last, lastStep }) => [key, last, lastStep]),
      [['loss', 0.3, 5]],
    );
  });

  it('marks what differs between runs, and nothing for a single one', async () => {
    workspace.append(
      A,
      finishedRun(A, 'a', [{ e: 'p', k: 'lr', v: 0.1 }, { e: 'p', k: 'n', v: 1 }, ...points('loss', [2, 1])]),
    );
    workspace.append(
      B,
      finishedRun(B, 'b', [
        { e: 'p', k: 'lr', v: 0.30000000000000004 },
        { e: 'p', k: 'n', v: 1 },
        ...points('loss', [3, 1]),
      ]),
    );
    workspace.append(
      C,
      finishedRun(C, 'c', [{ e: 'p', k: 'lr', v: 0.3 }, { e: 'p', k: 'n', v: 1 }, ...points('loss', [1])]),
    );
    const store = await (await workspace.open()).refresh();
    const compare = async (...runIds: string[]) => {
      const { runs, params, metrics } = await store.ask('compareRuns', { runIds });
      return {
        runs: runs.map(({ name }) => name),
        params: params.map(({ key, values, differs }) => [key, values, differs]),
        metrics: comparedMetrics(metrics, runs.length).map(({ key, values, differs }) => [
          key,
          values.map((one) => one?.last),
          differs,
        ]),
      };
    };
    assert.deepEqual(await compare(C, B, runIdOf(99)), {
      runs: ['c', 'b'],
      params: [
        ['lr', [0.3, 0.30000000000000004], true],
        ['n', [1, 1], false],
      ],
      metrics: [['loss', [1, 1], false]],
    });
    assert.deepEqual((await compare(A)).params, [
      ['lr', [0.1], false],
      ['n', [1], false],
    ]);
  });

  it('counts a param that one run lacks as different', async () => {
    workspace.append(A, finishedRun(A, 'a', [{ e: 'p', k: 'lr', v: null }]));
    workspace.append(B, finishedRun(B, 'b'));
    const store = await (await workspace.open()).refresh();
    const { params } = await store.ask('compareRuns', { runIds: [A, B] });
    assert.deepEqual(params, [{ key: 'lr', values: [null, null], missing: [1], differs: true }]);
  });

  it('reads series whole, by range, and only what is newer', async () => {
    const values = Array.from({ length: 3000 }, (_, i) => Math.sin(i));
    workspace.append(A, finishedRun(A, 'a', points('loss', values)));
    const store = await (await workspace.open()).refresh();
    const read = async (extra: object) => {
      const [series] = await store.ask('series', { runIds: [A], keys: ['loss', 'none'], width: 10_000, ...extra });
      return series!;
    };
    const whole = await read({});
    assert.deepEqual([...whole.values], values);
    assert.deepEqual([whole.total, whole.decimated, whole.times[0]], [3000, false, T0_MS + 3000]);
    assert.deepEqual([...(await read({ range: { from: 1023, to: 1025 } })).steps], [1023, 1024, 1025]);
    const newer = await read({ width: 1, after: [{ runId: A, key: 'loss', count: 2047 }] });
    assert.deepEqual([[...newer.values], newer.decimated], [values.slice(2047), false]);
    const none = await read({ after: [{ runId: A, key: 'loss', count: 3000 }] });
    assert.deepEqual([none.steps.length, none.total], [0, 3000]);
    const thin = await read({ width: 100 });
    assert.ok(thin.decimated && thin.steps.length <= 400 && thin.total === 3000);
  });

  it('numbers the contents of a dataset and of a model in the order of their first sight', async () => {
    const wrote = (digest: string, model: string): NewEvent[] => [
      { e: 'ds', path: 'penguins.csv', size: 1, digest },
      { e: 'art', path: 'model.json', kind: 'model', size: 2, digest: model },
    ];
    workspace.append(A, finishedRun(A, 'a', wrote(DIGEST.one, DIGEST.one)));
    workspace.append(B, finishedRun(B, 'b', wrote(DIGEST.two, DIGEST.one)));
    workspace.append(C, finishedRun(C, 'c', wrote(DIGEST.one, DIGEST.two)));
    const store = await (await workspace.open()).refresh();
    const [dataset] = await store.ask('listDatasets', {});
    assert.deepEqual(
      {
        ...dataset,
        versions: dataset!.versions.map(({ version, digest, runs }) => [version, digest, runs.map((r) => r.name)]),
      },
      {
        id: 1,
        name: 'penguins.csv',
        runCount: 3,
        versions: [
          [2, DIGEST.two, ['b']],
          [1, DIGEST.one, ['c', 'a']],
        ],
      },
    );
    const [model] = await store.ask('listModels', {});
    assert.deepEqual(
      model!.versions.map(({ version, digest, runs }) => [version, digest, runs.map((r) => r.name)]),
      [
        [2, DIGEST.two, ['c']],
        [1, DIGEST.one, ['b', 'a']],
      ],
    );
    await store.ask('trashRuns', { runIds: [B] });
    assert.deepEqual(
      (await store.ask('listDatasets', {}))[0]!.versions.map(({ version }) => version),
      [1],
    );
    workspace.append(runIdOf(4), finishedRun(runIdOf(4), 'd', wrote('3'.repeat(64), DIGEST.two)));
    await store.refresh();
    assert.deepEqual(
      (await store.ask('listDatasets', {}))[0]!.versions.map(({ version }) => version),
      [3, 1],
    );
  });
});
