import type { Quantiles } from '../../protocol/entities';
import { gather, sortByX, xsOf, type Curve } from './curve';
import { quantilesOf } from './quantiles';

/** Of one pixel column: first, smallest, largest, not finite, last. */
const MOST_KEPT = 5;
/** The smallest and the largest smoothed value besides. */
const MOST_KEPT_SMOOTHED = 7;

export interface Thinned {
  columns: Curve;
  decimated: boolean;
  /** Of all points, where some were left out. */
  quantiles?: Quantiles;
}

/**
 * Thins a series out to what a chart of `width` pixels can show, without losing a spike: M4 (Jugel et al., "M4: A
 * Visualization-Oriented Time Series Data Aggregation", PVLDB 7(10), 2014). The range of x is divided into `width`
 * columns, of equal ratios on a logarithmic axis; of each the first, the last, the smallest and the largest point are
 * kept, those with the smallest and the largest smoothed value, and the first point that is not finite, so that a
 * divergence shows. Points come out in the order of x, those of one x in the order in which they were recorded. A series
 * that has no more points than would be kept is returned whole.
 */
export function decimate(series: Curve, width: number, logX = false): Thinned {
  const columns = sortByX(series);
  const n = columns.steps.length;
  if (n <= 4 * width) return { columns, decimated: false };
  const kept = pick(columns, Math.max(1, Math.floor(width)), logX);
  if (kept.length === n) return { columns, decimated: false };
  const quantiles = quantilesOf(columns);
  return {
    columns: gather(columns, kept),
    decimated: true,
    ...(quantiles === undefined ? {} : { quantiles: { ...quantiles, points: kept.length } }),
  };
}

/** Indices of the points kept, in order. */
function pick(curve: Curve, width: number, logX: boolean): Uint32Array {
  const { values, smoothed } = curve;
  const xs = xsOf(curve);
  const n = xs.length;
  // Points to the left of a logarithmic axis have a column of their own.
  const columns = width + 1;
  const kept = new Uint32Array(Math.min(n, (smoothed === undefined ? MOST_KEPT : MOST_KEPT_SMOOTHED) * columns));
  const edges = columnEdges(xs, width, logX);
  let count = 0;
  const keep = (index: number): void => {
    if (index !== -1 && (count === 0 || kept[count - 1] !== index)) kept[count++] = index;
  };
  let start = 0;
  for (const edge of edges) {
    const extremes = new Extremes(values);
    const smooth = smoothed && new Extremes(smoothed);
    let end = start;
    for (; end < n && xs[end]! < edge; end += 1) {
      extremes.add(end);
      smooth?.add(end);
    }
    if (end === start) continue;
    keep(start);
    if (smooth === undefined)
      for (const index of sorted(extremes.smallest, extremes.largest, extremes.odd)) keep(index);
    else for (const index of [...extremes.list(), smooth.smallest, smooth.largest].sort((a, b) => a - b)) keep(index);
    keep(end - 1);
    start = end;
  }
  return kept.subarray(0, count);
}

/**
 * Where each column ends, from the left: first the one of points that a logarithmic axis cannot show, then `width` columns
 * of the axis. The last one has no end, so that every point is in a column whatever rounding does.
 */
function columnEdges(xs: Float64Array, width: number, logX: boolean): Float64Array {
  const first = logX ? (xs.find((x) => x > 0) ?? 1) : xs[0]!;
  const [from, to] = logX ? [Math.log10(first), Math.log10(xs.at(-1)!)] : [first, xs.at(-1)!];
  const edges = new Float64Array(width + 1);
  for (let column = 0; column < width; column += 1) {
    // Not by the length of the range, which may be larger than the largest number.
    const edge = from * (1 - column / width) + to * (column / width);
    edges[column] = logX ? 10 ** edge : edge;
  }
  edges[0] = first;
  edges[width] = Infinity;
  return edges;
}

/** Places of the smallest and the largest finite value and of the first that is not finite; −1 where there is none. */
class Extremes {
  smallest = -1;
  largest = -1;
  odd = -1;

  constructor(private readonly values: Float64Array) {}

  add(index: number): void {
    const value = this.values[index]!;
    if (!Number.isFinite(value)) this.odd = this.odd === -1 ? index : this.odd;
    else {
      if (this.smallest === -1 || value < this.values[this.smallest]!) this.smallest = index;
      if (this.largest === -1 || value > this.values[this.largest]!) this.largest = index;
    }
  }

  list(): [number, number, number] {
    return [this.smallest, this.largest, this.odd];
  }
}

function sorted(a: number, b: number, c: number): [number, number, number] {
  const [low, high] = a < b ? [a, b] : [b, a];
  if (c < low) return [c, low, high];
  return c < high ? [low, c, high] : [low, high, c];
}
