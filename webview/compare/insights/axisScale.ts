import { scaleLinear, scaleLog, scalePoint } from 'd3-scale';
import { formatTick } from '../../ui/numbers';
import type { Column } from './fields';

/** Beyond it differences of two numbers overflow. */
const LARGEST = 8e307;
/** Largest over smallest value from which a logarithmic axis says more. */
const WIDE = 100;
const MOST_TICKS = 6;
/** Categories that have room for their names. */
const MOST_NAMES = 24;

export interface Tick {
  /** Pixel along the axis. */
  at: number;
  text: string;
}

/** Where values stand along an axis of pixels. */
export interface AxisScale {
  /** The pixel of each run's value; NaN for what has no place on the axis: missing, not finite, not above 0 on a logarithmic one. */
  places: Float64Array;
  ticks: Tick[];
  /** The value at a pixel; of categories their number. */
  valueAt(pixel: number): number;
  /** The pixel of a value, or of a category's number. */
  pixelOf(value: number): number;
}

export interface AxisRange {
  /** Pixel of the smallest value or first category. */
  from: number;
  to: number;
}

/** Whether the values of a column may stand on a logarithmic axis. */
export function canBeLog({ numbers }: Column): boolean {
  return numbers?.some((value) => value > 0 && Number.isFinite(value)) === true && !numbers.some((value) => value <= 0);
}

/** Whether it would be shown so if nobody chose: learning rates are. */
export function isLogByItself(column: Column): boolean {
  if (column.kind !== 'param' || !canBeLog(column)) return false;
  const [least, most] = finiteRange(column.numbers!);
  return most / least >= WIDE;
}

/** Lays a column out along an axis. `room` is the distance from either end to the outermost value, pixels. */
export function axisScale(column: Column, range: AxisRange, log: boolean, room = 0): AxisScale {
  if (column.numbers === undefined) return categories(column, range);
  const inner = range.from < range.to ? [range.from + room, range.to - room] : [range.from - room, range.to + room];
  return log && canBeLog(column) ? logarithmic(column.numbers, inner) : linear(column.numbers, inner);
}

function linear(numbers: Float64Array, range: number[]): AxisScale {
  const [least, most] = finiteRange(numbers);
  const spare = most > least ? 0 : Math.abs(least) * 0.1 || 0.5;
  const scale = scaleLinear([least - spare, most + spare], range);
  const marks = spare > 0 ? [least] : scale.ticks(MOST_TICKS);
  const gap = (marks[1] ?? 0) - (marks[0] ?? 0);
  return {
    places: numbers.map((value) => (isShown(value) ? scale(value) : Number.NaN)),
    ticks: marks.map((value) => ({ at: scale(value), text: formatTick(value, spare > 0 ? 0 : gap) })),
    valueAt: (pixel) => scale.invert(pixel),
    pixelOf: (value) => scale(value),
  };
}

function logarithmic(numbers: Float64Array, range: number[]): AxisScale {
  const [least, most] = finiteRange(numbers);
  const scale = scaleLog(most > least ? [least, most] : [least / 2, Math.min(LARGEST, most * 2)], range);
  const marks = scale.ticks(MOST_TICKS);
  const powers = marks.filter((value) => Number.isInteger(Math.round(Math.log10(value) * 1e9) / 1e9));
  // Between the powers of ten there is no room for all; where there is no power, all are few.
  const shown = powers.length >= 2 ? thinned(powers, MOST_TICKS) : thinned(marks, MOST_TICKS);
  return {
    places: numbers.map((value) => (isShown(value) && value > 0 ? scale(value) : Number.NaN)),
    ticks: shown.map((value) => ({ at: scale(value), text: formatTick(value, value) })),
    valueAt: (pixel) => scale.invert(pixel),
    pixelOf: (value) => scale(value),
  };
}

function categories({ levels, texts }: Column, { from, to }: AxisRange): AxisScale {
  const scale = scalePoint(levels.keys(), [from, to]).padding(0.5);
  const numberOf = new Map(levels.map((level, i) => [level, i]));
  const place = (level: number): number => scale(level) ?? Number.NaN;
  const step = scale.step() * Math.sign(to - from) || 1;
  return {
    places: Float64Array.from(texts, (text) => place(numberOf.get(text ?? '') ?? -1)),
    ticks: thinned([...levels.keys()], MOST_NAMES).map((level) => ({ at: place(level), text: levels[level]! })),
    valueAt: (pixel) => (pixel - place(0)) / step,
    pixelOf: (level) => place(0) + level * step,
  };
}

function isShown(value: number): boolean {
  return Math.abs(value) <= LARGEST;
}

/** Smallest and largest value that can be shown; 0 and 1 where there is none. */
function finiteRange(numbers: Float64Array): [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of numbers) {
    if (!isShown(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least <= most ? [least, most] : [0, 1];
}

function thinned<T>(items: readonly T[], most: number): T[] {
  const every = Math.ceil(items.length / most);
  return items.filter((_, i) => i % every === 0);
}
