/** How far results of one and the same training are from each other by chance. */
import type { Sample } from '../../common/statistics/significance';
import { twoSidedT } from '../../common/statistics/studentT';

/** A result that chance alone brings about more seldom is another one. */
export const CHANCE = 0.05;
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

export function sampleOf(values: readonly number[]): Sample {
  return { n: values.length, mean: meanOf(values), sd: deviationOf(values) };
}

/**
 * How far the mean of `count` further results may be from that of these by chance alone: half the 95 % prediction
 * interval of normal results. It needs two values at least.
 */
export function noiseOf(values: readonly number[], count = 1): number {
  return twoSidedT(CHANCE, values.length - 1) * deviationOf(values) * Math.sqrt(1 / values.length + 1 / count);
}

/** Whether two results are the same but for rounding. */
export function isNearlySame(a: number, b: number): boolean {
  return Math.abs(a - b) <= SAME * Math.max(Math.abs(a), Math.abs(b));
}
