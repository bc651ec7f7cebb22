import { firstAt, type ChartLine, type Point } from './chartLine';
import type { Range } from './chartRange';

/** As TensorBoard's "ignore outliers": what lies outside these quantiles of what is in sight. */
const LOWEST = 0.05;
const HIGHEST = 0.95;

export interface ValueAxis extends Range {
  /** Points in the range of x that lie beyond the axis. */
  outside: number;
}

/**
 * The values of the lines within a range of x, with some room around them so that the lines fill the height; ticks stand
 * where round numbers fall. Bands and the values behind smoothed lines count too. With `clip` the outermost values are
 * left out, and counted.
 */
export function valueAxis(
  lines: readonly ChartLine[],
  shown: Range,
  { log, clip }: { log: boolean; clip: boolean },
): ValueAxis {
  const values = lines.flatMap((line) => valuesIn(line, shown)).filter((value) => !log || value > 0);
  const range = (clip ? quantiles(values) : extent(values)) ?? { min: log ? 0.1 : 0, max: 1 };
  const axis = log ? logRoom(range) : room(range);
  return { ...axis, outside: clip ? countOutside(lines, shown, axis) : 0 };
}

/** Points as they were reported that lie beyond the axis. */
function countOutside(lines: readonly ChartLine[], shown: Range, axis: Range): number {
  let count = 0;
  for (const { points, raw = points } of lines) {
    for (let index = firstAt(raw, shown.min); index < raw.length; index += 1) {
      const { x, y } = raw[index] as Point;
      if (x > shown.max) break;
      if (y < axis.min || y > axis.max) count += 1;
    }
  }
  return count;
}

/** Smallest and largest of values; `undefined` when there is none. */
function extent(values: readonly number[]): Range | undefined {
  const range = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
  for (const value of values) {
    if (value < range.min) range.min = value;
    if (value > range.max) range.max = value;
  }
  return range.min <= range.max ? range : undefined;
}

function quantiles(values: readonly number[]): Range | undefined {
  if (values.length === 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] as number;
  return { min: at(LOWEST), max: at(HIGHEST) };
}

/** Finite values of a line in a range of x, with the points next to it, to which the line leads. */
function valuesIn(line: ChartLine, shown: Range): number[] {
  const part = <T extends { x: number }>(points: readonly T[]): T[] => {
    const [from, to] = [firstAt(points, shown.min), firstAt(points, shown.max)];
    return points.slice(Math.max(0, from - 1), to + 2);
  };
  const found: number[] = [];
  const add = (point: Point): void => void (Number.isNaN(point.y) || found.push(point.y));
  part(line.points).forEach(add);
  if (line.raw !== undefined) part(line.raw).forEach(add);
  for (const { low, high } of part(line.band ?? [])) found.push(low, high);
  return found;
}

function room({ min, max }: Range): Range {
  // Halves, so that the distance of the largest numbers is still one.
  const space = (max / 2 - min / 2) * 0.1 || Math.abs(max) * 0.1 || 1;
  return { min: Math.max(-Number.MAX_VALUE, min - space), max: Math.min(Number.MAX_VALUE, max + space) };
}

function logRoom({ min, max }: Range): Range {
  const ratio = (max / min) ** 0.05;
  return ratio > 1 && Number.isFinite(ratio) ? { min: min / ratio, max: max * ratio } : { min: min / 2, max: max * 2 };
}
