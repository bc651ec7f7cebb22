import { twoSidedP } from './studentT';

/** The rank of each value from 1, equal values sharing the mean of theirs. None of the values is NaN. */
export function ranksOf(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]! || 0);
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end += 1;
    for (let i = start; i < end; i += 1) ranks[order[i]!] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

/** Values moved and scaled to a mean of 0 and a variance of 1; all 0 where they are equal. */
export function standardized(values: ArrayLike<number>): Float64Array {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i += 1) mean += values[i]! / n;
  let variance = 0;
  for (let i = 0; i < n; i += 1) variance += (values[i]! - mean) ** 2 / n;
  const sd = Math.sqrt(variance);
  return Float64Array.from(values, (value) => (sd === 0 ? 0 : (value - mean) / sd));
}

/**
 * Spearman's rank correlation with its p by Student's t, which is close from ten values on (J. H. Zar, "Significance
 * Testing of the Spearman Rank Correlation Coefficient", 1972). `undefined` with fewer than three values, or where those of
 * one side are all equal.
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): { rho: number; p: number } | undefined {
  const n = a.length;
  const [x, y] = [standardized(ranksOf(a)), standardized(ranksOf(b))];
  if (n < 3 || x.every((value) => value === 0) || y.every((value) => value === 0)) return undefined;
  const product = x.reduce((sum, value, i) => sum + (value * y[i]!) / n, 0);
  const rho = Math.max(-1, Math.min(1, product));
  const t = rho * Math.sqrt((n - 2) / (1 - rho ** 2));
  return { rho, p: twoSidedP(t, n - 2) };
}
