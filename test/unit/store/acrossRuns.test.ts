import assert from 'node:assert/strict';
import type { Importance, Lead, Surroundings } from '../../../src/protocol/insightsApi';
import { runIdOf, TestWorkspace, type OpenStore } from './helpers';
import { makeRun, type MadeRun } from './madeRuns';

describe('questions about many runs', function () {
  this.timeout(30_000);
  let workspace: TestWorkspace;
  let store: OpenStore;
  beforeEach(() => (workspace = new TestWorkspace()));
  afterEach(() => workspace.dispose());

  async function make(runs: MadeRun[]): Promise<string[]> {
    for (const [n, made] of runs.entries()) await makeRun(workspace, n, made);
    store = await (await workspace.open()).refresh();
    return runs.map((_, n) => runIdOf(n));
  }

  describe('importance', () => {
    const importance = (runIds: string[], value: 'last' | 'best' = 'last'): Promise<Importance> =>
      store.ask('importance', { runIds, metric: 'accuracy', value });
    const tuned = (count: number, more: (i: number) => Partial<MadeRun> = () => ({})): MadeRun[] =>
      Array.from({ length: count }, (_, i) => ({
        params: { lr: i % 6, seed: i, width: (i * 7) % 5 },
        metrics: { accuracy: [i % 6] },
        ...more(i),
      }));

    it('needs twenty finished runs with a finite value', async () => {
      const runs = tuned(24, (i) => (i < 3 ? { status: 'failed' } : i < 6 ? { metrics: { accuracy: [NaN] } } : {}));
      assert.deepEqual(await importance(await make(runs)), { kind: 'few', runs: 18, needed: 20 });
    });

    it('tells what the metric hangs on, of how many runs, and looks at no seed', async () => {
      const ids = await make(tuned(30, (i) => (i === 0 ? { status: 'failed' } : {})));
      const found = await importance(ids);
      assert.ok(found.kind === 'measured');
      assert.deepEqual([found.runs, found.leftOut, found.total], [29, 1, 2]);
      assert.deepEqual(
        found.params.map(({ key, beyondChance }) => [key, beyondChance]),
        [
          ['lr', true],
          ['width', false],
        ],
      );
    });

    it('judges by the best value where that is asked for', async () => {
      const runs = tuned(24, (i) => ({ metrics: { accuracy: [i % 6, 0] } }));
      const ids = await make(runs);
      assert.deepEqual(await importance(ids), { kind: 'same', runs: 24, of: 'metric' });
      const best = await importance(ids, 'best');
      assert.equal(best.kind === 'measured' && best.params[0]!.key, 'lr');
    });

    it('says so when nothing but seeds differs', async () => {
      const ids = await make(tuned(20, (i) => ({ params: { lr: 1, seed: i } })));
      assert.deepEqual(await importance(ids), { kind: 'same', runs: 20, of: 'params' });
    });
  });

  describe('lead', () => {
    const lead = (runIds: string[], metric = 'accuracy'): Promise<Lead | null> => store.ask('lead', { runIds, metric });
    const repeats = (lr: number, values: number[]): MadeRun[] =>
      values.map((value, seed) => ({ params: { lr, seed }, metrics: { accuracy: [value], other: [value] } }));

    it('is beyond noise where repeats say so', async () => {
      const ids = await make([...repeats(1, [0.9, 0.91, 0.92]), ...repeats(2, [0.5, 0.51, 0.52])]);
      const found = await lead(ids);
      assert.ok(found?.verdict.kind === 'beyond');
      assert.deepEqual([found.run.name, found.runnerUp.name, found.test], ['run-2', 'run-5', 'welch']);
      assert.deepEqual([found.verdict.n, found.configurations], [{ base: 3, run: 3 }, 2]);
      assert.ok(Math.abs(found.verdict.difference - 0.4) < 1e-9);
    });

    it('rests on repeats that are not shown, too', async () => {
      const ids = await make([...repeats(1, [0.9, 0.91, 0.92]), ...repeats(2, [0.5, 0.51, 0.52])]);
      const found = await lead([ids[0]!, ids[3]!]);
      assert.deepEqual(found?.verdict.kind === 'beyond' && found.verdict.n, { base: 3, run: 3 });
    });

    it('is not known of single runs, and not there among repeats, equals and unknown directions', async () => {
      const ids = await make([...repeats(1, [0.9]), ...repeats(2, [0.5, 0.6])]);
      assert.equal((await lead(ids.slice(0, 1))) ?? undefined, undefined);
      assert.equal(await lead(ids.slice(1)), null);
      assert.equal(await lead(ids, 'other'), null);
      await store.ask('setDirection', { key: 'other', direction: 'lower' });
      assert.equal((await lead(ids, 'other'))?.run.name, 'run-1');
      assert.equal((await lead(ids))?.test, 'prediction');
    });

    it('names the test that was made: repeats without a finite value do not count', async () => {
      const ids = await make([...repeats(1, [0.9, 0.91, 0.92]), ...repeats(2, [0.5, NaN])]);
      const found = await lead(ids);
      assert.ok(found?.verdict.kind === 'beyond' || found?.verdict.kind === 'within');
      assert.deepEqual([found.verdict.n, found.test], [{ base: 1, run: 3 }, 'prediction']);
    });

    it('is judged more strictly the more configurations it is the best of', async () => {
      const close = [0.5, 0.54, 0.6];
      const pair = [...repeats(1, [0.62, 0.66, 0.7]), ...repeats(2, close)];
      const ids = await make([...pair, ...repeats(3, [0.1]), ...repeats(4, [0.2]), ...repeats(5, [0.3])]);
      const [two, five] = [await lead(ids.slice(0, 6)), await lead(ids)];
      assert.ok(two?.verdict.kind === 'beyond' && five?.verdict.kind === 'within');
      assert.ok(Math.abs(five.verdict.p - 4 * two.verdict.p) < 1e-12);
      assert.equal(five.configurations, 5);
    });
  });

  describe('surroundings', () => {
    const surroundings = (runIds: string[], onlyDifferences: boolean): Promise<Surroundings> =>
      store.ask('surroundings', { runIds, onlyDifferences });

    it('stand side by side, only what differs where that is asked for', async () => {
      const shared: MadeRun = {
        code: { 'train.py': 'one', 'notes.md': 'n' },
        used: ['train.py'],
        data: { 'a.csv': 'd'.repeat(64) },
        packages: { torch: '2.4', numpy: '2.0' },
        git: { commit: 'abc', branch: 'main', dirty: false, remote: null },
      };
      const ids = await make([
        shared,
        { ...shared, code: { 'train.py': 'two', 'notes.md': 'm' }, packages: { torch: '2.5', numpy: '2.0' } },
        { command: ['python', 'train.py', '--fast'] },
      ]);
      const { sections } = await surroundings(ids.slice(0, 2), true);
      const keys = Object.fromEntries(sections.map(({ kind, rows }) => [kind, rows.map(({ key }) => key)]));
      assert.deepEqual(keys, {
        command: [],
        code: ['train.py'],
        data: [],
        packages: ['torch'],
        machine: [],
        variables: [],
      });
      const all = await surroundings(ids, false);
      const rows = all.sections.flatMap((section) => section.rows);
      assert.deepEqual(rows.find(({ key }) => key === 'numpy')?.values, ['2.0', '2.0', null]);
      assert.deepEqual(rows.find(({ key }) => key === 'branch')?.values, ['main', 'main', null]);
      assert.equal(rows.find(({ key }) => key === 'a.csv')?.values[0], 'v1 · dddddddd');
      assert.equal(
        rows.some(({ key }) => key === 'notes.md'),
        false,
        'what did not run is left out',
      );
    });

    it('of runs that do not exist are empty', async () => {
      const ids = await make([{ packages: { torch: '2.4' } }]);
      const { sections } = await surroundings([ids[0]!, 'nonsense'], true);
      assert.deepEqual(sections.find(({ kind }) => kind === 'packages')?.rows.at(-1)?.values, ['2.4', null]);
    });
  });
});
