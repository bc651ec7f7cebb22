/** A part of an axis, and how it is moved. On a logarithmic axis equal pixels are equal ratios. */

export interface Range {
  min: number;
  max: number;
}

/** The smallest part of the whole that can be zoomed to. */
const SMALLEST = 1e-6;

interface Scale {
  toLinear(value: number): number;
  fromLinear(value: number): number;
}

const LINEAR: Scale = { toLinear: (value) => value, fromLinear: (value) => value };
const LOG: Scale = { toLinear: Math.log10, fromLinear: (value) => 10 ** value };

/**
 * Makes a range larger (`factor` above 1) or smaller around a value that keeps its place. `undefined` once it would hold
 * the whole.
 */
export function zoomed(range: Range, whole: Range, factor: number, around: number, log: boolean): Range | undefined {
  const scale = log ? LOG : LINEAR;
  const [from, to] = [scale.toLinear(range.min), scale.toLinear(range.max)];
  const size = scale.toLinear(whole.max) - scale.toLinear(whole.min);
  const wanted = (to - from) * factor;
  if (wanted >= size) return undefined;
  const length = Math.max(wanted, size * SMALLEST);
  const share = to === from ? 0.5 : (scale.toLinear(around) - from) / (to - from);
  const start = scale.toLinear(around) - share * length;
  return inside({ min: start, max: start + length }, whole, scale);
}

/** Moves a range by a part of its length, as far as the whole goes. */
export function panned(range: Range, whole: Range, part: number, log: boolean): Range {
  const scale = log ? LOG : LINEAR;
  const [from, to] = [scale.toLinear(range.min), scale.toLinear(range.max)];
  const by = (to - from) * part;
  return inside({ min: from + by, max: to + by }, whole, scale);
}

/** A range between two values in either order; `undefined` when it holds nothing. */
export function between(a: number, b: number, whole: Range): Range | undefined {
  const range = { min: Math.max(whole.min, Math.min(a, b)), max: Math.min(whole.max, Math.max(a, b)) };
  return range.max > range.min ? range : undefined;
}

/** Pushes a range on the linear scale back into the whole. */
function inside({ min, max }: Range, whole: Range, scale: Scale): Range {
  const [least, most] = [scale.toLinear(whole.min), scale.toLinear(whole.max)];
  const shift = Math.max(0, least - min) - Math.max(0, max - most);
  return { min: scale.fromLinear(min + shift), max: scale.fromLinear(max + shift) };
}
