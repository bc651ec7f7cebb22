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

/** The value of a param. */
export type ParamValue = WireNumber | string | boolean | null;
