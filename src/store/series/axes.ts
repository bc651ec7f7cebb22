/** Puts the points of a series on an x axis. */
import type { SeriesX } from '../../protocol/chartSettings';
import { gather, sortByX, type Curve } from './curve';
import type { Columns } from './seriesCodec';

/** What a series may be placed by, besides its own columns. */
export interface PlacingContext {
  /** Of the run, ms since 1970. */
  startedAt: number;
  /** Reads the whole series of another metric of the run; `undefined` where it has none. */
  readMetric(key: string): Columns | undefined;
}

/** The points on their x axis, in its order. Points without a place on it are left out. */
export function placeOn(x: SeriesX, points: Columns, context: PlacingContext): Curve {
  if (typeof x === 'string') return sortByX(placeInOrder(x, points, context.startedAt));
  const other = context.readMetric(x.metric);
  return other === undefined ? gather(points, []) : placeOnMetric(sortByX(points), sortByX(other));
}

/** The points on their x axis, in the order in which they were recorded; `startedAt` is the run's, ms since 1970. */
export function placeInOrder(x: SeriesX & string, points: Columns, startedAt: number): Curve {
  if (x === 'step') return points;
  if (x === 'time') return { ...points, xs: points.times.slice() };
  return { ...points, xs: points.times.map((time) => (time - startedAt) / 1000) };
}

/**
 * Each point stands at the value that the other metric had at its step: the one reported at this step, else the last one
 * before it, as an epoch holds for all steps until the next. Both are in the order of their steps.
 */
function placeOnMetric(points: Curve, other: Curve): Curve {
  const xs = new Float64Array(points.steps.length).fill(Number.NaN);
  let at = -1;
  for (let i = 0; i < xs.length; i += 1) {
    while (at + 1 < other.steps.length && other.steps[at + 1]! <= points.steps[i]!) at += 1;
    if (at >= 0) xs[i] = other.values[at]!;
  }
  const placed = [...xs.keys()].filter((index) => Number.isFinite(xs[index]));
  return sortByX(gather({ ...points, xs }, placed));
}
