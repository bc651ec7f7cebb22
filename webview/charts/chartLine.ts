import type { Series } from '../../src/protocol/entities';

export interface Point {
  x: number;
  /** NaN where the line has a gap. */
  y: number;
  /** Place of the point in its series. */
  index?: number;
}

/** What lies between two values at an x; both are NaN where the band has a gap. */
export interface BandPoint {
  x: number;
  low: number;
  high: number;
}

/** One run's series, or the mean of several runs, ready to be drawn. */
export interface ChartLine {
  id: string;
  name: string;
  colorIndex: number;
  /** Of the run, ms since 1970. */
  startedAt?: number;
  /** By rising x; what cannot be drawn has a y of NaN. */
  points: Point[];
  /** Points without a finite value, as they were reported. */
  holes: Point[];
  /** Of a smoothed line: the values as they were reported. */
  raw?: Point[];
  /** Of a mean: one standard deviation to either side. */
  band?: BandPoint[];
  /** Of a mean: how many runs it is of. */
  members?: number;
  /** What the points were made of. */
  source?: Series;
}

/** Makes a line of a series: of its smoothed values where it has some. */
export function toPoints(series: Series): Pick<ChartLine, 'points' | 'holes' | 'raw' | 'band' | 'source'> {
  const { values, smoothed, sd } = series;
  const xs = series.xs ?? series.steps;
  const order = inOrder(xs);
  const pointsOf = (ys: Float64Array): Point[] =>
    order.map((index) => ({ x: xs[index] as number, y: finite(ys[index]), index }));
  const raw = pointsOf(values);
  const points = smoothed === undefined ? raw : pointsOf(smoothed);
  const holes = order
    .filter((index) => !Number.isFinite(values[index]))
    .map((index) => ({ x: xs[index] as number, y: values[index] as number, index }));
  return {
    points,
    holes,
    ...(smoothed === undefined ? {} : { raw }),
    ...(sd === undefined ? {} : { band: bandOf(points, sd) }),
    source: series,
  };
}

/** Which points have a place, by rising x. Those that went back (a resumed run) are put in order; equal ones keep theirs. */
function inOrder(xs: Float64Array): number[] {
  const order: number[] = [];
  let sorted = true;
  let last = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < xs.length; index += 1) {
    const x = xs[index]!;
    if (!Number.isFinite(x)) continue;
    sorted &&= last <= x;
    last = x;
    order.push(index);
  }
  return sorted ? order : order.sort((a, b) => xs[a]! - xs[b]!);
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : Number.NaN;
}

/** A single run has no deviation: the band is as narrow as its line there. Gaps of the line are gaps of the band. */
function bandOf(points: readonly Point[], sd: Float64Array): BandPoint[] {
  return points.map(({ x, y, index }) => {
    const deviation = finite(sd[index as number]) || 0;
    return { x, low: y - deviation, high: y + deviation };
  });
}

/** Index of the first point at or behind x; the number of points when all lie before it. */
export function firstAt(points: readonly { x: number }[], x: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] as Point).x < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The point of a line that is closest to x. */
function nearestPoint(points: readonly Point[], x: number): Point | undefined {
  const index = firstAt(points, x);
  const [before, after] = [points[index - 1], points[index]];
  if (before === undefined || after === undefined) return before ?? after;
  return x - before.x < after.x - x ? before : after;
}

/** The x of any line's point that is closest to x. */
export function nearestX(lines: readonly ChartLine[], x: number): number | undefined {
  let best: number | undefined;
  for (const line of lines) {
    const point = nearestPoint(line.points, x);
    if (point !== undefined && (best === undefined || Math.abs(point.x - x) < Math.abs(best - x))) best = point.x;
  }
  return best;
}

/** The next x of any line behind x, or before it; `undefined` at the end. */
export function neighbourX(lines: readonly ChartLine[], x: number, direction: 1 | -1): number | undefined {
  const places = lines.flatMap((line) => {
    let index = firstAt(line.points, x);
    if (direction === 1) while (line.points[index]?.x === x) index += 1;
    return line.points[direction === 1 ? index : index - 1]?.x ?? [];
  });
  if (places.length === 0) return undefined;
  return direction === 1 ? Math.min(...places) : Math.max(...places);
}

export interface Reading {
  line: ChartLine;
  /** As it is drawn; where that is a gap, as it was reported: NaN or infinite. */
  value: number;
  /** Where the point lies: where points were left out, not always at the x that was asked for. */
  x: number;
  /** Step and wall time (ms since 1970) of the point; NaN where it is no single point. */
  step: number;
  time: number;
  /** Of a mean: standard deviation and number of runs there. */
  sd?: number;
  count?: number;
}

/** What each line shows at an x, sorted from high to low, what is not finite last. Lines that do not reach it are left out. */
export function readingsAt(lines: readonly ChartLine[], x: number): Reading[] {
  const readings = lines.flatMap((line) => {
    const [first, last] = [line.points[0], line.points.at(-1)];
    if (first === undefined || last === undefined || x < first.x || x > last.x) return [];
    return [readingOf(line, nearestPoint(line.points, x) as Point)];
  });
  const rank = (value: number): number => (Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY);
  return readings.sort((a, b) => (rank(b.value) === rank(a.value) ? 0 : rank(b.value) - rank(a.value)));
}

function readingOf(line: ChartLine, point: Point): Reading {
  const { source } = line;
  const at = (column: Float64Array | undefined): number => column?.[point.index ?? -1] ?? Number.NaN;
  const hole = Number.isNaN(point.y) ? line.holes.find((one) => one.x === point.x) : undefined;
  return {
    line,
    value: Number.isNaN(point.y) ? (hole?.y ?? (source === undefined ? Number.NaN : at(source.values))) : point.y,
    x: point.x,
    step: source === undefined ? point.x : at(source.steps),
    time: at(source?.times),
    ...(source?.counts === undefined ? {} : { sd: at(source.sd), count: at(source.counts) }),
  };
}

/** Smallest and largest x of all lines; `undefined` when there is no point. */
export function xRange(lines: readonly ChartLine[]): { min: number; max: number } | undefined {
  const firsts = lines.flatMap((line) => line.points[0]?.x ?? []);
  if (firsts.length === 0) return undefined;
  return { min: Math.min(...firsts), max: Math.max(...lines.flatMap((line) => line.points.at(-1)?.x ?? [])) };
}
