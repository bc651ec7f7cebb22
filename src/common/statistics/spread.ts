import { toWire } from '../../protocol/numbers';
import type { MetricSpread } from '../../protocol/metricSpread';

/**
 * Mean and spread in one pass, by the method of B. P. Welford, "Note on a Method for Calculating Corrected Sums of Squares
 * and Products" (Technometrics 4, 1962): a difference of sums would lose all digits where the mean is large.
 */
export class Spread {
  private n = 0;
  private nonFinite = 0;
  private mean = 0;
  private squares = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;

  /** Takes in a value; NaN and infinities are counted and left out. */
  add(value: number): void {
    if (!Number.isFinite(value)) {
      this.nonFinite += 1;
      return;
    }
    this.n += 1;
    const before = value - this.mean;
    this.mean += before / this.n;
    this.squares += before * (value - this.mean);
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
  }

  /** Of the values so far. */
  result(): MetricSpread {
    const { n, nonFinite, mean, squares, min, max } = this;
    if (n === 0) return { n, nonFinite, mean: null, sd: null, min: null, max: null };
    const sd = n === 1 ? null : toWire(Math.sqrt(squares / (n - 1)));
    return { n, nonFinite, mean: toWire(mean), sd, min, max };
  }
}
