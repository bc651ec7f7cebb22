import type { Series } from './entities';

/** Whole numbers that never go down: the first, and how far each is from the one before. */
interface Rising {
  first: number;
  rises: Uint16Array | Uint32Array;
}

/** Numbers as they are sent: what is rising takes a quarter or half of the bytes, and not one is another afterwards. */
type SentNumbers = Float64Array | Rising;

/** A series on its way to a page, which takes most of the time in which a chart is zoomed. */
export interface SentSeries extends Omit<Series, 'steps' | 'times'> {
  steps: SentNumbers;
  times: SentNumbers;
}

export function packSeries(series: Series): SentSeries {
  return { ...series, steps: pack(series.steps), times: pack(series.times) };
}

export function unpackSeries(series: SentSeries): Series {
  return { ...series, steps: unpack(series.steps), times: unpack(series.times) };
}

function pack(numbers: Float64Array): SentNumbers {
  const first = numbers[0];
  if (first === undefined || !Number.isSafeInteger(first)) return numbers;
  const rises = new Uint32Array(numbers.length - 1);
  let largest = 0;
  for (let i = 1; i < numbers.length; i += 1) {
    const rise = numbers[i]! - numbers[i - 1]!;
    // Of what is no whole number, goes down or leaps nothing is left out.
    if (!Number.isSafeInteger(numbers[i]) || !(rise >= 0 && rise <= 0xffffffff)) return numbers;
    rises[i - 1] = rise;
    if (rise > largest) largest = rise;
  }
  return { first, rises: largest > 0xffff ? rises : Uint16Array.from(rises) };
}

function unpack(sent: SentNumbers): Float64Array {
  if (sent instanceof Float64Array) return sent;
  const numbers = new Float64Array(sent.rises.length + 1);
  numbers[0] = sent.first;
  for (let i = 0; i < sent.rises.length; i += 1) numbers[i + 1] = numbers[i]! + sent.rises[i]!;
  return numbers;
}
