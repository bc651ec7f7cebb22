import assert from 'node:assert/strict';
import { differencesOf, judge, leadersOf } from '../../../webview/compare/verdict';
import { compare, makeRun, type RunData } from './runData';

function verdict(...runs: RunData[]) {
  const result = judge(
    compare(
      runs,
      runs.map(({ run }) => run.id),
    ),
  );
  return 'run' in result ? { ...result, run: result.run.name } : result;
}

const run = (index: number, metrics: Record<string, number[]>, status: 'finished' | 'running' = 'finished') =>
  makeRun(index, { name: ['first', 'second', 'third'][index]!, metrics, status });

describe('verdict of a comparison', () => {
  it('names the run with the highest accuracy and its lead over the next', () => {
    assert.deepEqual(verdict(run(0, { accuracy: [0.5] }), run(1, { accuracy: [0.75] }), run(2, { accuracy: [0.25] })), {
      kind: 'better',
      run: 'second',
      metric: 'accuracy',
      delta: 0.25,
      value: 0.75,
    });
  });

  it('names the run with the lowest loss', () => {
    assert.deepEqual(verdict(run(0, { loss: [0.5] }), run(1, { loss: [0.75] })), {
      kind: 'better',
      run: 'first',
      metric: 'loss',
      delta: 0.25,
      value: 0.5,
    });
  });

  it('says that a run leads while one of them still trains', () => {
    const result = verdict(run(0, { loss: [0.5] }, 'running'), run(1, { loss: [0.75] }));
    assert.equal(result.kind, 'leads');
  });

  it('calls nothing better whose direction is unknown', () => {
    const result = verdict(run(0, { temperature: [1] }), run(1, { temperature: [2] }));
    assert.deepEqual([result.kind, 'run' in result && result.run], ['highest', 'second']);
  });

  it('tells a diverged run from a better one', () => {
    assert.deepEqual(verdict(run(0, { loss: [Number.NaN] }), run(1, { loss: [9] })), {
      kind: 'only',
      run: 'second',
      metric: 'loss',
      value: 9,
    });
    assert.deepEqual(verdict(run(0, { loss: [Number.NaN] }), run(1, { loss: [Number.POSITIVE_INFINITY] })), {
      kind: 'diverged',
      metric: 'loss',
    });
  });

  it('says that runs are equal', () => {
    assert.deepEqual(verdict(run(0, { loss: [1] }), run(1, { loss: [1] })), {
      kind: 'equal',
      metric: 'loss',
      value: 1,
    });
  });

  it('says that the best are level, and not ahead by 0 of each other', () => {
    const level = (...values: number[]) => {
      const result = verdict(...values.map((value, i) => run(i, { loss: [value] })));
      return [result.kind, 'runs' in result && result.runs.map(({ name }) => name)];
    };
    assert.deepEqual(level(2, 1, 1), ['tied', ['second', 'third']]);
    // The same three numbers, added in another order.
    assert.deepEqual(level(0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1, 1), ['tied', ['second', 'first']]);
    assert.equal(verdict(run(0, { t: [2] }), run(1, { t: [2] }), run(2, { t: [1] })).kind, 'tiedHighest');
  });

  it('calls runs of 32 bits that differ in their last bit not level', () => {
    const values = [0.1, 0.1 + 2 ** -27].map(Math.fround);
    assert.equal(verdict(...values.map((value, i) => run(i, { loss: [value] }))).kind, 'better');
  });

  it('has no leaders where the best are level', () => {
    const leaders = (...values: number[]) => {
      const runs = values.map((value, i) => run(i, { loss: [value] }));
      const comparison = compare(
        runs,
        runs.map(({ run: { id } }) => id),
      );
      return leadersOf(comparison, 'loss').map(({ name }) => name);
    };
    assert.deepEqual(leaders(1, 1, 2), []);
    assert.deepEqual(leaders(3, 1, 2), ['second', 'third']);
  });

  it('tells of one run where it is, and where it was better', () => {
    assert.deepEqual(verdict(run(0, { loss: [3, 1, 2] })), {
      kind: 'single',
      run: 'first',
      metric: 'loss',
      value: 2,
      best: 1,
    });
  });

  it('is silent without metrics', () => {
    assert.deepEqual(verdict(run(0, {}), run(1, {})), { kind: 'none' });
  });
});

describe('what sets the runs of a comparison apart', () => {
  const differences = (...runs: RunData[]) =>
    differencesOf(
      compare(
        runs,
        runs.map((one) => one.run.id),
      ),
    );
  const repeat = (index: number, seed: number, loss: number[]) =>
    makeRun(index, { params: { lr: 1, seed, ...(index > 0 ? { 'seed.torch': seed } : {}) }, metrics: { loss } });

  it('is named, seeds after all other params', () => {
    const [a, b] = [
      { seed: 1, width: 2 },
      { seed: 2, width: 3 },
    ].map((params, i) => makeRun(i, { params }));
    assert.deepEqual(differences(a!, b!), { kind: 'named', keys: ['width', 'seed'] });
  });

  it('is nothing but seeds where they are repeats, whose values spread', () => {
    assert.deepEqual(differences(repeat(0, 1, [9, 1]), repeat(1, 2, [3]), repeat(2, 3, [5]), repeat(3, 4, [NaN])), {
      kind: 'seeds',
      spread: { mean: 3, sd: 2 },
    });
  });

  it('is without a spread where one run has a value, or all have the same', () => {
    assert.deepEqual(differences(repeat(0, 1, [1]), repeat(1, 2, [NaN])), { kind: 'seeds' });
    assert.deepEqual(differences(repeat(0, 1, [1]), repeat(1, 2, [1])), { kind: 'seeds' });
    assert.deepEqual(differences(repeat(0, 1, []), repeat(1, 2, [])), { kind: 'seeds' });
  });

  it('is nothing where all params agree, and unknown without params', () => {
    assert.deepEqual(differences(makeRun(0, { params: { seed: 1 } }), makeRun(1, { params: { seed: 1 } })), {
      kind: 'none',
    });
    assert.deepEqual(differences(makeRun(0), makeRun(1)), { kind: 'unknown' });
  });
});
