/** Whether numbers differ by more than chance, judged by how repeats of them spread. */
import { twoSidedP } from './studentT';

/** What is known of the repeats of a measurement. */
export interface Sample {
  /** Number of values. */
  n: number;
  mean: number;
  /** Standard deviation of the sample (over n − 1). */
  sd: number;
}

export interface TestResult {
  t: number;
  /** Degrees of freedom. */
  df: number;
  /** How likely chance alone makes a difference as large, to either side. */
  p: number;
}

/**
 * Welch's t-test of two means, which takes no equal spread for granted (B. L. Welch, "The generalization of 'Student's'
 * problem when several different population variances are involved", Biometrika 34, 1947). Both samples have two
 * values or more. Of samples that do not spread at all any difference is beyond chance.
 */
export function welchTest(a: Sample, b: Sample): TestResult {
  const [errorA, errorB] = [a.sd ** 2 / a.n, b.sd ** 2 / b.n];
  const error = errorA + errorB;
  const df = error === 0 ? a.n + b.n - 2 : error ** 2 / (errorA ** 2 / (a.n - 1) + errorB ** 2 / (b.n - 1));
  return result(a.mean - b.mean, Math.sqrt(error), df);
}

/**
 * Whether one more value fits a sample of two or more: whether it lies in the prediction interval, mean ± t · sd ·
 * √(1 + 1/n), for a t of n − 1 degrees of freedom (G. J. Hahn and W. Q. Meeker, "Statistical Intervals", 1991, 4.7).
 */
export function oneValueTest(value: number, { n, mean, sd }: Sample): TestResult {
  return result(value - mean, sd * Math.sqrt(1 + 1 / n), n - 1);
}

function result(difference: number, error: number, df: number): TestResult {
  // 0 / 0 is no difference, not an unknown one.
  const t = difference === 0 ? 0 : difference / error;
  return { t, df, p: twoSidedP(t, df) };
}
