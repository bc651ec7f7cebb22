import type { Series } from '../../src/protocol/entities';

export interface Point {
  x: number;
  /** NaN where the line has a gap. */
  y: number;
}

/** One run's series, ready to be drawn. */
export interface ChartLine {
  id: string;
  name: string;
  colorIndex: number;
  /** By rising x; what cannot be drawn has a y of NaN. */
  points: Point[];
  /** Points without a finite value, as they were reported. */
  holes: Point[];
}

/** Makes a line of a series. Steps that went back (a resumed run) are put in order; equal steps keep theirs. */
export function toPoints(series: Series): Pick<ChartLine, 'points' | 'holes'> {
  const points: Point[] = [];
  const holes: Point[] = [];
  let sorted = true;
  for (const [index, value] of series.values.entries()) {
    const x = series.steps[index] as number;
    if (!Number.isFinite(x)) continue;
    if (Number.isFinite(value)) points.push({ x, y: value });
    else {
      points.push({ x, y: Number.NaN });
      holes.push({ x, y: value });
    }
    const before = points.at(-2);
    if (before !== undefined && before.x > x) sorted = false;
  }
  if (!sorted) points.sort((a, b) => a.x - b.x);
  return { points, holes };
}

/** Index of the first point at or behind x; the number of points when all lie before it. */
function firstAt(points: readonly Point[], x: number): number {
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

/** The step of any line that is closest to x. */
export function nearestStep(lines: readonly ChartLine[], x: number): number | undefined {
  let best: number | undefined;
  for (const line of lines) {
    const point = nearestPoint(line.points, x);
    if (point !== undefined && (best === undefined || Math.abs(point.x - x) < Math.abs(best - x))) best = point.x;
  }
  return best;
}

/** The next step of any line behind x, or before it; `undefined` at the end. */
export function neighbourStep(lines: readonly ChartLine[], x: number, direction: 1 | -1): number | undefined {
  const steps = lines.flatMap((line) => {
    let index = firstAt(line.points, x);
    if (direction === 1) while (line.points[index]?.x === x) index += 1;
    return line.points[direction === 1 ? index : index - 1]?.x ?? [];
  });
  if (steps.length === 0) return undefined;
  return direction === 1 ? Math.min(...steps) : Math.max(...steps);
}

export interface Reading {
  line: ChartLine;
  /** As reported: may be NaN or infinite. */
  value: number;
  /** Where the point lies: where points were left out, not always the step that was asked for. */
  step: number;
}

/** What each line shows at a step, best-sorted from high to low, what is not finite last. Lines that do not reach it are left out. */
export function readingsAt(lines: readonly ChartLine[], step: number): Reading[] {
  const readings = lines.flatMap((line) => {
    const [first, last] = [line.points[0], line.points.at(-1)];
    if (first === undefined || last === undefined || step < first.x || step > last.x) return [];
    const point = nearestPoint(line.points, step) as Point;
    const value = Number.isNaN(point.y) ? (line.holes.find((hole) => hole.x === point.x)?.y ?? Number.NaN) : point.y;
    return [{ line, value, step: point.x }];
  });
  const rank = (value: number): number => (Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY);
  return readings.sort((a, b) => (rank(b.value) === rank(a.value) ? 0 : rank(b.value) - rank(a.value)));
}

/** Smallest and largest step of all lines; `undefined` when there is no point. */
export function stepRange(lines: readonly ChartLine[]): { min: number; max: number } | undefined {
  const firsts = lines.flatMap((line) => line.points[0]?.x ?? []);
  if (firsts.length === 0) return undefined;
  return { min: Math.min(...firsts), max: Math.max(...lines.flatMap((line) => line.points.at(-1)?.x ?? [])) };
}

/** Smallest and largest finite value of all lines; `undefined` when there is none. */
export function valueRange(lines: readonly ChartLine[]): { min: number; max: number } | undefined {
  const range = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
  for (const { points } of lines) {
    for (const { y } of points) {
      // Comparisons with NaN are false, so gaps change nothing.
      if (y < range.min) range.min = y;
      if (y > range.max) range.max = y;
    }
  }
  return range.min <= range.max ? range : undefined;
}
