/** Params as columns of small codes, which trees are grown from. */
import type { ParamValue } from '../../protocol/numbers';
import { fromWire } from '../../protocol/numbers';

/** A split is a set of bins in one 32-bit word. */
export const MOST_BINS = 32;
/** The bin of runs that lack the param. */
const MISSING = 0;

/** The values of a param over runs. */
export interface Feature {
  key: string;
  /** Other params that take their values together with this one. */
  same: string[];
  /** The bin of each run's value, below {@link MOST_BINS}. */
  codes: Uint8Array;
  /** Whether the bins stand in the order of their values: those of texts do not. */
  ordered: boolean;
  /** The values as numbers, NaN where a run has none; `undefined` for texts. */
  numbers: Float64Array | undefined;
}

/** Columns of the params that differ between runs; those that take their values together come as one. */
export function featuresOf(params: ReadonlyMap<string, readonly (ParamValue | undefined)[]>): Feature[] {
  const found = new Map<string, Feature>();
  for (const [key, values] of params) {
    const feature = toFeature(key, values);
    if (feature.codes.every((code) => code === feature.codes[0])) continue;
    const pattern = patternOf(feature);
    const twin = found.get(pattern);
    if (twin === undefined) found.set(pattern, feature);
    else twin.same.push(key);
  }
  return [...found.values()];
}

function toFeature(key: string, values: readonly (ParamValue | undefined)[]): Feature {
  const numbers = numbersOf(values);
  if (numbers === undefined) {
    return { key, same: [], codes: codesOfTexts(values), ordered: false, numbers };
  }
  return { key, same: [], codes: codesOfNumbers(numbers), ordered: true, numbers };
}

/** Switches count as 0 and 1. `undefined` where one of the values is a text. */
function numbersOf(values: readonly (ParamValue | undefined)[]): Float64Array | undefined {
  const numbers = new Float64Array(values.length);
  for (const [i, value] of values.entries()) {
    const number = typeof value === 'boolean' ? Number(value) : fromWire(value);
    if (number === undefined && value !== undefined && value !== null) return undefined;
    numbers[i] = number ?? Number.NaN;
  }
  return numbers;
}

/** Each value gets a bin of its own as long as there are enough, else bins hold about as many runs each. */
function codesOfNumbers(numbers: Float64Array): Uint8Array {
  const sorted = numbers.filter((value) => !Number.isNaN(value)).sort();
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const bins = MOST_BINS - 1;
  // The largest value of each bin.
  const ends =
    distinct.length <= bins
      ? distinct
      : Float64Array.from({ length: bins }, (_, i) => sorted[Math.ceil(((i + 1) * sorted.length) / bins) - 1]!);
  return Uint8Array.from(numbers, (value) => {
    return Number.isNaN(value) ? MISSING : Math.min(bins, 1 + ends.findIndex((end) => value <= end));
  });
}

/** The texts that most runs have get a bin each, all others share the last. */
function codesOfTexts(values: readonly (ParamValue | undefined)[]): Uint8Array {
  const texts = values.map((value) => (value === undefined || value === null ? undefined : JSON.stringify(value)));
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1);
  const frequent = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || (a < b ? -1 : 1));
  const bins = new Map(frequent.map((text, i) => [text, Math.min(MOST_BINS - 1, i + 1)]));
  return Uint8Array.from(texts, (text) => (text === undefined ? MISSING : bins.get(text)!));
}

/** The same for columns that a tree cannot tell apart: bins in another order are the same where order means nothing. */
function patternOf({ codes, ordered }: Feature): string {
  const names = new Map<number, number>();
  for (const code of codes) if (!names.has(code)) names.set(code, names.size);
  return ordered && names.size > 2 ? codes.join() : codes.map((code) => names.get(code)!).join();
}
