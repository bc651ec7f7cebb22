/** Reads single fields of events as the hostile input that they are. Each gives `undefined` for what it does not take. */
import { fromWire, toWire, type WireNumber, type ParamValue } from '../protocol/numbers';
import { MAX_KEY_LENGTH, MAX_TEXT_LENGTH, TRUNCATION_MARK, type NewEvent } from '../protocol/trainingEvents';

export type Fields = Record<string, unknown>;

const MAX_ARGV = 1000;

/** Whether a path of an event stays below the folder that it is relative to, as far as its text tells. */
export function isInside(path: string | undefined): path is string {
  // On Windows a backslash leads out of it too.
  return path !== undefined && path !== '' && !path.split(/[/\\]/).includes('..');
}

/** One of the known words. */
export function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value);
}

/** A text, cut to the length that the protocol allows. */
export function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.length <= MAX_TEXT_LENGTH ? value : value.slice(0, MAX_TEXT_LENGTH - 1) + TRUNCATION_MARK;
}

/** A list of texts, without what is none. */
export function texts(value: unknown): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.slice(0, MAX_ARGV).flatMap((one) => text(one) ?? []);
}

/** A key, cut like a text; an empty one is none. */
export function key(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return value.length <= MAX_KEY_LENGTH ? value : value.slice(0, MAX_KEY_LENGTH - 1) + TRUNCATION_MARK;
}

/** A finite number. */
export function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A whole number of 0 or more. */
export function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** Metric values and steps: wire numbers, and integers beyond 2^53 as digits. */
export function wire(value: unknown): WireNumber | undefined {
  if (typeof value === 'string' && /^-?\d{1,400}$/.test(value)) return toWire(Number(value));
  const number = fromWire(value);
  return number === undefined ? undefined : toWire(number);
}

/** The value of a param. */
export function paramValue(value: unknown): ParamValue | undefined {
  if (value === null || typeof value === 'boolean') return value;
  return typeof value === 'number' ? toWire(value) : text(value);
}

/** An object with the one property, or none where there is no value. */
export function optional<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]?: V });
}

/** What is made of two values that are needed both. */
export function both<A, B>(a: A | undefined, b: B | undefined, make: (a: A, b: B) => NewEvent): NewEvent | undefined {
  return a === undefined || b === undefined ? undefined : make(a, b);
}
