import type { Columns } from './seriesCodec';

/** Points of a chart: columns of equal length, in the order of x. */
export interface Curve extends Columns {
  /** Where the points stand on the x axis; the steps when absent. */
  xs?: Float64Array;
  smoothed?: Float64Array;
  /** Of the mean of several runs: standard deviation, and how many runs have a value. */
  sd?: Float64Array;
  counts?: Float64Array;
}

export function xsOf(curve: Curve): Float64Array {
  return curve.xs ?? curve.steps;
}

/** The same curve with another array in place of each of its columns. */
export function mapColumns(curve: Curve, change: (column: Float64Array) => Float64Array): Curve {
  const changed = Object.entries(curve).map(([name, column]) => [name, change(column as Float64Array)]);
  return Object.fromEntries(changed) as Curve;
}

/** The points at these places. */
export function gather(curve: Curve, places: ArrayLike<number>): Curve {
  return mapColumns(curve, (column) => {
    const taken = new Float64Array(places.length);
    for (let i = 0; i < places.length; i += 1) taken[i] = column[places[i]!]!;
    return taken;
  });
}

/** The same curve when it is in order already, which is the rule; a resumed run may step back. */
export function sortByX(curve: Curve): Curve {
  const xs = xsOf(curve);
  let sorted = true;
  for (let i = 1; i < xs.length && sorted; i += 1) sorted = xs[i]! >= xs[i - 1]!;
  if (sorted) return curve;
  const order = Array.from(xs, (_, index) => index).sort((a, b) => xs[a]! - xs[b]!);
  return gather(curve, order);
}

/** The points whose x lies in a range, both ends included, of a curve in order. Copies. */
export function cut(curve: Curve, { from, to }: { from: number; to: number }): Curve {
  const xs = xsOf(curve);
  let [start, end] = [0, xs.length];
  while (start < end && xs[start]! < from) start += 1;
  while (end > start && xs[end - 1]! > to) end -= 1;
  return mapColumns(curve, (column) => column.slice(start, end));
}

export function bytesOf(curve: Curve): number {
  return Object.values(curve).reduce((sum: number, column: Float64Array) => sum + column.byteLength, 0);
}
