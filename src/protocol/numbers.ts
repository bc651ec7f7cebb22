/**
 * A number as it travels through JSON: NaN and the infinities, which JSON lacks, are strings. Event files, the store's
 * replies and the pages' messages all use it, so that a diverged metric is never shown as a missing one.
 */
export type WireNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** Encodes any double for JSON. */
export function toWire(value: number): WireNumber {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? 'Infinity' : '-Infinity';
}

/** Decodes a {@link WireNumber}; anything else gives `undefined`, so that callers treat input as hostile. */
export function fromWire(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (value === 'NaN') return Number.NaN;
  if (value === 'Infinity') return Number.POSITIVE_INFINITY;
  if (value === '-Infinity') return Number.NEGATIVE_INFINITY;
  return undefined;
}

/** Of the larger of two values. Those of 32 bits that differ at all are further apart. */
const ROUNDING = 1e-12;

/** Whether nothing but rounding sets two finite values apart, as it does sums of the same numbers in another order. */
export function areLevel(a: number, b: number): boolean {
  return Math.abs(a - b) <= ROUNDING * Math.max(Math.abs(a), Math.abs(b));
}

/** The value of a param. */
export type ParamValue = WireNumber | string | boolean | null;
