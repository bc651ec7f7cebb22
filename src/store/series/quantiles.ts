import type { Curve } from './curve';

/** As TensorBoard's "ignore outliers". */
const LOWEST = 0.05;
const HIGHEST = 0.95;
/** Of longer series as many points tell it well enough. */
const MOST_SAMPLED = 2000;
/** Of the golden ratio: its multiples fall evenly between 0 and 1, and in step with nothing that recurs in a series. */
const IRREGULAR = 0.618033988749895;

/** Between which values most points of a curve lie, with their deviations; `undefined` where none is finite. */
export function quantilesOf({ values, sd }: Curve): { low: number; high: number } | undefined {
  const sample = sampled(values.length).filter((place) => Number.isFinite(values[place]));
  if (sample.length === 0) return undefined;
  const sorted = (sign: number): Float64Array =>
    Float64Array.from(sample, (place) => values[place]! + sign * (sd?.[place] || 0)).sort();
  const lows = sorted(-1);
  return { low: at(lows, LOWEST), high: at(sd === undefined ? lows : sorted(1), HIGHEST) };
}

/** Places among `n`: all, or as many as are enough. */
function sampled(n: number): Uint32Array {
  const places = new Uint32Array(Math.min(n, MOST_SAMPLED));
  return places.map((_, i) => (n === places.length ? i : Math.floor(((i * IRREGULAR) % 1) * n)));
}

function at(sorted: Float64Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))]!;
}
