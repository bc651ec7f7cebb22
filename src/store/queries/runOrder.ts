/** In which order runs are listed, and how to walk them in that order without looking at all of them. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import type { SortKey } from '../../protocol/storeApi';
import type { Database } from '../database/database';
import { isSameField, type Condition, type Field, type Filter } from '../filter/ast';
import { parseField } from '../filter/parser';
import { join, sql, type Sql } from '../filter/ranges';
import { attributeSql, sourceOf, type Source } from '../filter/sql';

const MOST_SORT_KEYS = 10;

export interface Order {
  field: Field;
  descending: boolean;
}

/** Understands what a list is to be sorted by. Throws a {@link UserError} when there is no such field. */
export function parseOrder(sort: readonly SortKey[]): Order[] {
  if (sort.length > MOST_SORT_KEYS) throw new UserError(l10n.t('Sort by {0} fields at most.', MOST_SORT_KEYS));
  return sort.map(({ by, descending = false }) => {
    const field = parseField(by);
    if (field.of === 'dataset') throw new UserError(l10n.t('Runs cannot be sorted by their datasets.'));
    return { field, descending };
  });
}

export const ALL_RUNS = sql('runs r');

/**
 * One of the parts that make up a list, which follow each other. `order` is what an index gives for nothing, or what has
 * to be sorted.
 */
export interface Segment {
  from: Sql;
  where: Sql;
  order: Sql[];
}

/** The list in one part, all of it sorted; `from` has to give `runs AS r`. */
export function wholeList(db: Database, orders: readonly Order[], from: Sql): Segment {
  return { from, where: sql('1'), order: [...orders.map((order) => orderTerm(db, order)), NEWEST] };
}

/** The list in parts that are read from indexes where the first key has one: reading can stop when a page is full. */
export function walkedList(db: Database, orders: readonly Order[], filter: Filter): Segment[] {
  const [first, ...rest] = orders;
  const source = first && sourceOf(db, first.field);
  if (first === undefined || source === undefined) return [wholeList(db, orders, ALL_RUNS)];
  const ties = [...rest.map((order) => orderTerm(db, order)), NEWEST];
  const same = conditionsOn(filter, first.field);
  const present = partsOf(first, source).map(({ where, isOrdered }): Segment => {
    const bounds = isOrdered ? same.flatMap((one) => boundOf(one, source)) : [];
    const order = isOrdered ? [sql(`${source.value} ${first.descending ? 'DESC' : 'ASC'}`), ...ties] : ties;
    return { from: walking(source), where: join([source.key, where, ...bounds], ' AND '), order };
  });
  if (same.some(isOfValues)) return present;
  const { table, key, value } = source;
  const none = sql(
    `NOT EXISTS (SELECT 1 FROM ${table} WHERE run = r.id AND ${key.text} AND ${value} IS NOT NULL)`,
    ...key.params,
  );
  return [...present, { from: ALL_RUNS, where: none, order: ties }];
}

/** Ids sort by the time of creation. */
const NEWEST = sql('r.uid DESC');

/** CROSS JOIN keeps SQLite to this order. */
function walking({ table, index }: Source): Sql {
  return sql(`${table} d INDEXED BY ${index} CROSS JOIN runs r ON r.id = d.run`);
}

/** NaN comes last in either direction, before the runs that have no value at all. */
function partsOf({ field, descending }: Order, { value }: Source): { where: Sql; isOrdered: boolean }[] {
  if (field.of !== 'metric') return [{ where: sql(`${value} IS NOT NULL`), isOrdered: true }];
  const equal = (text: string) => ({ where: sql(`${value} = '${text}'`), isOrdered: false });
  const finite = { where: sql(`${value} < ''`), isOrdered: true };
  const [first, last] = descending ? ['Infinity', '-Infinity'] : ['-Infinity', 'Infinity'];
  return [equal(first), finite, equal(last), equal('NaN')];
}

/** Conditions on a field that every run of the list meets. */
function conditionsOn(filter: Filter, field: Field): Condition[] {
  if (filter.kind === 'and') return filter.of.flatMap((one) => conditionsOn(one, field));
  if (filter.kind !== 'condition' || !isSameField(filter.field, field)) return [];
  return [filter];
}

/** Only runs with a value to sort by meet it. That of a param may be None, which other conditions let pass. */
function isOfValues({ field, comparator }: Condition): boolean {
  return field.of === 'param' ? /^[<>]|^not null$/.test(comparator) : comparator !== 'null';
}

/** Where in an index the runs that meet a condition can lie: it need not be exact, only never too narrow. */
function boundOf({ comparator, values: [value] }: Condition, source: Source): Sql[] {
  if (typeof value !== 'number' || !Number.isFinite(value) || !/^[<>]/.test(comparator)) return [];
  return [sql(`${source.value} ${comparator} ?`, value)];
}

function orderTerm(db: Database, { field, descending }: Order): Sql {
  const direction = descending ? 'DESC' : 'ASC';
  const source = sourceOf(db, field);
  if (source === undefined) return sql(`${attributeSql(field.key)} ${direction} NULLS LAST`);
  const { table, value, key } = source;
  const select = (column: string) => `(SELECT ${column} FROM ${table} WHERE run = r.id AND ${key.text})`;
  if (field.of !== 'metric') return sql(`${select(value)} ${direction} NULLS LAST`, ...key.params);
  // A text sorts after all numbers, so that NaN comes last when the numbers are turned around instead of the order.
  const sign = descending ? '-' : '';
  const sortable = `CASE last WHEN 'NaN' THEN last WHEN 'Infinity' THEN ${sign}9e999
    WHEN '-Infinity' THEN -${sign}9e999 ELSE ${sign}last END`.replace('--', '');
  return sql(`${select(sortable)} ASC NULLS LAST`, ...key.params);
}
