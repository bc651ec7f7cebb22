/** Conditions on the value of a metric, a param or a tag as SQL over its column. */
import { toWire } from '../../protocol/numbers';
import type { SqlValue } from '../database/database';
import type { Condition, Literal } from './ast';

/** A piece of SQL and what is bound to its question marks, in their order. */
export interface Sql {
  text: string;
  params: SqlValue[];
}

/** A value matches when it lies in one of `any`, which do not overlap. */
export interface Ranges {
  any: Sql[];
  /** An index on (key, value) finds the rows without looking at the others of the key. */
  indexed: boolean;
}

export function sql(text: string, ...params: SqlValue[]): Sql {
  return { text, params };
}

export function join(parts: readonly Sql[], separator: string): Sql {
  return { text: parts.map(({ text }) => text).join(separator), params: parts.flatMap(({ params }) => params) };
}

const NOTHING = sql('0');

export function anyOf(parts: readonly Sql[]): Sql {
  if (parts.length === 0) return NOTHING;
  if (parts.length === 1) return parts[0]!;
  const { text, params } = join(parts, ' OR ');
  return { text: `(${text})`, params };
}

/** SQLite sorts every number before every text, so that this is true of numbers alone. */
const IS_NUMBER = `< ''`;

/** Over `last`, the column, in which NaN and the infinities are TEXT: they compare as numbers do. */
export function metricRanges(column: string, { comparator, values }: Condition): Ranges {
  const numbers = values as number[];
  switch (comparator) {
    case '=':
    case 'in':
      return { any: [within(column, numbers.map(toWire))], indexed: true };
    case '!=':
    case 'not in':
      return { any: [without(column, numbers.map(toWire))], indexed: false };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { any: ordered(column, comparator, numbers[0]!), indexed: true };
    default:
      return present(column);
  }
}

function ordered(column: string, comparator: '<' | '<=' | '>' | '>=', bound: number): Sql[] {
  const isBelow = comparator.startsWith('<');
  const [near, far] = isBelow ? ['-Infinity', 'Infinity'] : ['Infinity', '-Infinity'];
  const withNear = [sql(`${column} = ?`, near)];
  if (!Number.isFinite(bound)) {
    const isNear = toWire(bound) === near;
    if (isNear) return comparator.length === 2 ? withNear : [];
    const rest = [...withNear, sql(`${column} ${IS_NUMBER}`)];
    return comparator.length === 2 ? [...rest, sql(`${column} = ?`, far)] : rest;
  }
  const finite = isBelow ? `${column} ${comparator} ?` : `${column} ${comparator} ? AND ${column} ${IS_NUMBER}`;
  return [sql(finite, bound), ...withNear];
}

/**
 * Over `value`, the column, and `type`. A number is compared with numbers and, as 0 and 1, with booleans; a text with texts and, where
 * it reads as one, with numbers, booleans and None, which MLflow records as text.
 */
export function paramRanges(column: string, { comparator, values }: Condition): Ranges {
  switch (comparator) {
    case '=':
    case 'in':
      return { any: equalParams(column, values), indexed: true };
    case '!=':
    case 'not in':
      return { any: [not(anyOf(equalParams(column, values)))], indexed: false };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { any: orderedParams(column, comparator, values[0]!), indexed: true };
    case 'like':
    case 'ilike':
      return { any: [matches(PARAM_TEXT, comparator, values[0] as string)], indexed: false };
    default:
      return { any: [sql(`${column} IS NOT NULL`)], indexed: false };
  }
}

/** A param as MLflow would have recorded it. */
const PARAM_TEXT = `CASE type WHEN 'bool' THEN iif(value, 'True', 'False') WHEN 'null' THEN 'None'
  WHEN 'number' THEN iif(value = CAST(value AS INTEGER), CAST(value AS INTEGER), value) || '' ELSE value END`;

function equalParams(column: string, values: readonly Literal[]): Sql[] {
  const stored = new Set<SqlValue>();
  const others: Sql[] = [];
  for (const value of new Set(values)) {
    if (typeof value !== 'boolean') stored.add(typeof value === 'number' ? toWire(value) : value);
    const flag = asBoolean(value);
    if (flag !== undefined) others.push(sql(`(${column} = ? AND type = 'bool')`, flag ? 1 : 0));
    const number = typeof value === 'string' ? asNumber(value) : undefined;
    if (number !== undefined) stored.add(number);
    if (value === 'None') others.push(sql(`type = 'null'`));
  }
  // In one piece unless it is simple: a driver must not meet a run twice.
  const listed = stored.size === 0 ? [] : [within(column, [...stored])];
  return others.length === 0 ? listed : [anyOf([...listed, ...others])];
}

function orderedParams(column: string, comparator: '<' | '<=' | '>' | '>=', literal: Literal): Sql[] {
  const number = typeof literal === 'string' ? asNumber(literal) : Number(literal);
  const isBelow = comparator.startsWith('<');
  const ranges: Sql[] = [];
  if (number !== undefined && !Number.isFinite(number)) {
    // Of numbers that a param can hold none reaches an infinity.
    if (number > 0 === isBelow) ranges.push(sql(`${column} ${IS_NUMBER}`));
  } else if (number !== undefined) {
    ranges.push(
      sql(isBelow ? `${column} ${comparator} ?` : `${column} ${comparator} ? AND ${column} ${IS_NUMBER}`, number),
    );
  }
  if (typeof literal !== 'string') return ranges;
  return [
    ...ranges,
    sql(isBelow ? `${column} >= '' AND ${column} ${comparator} ?` : `${column} ${comparator} ?`, literal),
  ];
}

/** Finite numbers as Python and JSON write them. */
function asNumber(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

function asBoolean(value: Literal): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'True' || value === 'true') return true;
  return value === 'False' || value === 'false' ? false : undefined;
}

/** Over a column of texts, or of numbers where the values are numbers. */
export function plainRanges(column: string, { comparator, values }: Condition): Ranges {
  switch (comparator) {
    case '=':
    case 'in':
      return { any: [within(column, values as SqlValue[])], indexed: true };
    case '!=':
    case 'not in':
      return { any: [without(column, values as SqlValue[])], indexed: false };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { any: [sql(`${column} ${comparator} ?`, values[0] as SqlValue)], indexed: true };
    case 'like':
    case 'ilike':
      return { any: [matches(column, comparator, values[0] as string)], indexed: false };
    default:
      return present(column);
  }
}

function present(column: string): Ranges {
  return { any: [sql(`${column} IS NOT NULL`)], indexed: false };
}

function within(column: string, values: readonly SqlValue[]): Sql {
  return values.length === 1 ? sql(`${column} = ?`, values[0]!) : sql(`${column} IN (${marks(values)})`, ...values);
}

function without(column: string, values: readonly SqlValue[]): Sql {
  return values.length === 1
    ? sql(`${column} != ?`, values[0]!)
    : sql(`${column} NOT IN (${marks(values)})`, ...values);
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}

/** True also where `inner` is NULL. */
export function not(inner: Sql): Sql {
  return sql(`((${inner.text}) IS NOT TRUE)`, ...inner.params);
}

/** `%` stands for any text and `_` for one character. SQLite's LIKE ignores the case of ASCII letters, its GLOB none. */
function matches(column: string, comparator: 'like' | 'ilike', pattern: string): Sql {
  if (comparator === 'ilike') return sql(`(${column}) LIKE ?`, pattern);
  const glob = pattern.replace(/[[*?]/g, '[$&]').replaceAll('%', '*').replaceAll('_', '?');
  return sql(`(${column}) GLOB ?`, glob);
}
