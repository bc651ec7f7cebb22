/** How far results of one and the same training are from each other by chance. */

/** Quantiles of Student's t distribution at 0.975, for 1 to 30 degrees of freedom; beyond, the normal one's. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
const NORMAL_975 = 1.96;
/** Results that differ by less, relative to the larger one, count as the same: sums in another order. */
const SAME = 1e-6;

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of a sample; 0 for a single value. */
export function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/**
 * How far the mean of `count` further results may be from that of these by chance alone: half the 95 % prediction
 * interval of normal results. It needs two values at least.
 */
export function noiseOf(values: readonly number[], count = 1): number {
  const quantile = T_975[values.length - 2] ?? NORMAL_975;
  return quantile * deviationOf(values) * Math.sqrt(1 / values.length + 1 / count);
}

/** Whether two results are the same but for rounding. */
export function isNearlySame(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}
