import assert from 'node:assert/strict';
import { oneValueTest, welchTest, type Sample, type TestResult } from '../../../../src/common/statistics/significance';
import { incompleteBeta, twoSidedP, twoSidedT } from '../../../../src/common/statistics/studentT';

/** Expected values are those of SciPy 1.17.1, computed once. */
function isNear(actual: number, expected: number, what: string, tolerance = 1e-11): void {
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.abs(expected), `${what}: ${actual}, not ${expected}`);
}

describe('incomplete beta function', () => {
  it('has the values of scipy.special.betainc', () => {
    const expected: [a: number, b: number, x: number, value: number][] = [
      [0.5, 0.5, 0.3, 0.36901011956554536],
      [2, 3, 0.4, 0.5248],
      [50, 0.5, 0.99, 0.3173043978741973],
      [0.5, 200, 0.001, 0.4727558929747644],
      [0.01, 3, 0.2, 0.995087118231316],
      [1000, 1000, 0.51, 0.8144473405684881],
      [1, 1, 0.25, 0.25],
      [2, 3, 0, 0],
      [2, 3, 1, 1],
    ];
    for (const [a, b, x, value] of expected) isNear(incompleteBeta(a, b, x), value, `I(${a}, ${b}, ${x})`);
  });
});

describe("Student's t distribution", () => {
  it('has the two-sided p of scipy.stats.t', () => {
    const expected: [t: number, df: number, p: number][] = [
      [0, 5, 1],
      [1, 1, 0.5],
      [-2.5, 3, 0.08770664700806556],
      [2.5, 3, 0.08770664700806556],
      [12, 4.7, 0.00010527673696674255],
      [0.001, 100, 0.9992041077601035],
      [40, 30, 1.3726045194406417e-27],
      [3, 1e6, 0.0026998625414218],
      [1e8, 2, 1e-16],
    ];
    for (const [t, df, p] of expected) isNear(twoSidedP(t, df), p, `t = ${t}, df = ${df}`, 1e-8);
    assert.equal(twoSidedP(Number.POSITIVE_INFINITY, 3), 0);
    assert.ok(Number.isNaN(twoSidedP(Number.NaN, 3)));
  });
});

describe("quantiles of Student's t distribution", () => {
  it('are those of scipy.stats.t.ppf, for few values and for many', () => {
    const expected: [df: number, t: number][] = [
      [1, 12.706204736],
      [2, 4.30265273],
      [10, 2.228138852],
      [40, 2.02107539],
    ];
    for (const [df, t] of expected) isNear(twoSidedT(0.05, df), t, `df = ${df}`, 1e-8);
    for (const p of [1, 0.3, 1e-9]) isNear(twoSidedP(twoSidedT(p, 35), 35), p, `p = ${p}`, 1e-8);
  });
});

describe('significance of a difference', () => {
  const five: Sample = { n: 5, mean: 0.923, sd: 0.008944271909999168 };
  const others: Sample = { n: 5, mean: 0.9064, sd: 0.006542170893518456 };
  const two: Sample = { n: 2, mean: 0.305, sd: Math.SQRT1_2 / 100 };

  function isResult(actual: TestResult, t: number, df: number, p: number): void {
    isNear(actual.t, t, 't', 1e-9);
    isNear(actual.df, df, 'df', 1e-9);
    isNear(actual.p, p, 'p', 1e-9);
  }

  it('of two means is that of scipy.stats.ttest_ind(equal_var=False)', () => {
    isResult(welchTest(five, others), 3.349607395925745, 7.327567105288733, 0.01145975286578821);
    isResult(welchTest(others, five), -3.349607395925745, 7.327567105288733, 0.01145975286578821);
    const spread: Sample = { n: 4, mean: 0.425, sd: 0.3593976442141304 };
    isResult(welchTest(two, spread), -0.6675256628568377, 3.004641556690312, 0.5521276611320567);
  });

  it('of one more value tells whether it is in the prediction interval', () => {
    isResult(oneValueTest(0.96, five), 3.7762966867907215, 4, 0.019498063843315903);
    isResult(oneValueTest(0.35, two), 5.196152422706626, 1, 0.12103771832367687);
    isResult(oneValueTest(0.92, others), 1.897694945432228, 4, 0.1305856343566768);
  });

  it('of repeats that do not spread is certain, unless there is no difference', () => {
    const exact: Sample = { n: 3, mean: 0.5, sd: 0 };
    assert.equal(welchTest(exact, { ...exact, mean: 0.6 }).p, 0);
    assert.equal(welchTest(exact, exact).p, 1);
    assert.equal(oneValueTest(0.5, exact).p, 1);
    assert.equal(oneValueTest(0.50001, exact).p, 0);
  });
});
