/** Runs, or repeats of runs, in the order of a metric. */
import type { MetricDirection } from '../../../src/protocol/metricDirection';

export interface Bar {
  /** Places of its runs in the comparison, the best first. */
  runs: readonly number[];
  /** Of a group the mean of the finite values. NaN where there is none, or the value that is not finite. */
  value: number;
  /** Standard deviation of the sample; `undefined` with fewer than two finite values. */
  sd: number | undefined;
  /** Runs with a finite value. */
  n: number;
}

/** The best first, runs without a finite value last; those that lack the metric are left out. */
export function barsOf(
  groups: readonly (readonly number[])[],
  values: Float64Array,
  isRecorded: (run: number) => boolean,
  direction: MetricDirection | undefined,
): Bar[] {
  const sign = direction === 'lower' ? 1 : -1;
  const byValue = (a: number, b: number): number => {
    if (!Number.isFinite(a) || !Number.isFinite(b)) return Number(Number.isFinite(b)) - Number(Number.isFinite(a));
    return sign * (a < b ? -1 : Number(a > b));
  };
  const bars = groups.flatMap((group): Bar[] => {
    const runs = group.filter(isRecorded).sort((a, b) => byValue(values[a]!, values[b]!));
    return runs.length === 0 ? [] : [barOf(runs, values)];
  });
  return bars.sort((a, b) => byValue(a.value, b.value));
}

function barOf(runs: readonly number[], values: Float64Array): Bar {
  const finite = runs.map((run) => values[run]!).filter(Number.isFinite);
  const n = finite.length;
  if (n === 0) return { runs, value: values[runs[0]!]!, sd: undefined, n };
  // Divided before they are added: large values overflow otherwise.
  const mean = finite.reduce((sum, value) => sum + value / n, 0);
  const sd = n < 2 ? undefined : Math.sqrt(finite.reduce((sum, value) => sum + (value - mean) ** 2 / (n - 1), 0));
  return { runs, value: mean, sd, n };
}
