import { firstAt, type ChartLine, type Point } from './chartLine';
import type { Range } from './chartRange';

/** What lies outside these quantiles of each line, and beyond those of most lines. TensorBoard pools all lines. */
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
  const all = lines.map((line) => valuesIn(line, shown).filter((value) => !log || value > 0));
  const range = (clip ? mostOf(lines, all, log) : extent(all.flat())) ?? { min: log ? 0.1 : 0, max: 1 };
  const axis = log ? logRoom(range) : room(range);
  return { ...axis, outside: clip ? countOutside(lines, shown, axis) : 0 };
}

/** What most values of most lines lie in; `values` are those in sight, line by line, which the axis can show. */
function mostOf(lines: readonly ChartLine[], values: readonly (readonly number[])[], log: boolean): Range | undefined {
  const ranges = lines.flatMap((line, i) => mostOfLine(line, values[i]!, log) ?? []);
  if (ranges.length === 0) return undefined;
  const [lows, highs] = [ranges.map(({ min }) => min), ranges.map(({ max }) => max)];
  return { min: quantile(lows, LOWEST), max: quantile(highs, HIGHEST) };
}

function mostOfLine(line: ChartLine, values: readonly number[], log: boolean): Range | undefined {
  const whole = line.source?.quantiles;
  const least = extent(values)?.min;
  if (least === undefined) return undefined;
  if (whole === undefined || (log && whole.high <= 0)) return mostOfValues(values);
  // Of a series that was thinned out the outermost points are drawn, and few of the others: they tell nothing.
  const known = { min: log && whole.low <= 0 ? least : whole.low, max: whole.high };
  const later = mostOfValues(pointsBehind(line, whole.points).filter((value) => !log || value > 0));
  if (later === undefined) return known;
  return { min: Math.min(known.min, later.min), max: Math.max(known.max, later.max) };
}

function mostOfValues(values: readonly number[]): Range | undefined {
  return values.length === 0 ? undefined : { min: quantile(values, LOWEST), max: quantile(values, HIGHEST) };
}

/** The finite values that were reported behind the first `known` ones. */
function pointsBehind({ points, raw = points }: ChartLine, known: number): number[] {
  return raw.flatMap(({ y, index = 0 }) => (index < known || Number.isNaN(y) ? [] : y));
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

function quantile(values: readonly number[], share: number): number {
  return Float64Array.from(values).sort()[Math.round(share * (values.length - 1))] as number;
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
  for (const { low, high } of part(line.band ?? [])) if (!Number.isNaN(high)) found.push(low, high);
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
