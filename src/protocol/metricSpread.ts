import type { WireNumber } from './numbers';

/** Last values of a metric over the runs of a group. NaN and infinities are left out and counted. */
export interface MetricSpread {
  /** Runs with a finite last value. */
  n: number;
  nonFinite: number;
  /** `null` without any; so are `min` and `max`. */
  mean: WireNumber | null;
  /** Standard deviation of the sample (over n − 1); `null` with fewer than two. */
  sd: WireNumber | null;
  min: number | null;
  max: number | null;
}
