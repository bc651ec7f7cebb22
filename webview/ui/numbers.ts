/** How numbers look. A point is the decimal mark everywhere, as in code and logs. */

/** From here on, and below its inverse, numbers are written with an exponent. */
const LARGE = 1e7;
const SMALL = 1e-4;
/** Share of a number that may be rounded away. */
const MOST_ROUNDED = 0.05;

/** One number alone, with about four significant digits: `0.9342`, `1280`, `3.1e-5`, `NaN`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < LARGE) return clean(String(value));
  const text = write(value, needsExponent([value]), decimalsFor([value]));
  // `3e−4`, not `3.00e−4`.
  return text.replace(/\.?0+e/, 'e');
}

/**
 * Numbers that stand together, with equal decimals: enough to tell the closest two apart, and no more than needed. One that
 * is far smaller than the others, of which these decimals would leave nothing or little, is written as it is alone.
 */
export function formatTogether(values: readonly number[]): string[] {
  const finite = values.filter(Number.isFinite);
  const exponent = needsExponent(finite);
  const decimals = decimalsFor(exponent ? finite : finite.filter((value) => value === 0 || Math.abs(value) >= SMALL));
  return values.map((value) => {
    if (!Number.isFinite(value)) return String(value);
    return exponent || survives(value, decimals) ? write(value, exponent, decimals) : formatNumber(value);
  });
}

/** A difference beside a value, with two significant digits. */
export function formatDelta(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= LARGE || size < SMALL) return clean(value.toExponential(1));
  return value.toFixed(Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(size)))));
}

/** The label of an axis' tick: `0.25`, `200k`, `1M`, `1e-5`. `gap` is the distance between ticks. */
export function formatTick(value: number, gap: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e9 || size < SMALL)
    return clean(value.toExponential(digitsOf(value / 10 ** Math.floor(Math.log10(size)), 2)));
  if (size >= 1e6) return `${trim(value / 1e6, gap / 1e6)}M`;
  if (size >= 1e4) return `${trim(value / 1e3, gap / 1e3)}k`;
  return trim(value, gap);
}

function needsExponent(values: readonly number[]): boolean {
  const sizes = values.map(Math.abs).filter((size) => size > 0);
  return sizes.some((size) => size >= LARGE) || (sizes.length > 0 && Math.max(...sizes) < SMALL * 10);
}

function decimalsFor(values: readonly number[]): number {
  if (needsExponent(values)) return 2;
  if (values.every(Number.isInteger)) return 0;
  const largest = Math.max(...values.map(Math.abs));
  const forSize = 3 - Math.floor(Math.log10(largest));
  const sorted = [...values].sort((a, b) => a - b);
  const gaps = sorted.slice(1).flatMap((value, index) => {
    const gap = value - (sorted[index] as number);
    // Anything closer than rounding errors counts as equal.
    return gap > largest * 1e-9 ? [gap] : [];
  });
  const forGaps = gaps.length === 0 ? 0 : Math.ceil(-Math.log10(Math.min(...gaps)));
  return Math.max(0, Math.min(6, Math.max(forSize, forGaps), Math.max(...values.map(ownDecimals))));
}

/** Decimals that a number has by itself: 0.031 is not written as 0.03100. */
function ownDecimals(value: number): number {
  const text = String(value);
  return text.includes('e') ? Infinity : (text.split('.')[1] ?? '').length;
}

/** Whether a number is about the same when it is rounded to these decimals. */
function survives(value: number, decimals: number): boolean {
  return Math.abs(Number(value.toFixed(decimals)) - value) <= Math.abs(value) * MOST_ROUNDED;
}

function write(value: number, exponent: boolean, decimals: number): string {
  if (exponent) return value === 0 ? '0' : clean(value.toExponential(decimals));
  return clean(value.toFixed(decimals));
}

/** A real minus sign is as wide as a digit, so that columns align. */
function clean(text: string): string {
  return text.replace(/^-/, '−').replace('e+', 'e').replace('e-', 'e−');
}

function trim(value: number, gap: number): string {
  // The only tick of an axis is written as a number alone.
  if (gap === 0) return formatNumber(value);
  return clean(value.toFixed(digitsOf(Number(gap.toPrecision(6)), 6)));
}

function digitsOf(value: number, most: number): number {
  return Math.min(most, (String(Number(value.toFixed(most))).split('.')[1] ?? '').length);
}
