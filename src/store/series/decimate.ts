import { gather, sortByX, xsOf, type Curve } from './curve';

/** Of one pixel column: first, smallest, largest, not finite, last. */
const MOST_KEPT = 5;
/** The smallest and the largest smoothed value besides. */
const MOST_KEPT_SMOOTHED = 7;

/**
 * Thins a series out to what a chart of `width` pixels can show, without losing a spike: M4 (Jugel et al., "M4: A
 * Visualization-Oriented Time Series Data Aggregation", PVLDB 7(10), 2014). The range of x is divided into `width`
 * columns; of each the first, the last, the smallest and the largest point are kept, those with the smallest and the
 * largest smoothed value, and the first point that is not finite, so that a divergence shows. Points come out in the order
 * of x, those of one x in the order in which they were recorded. A series that has no more points than would be kept is
 * returned whole.
 */
export function decimate(series: Curve, width: number): { columns: Curve; decimated: boolean } {
  const columns = sortByX(series);
  const n = columns.steps.length;
  if (n <= 4 * width) return { columns, decimated: false };
  const kept = pick(columns, Math.max(1, Math.floor(width)));
  if (kept.length === n) return { columns, decimated: false };
  return { columns: gather(columns, kept), decimated: true };
}

/** Indices of the points kept, in order. */
function pick(curve: Curve, width: number): Uint32Array {
  const { values, smoothed } = curve;
  const xs = xsOf(curve);
  const n = xs.length;
  const from = xs[0]!;
  const scale = width / (xs[n - 1]! - from || 1);
  const columnOf = (index: number): number => Math.min(width - 1, Math.floor((xs[index]! - from) * scale));
  const kept = new Uint32Array(Math.min(n, (smoothed === undefined ? MOST_KEPT : MOST_KEPT_SMOOTHED) * width));
  let count = 0;
  const keep = (index: number): void => {
    if (index !== -1 && (count === 0 || kept[count - 1] !== index)) kept[count++] = index;
  };
  for (let start = 0; start < n;) {
    const column = columnOf(start);
    const extremes = new Extremes(values);
    const smooth = smoothed && new Extremes(smoothed);
    let end = start;
    for (; end < n && columnOf(end) === column; end += 1) {
      extremes.add(end);
      smooth?.add(end);
    }
    keep(start);
    if (smooth === undefined)
      for (const index of sorted(extremes.smallest, extremes.largest, extremes.odd)) keep(index);
    else for (const index of [...extremes.list(), smooth.smallest, smooth.largest].sort((a, b) => a - b)) keep(index);
    keep(end - 1);
    start = end;
  }
  return kept.subarray(0, count);
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
