/** What may follow at the end of a filter: the grammar tells what kind of word, the runs tell which. */
import * as l10n from '@vscode/l10n';
import { fieldText, quotedText } from '../../common/filterText';
import type { FilterCompletion, FilterCompletions } from '../../protocol/filterApi';
import type { Database } from '../database/database';
import { ATTRIBUTES, DATASET_FIELDS, kindOf, STATUS_WORDS, type Field, type FieldKind } from '../filter/ast';
import { expectedAtEnd, type Expected, type Place } from '../filter/expected';
import { attributeSql } from '../filter/sql';
import { listKeys } from './metricKeys';

const MOST_ITEMS = 50;
/** Keys of each kind where none is begun, so that all kinds are seen. */
const FEW_KEYS = 8;
/** Keys and values that are looked through for one that holds what is begun. */
const LOOKED_THROUGH = 1000;

const PREFIXES = ['metrics', 'params', 'tags'] as const;

/** See {@link FilterCompletions}. */
export function completeFilter(db: Database, filter: string): FilterCompletions {
  const expected = expectedAtEnd(filter);
  if (expected === undefined) return { replaced: { start: filter.length, end: filter.length }, items: [] };
  const { start, end, text } = expected.begun;
  const items = itemsAt(db, expected);
  const fitting = expected.place === 'condition' ? items : matching(items, text, (item) => item.text);
  // What is written is no completion of itself.
  const more = fitting.filter((item) => item.text.trimEnd() !== text);
  return { replaced: { start, end }, items: more.slice(0, MOST_ITEMS).map((item) => spaced(item, filter, start)) };
}

function itemsAt(db: Database, { place, field, isOrdered, open, begun }: Expected): FilterCompletion[] {
  switch (place) {
    case 'condition':
      return [...fields(db, begun.text), ...matching(words('joint', 'NOT ', '('), begun.text, ({ text }) => text)];
    case 'comparison':
      return words('comparison', ...comparisonsOf(field));
    case 'value':
    case 'member':
      return values(db, field, isOrdered);
    case 'joint':
      return words('joint', 'AND ', 'OR ', ...(open > 0 ? [')'] : []));
    default:
      return words('joint', ...FIXED[place]);
  }
}

/** Places at which the grammar alone tells what follows. */
const FIXED: Readonly<Record<Exclude<Place, 'condition' | 'comparison' | 'value' | 'member' | 'joint'>, string[]>> = {
  null: ['NULL ', 'NOT NULL '],
  list: ['IN ('],
  opening: ['('],
  more: [', ', ') '],
};

function words(kind: FilterCompletion['kind'], ...texts: string[]): FilterCompletion[] {
  return texts.map((text) => ({ kind, text }));
}

/** Behind a quote, a number or a parenthesis a word needs a blank that nobody typed. */
function spaced(item: FilterCompletion, filter: string, start: number): FilterCompletion {
  const isJoined = start === 0 || /[\s(]$/.test(filter.slice(0, start)) || /^[,)]/.test(item.text);
  return isJoined ? item : { ...item, text: ` ${item.text}` };
}

/** Those that begin with what is begun, then those that hold it; in either case of letters. */
function matching<T>(items: readonly T[], begun: string, textOf: (item: T) => string): T[] {
  const sought = begun.replace(/^['"`]/, '').toLowerCase();
  const place = (item: T): number => {
    const text = textOf(item)
      .replace(/^['"`]/, '')
      .toLowerCase();
    return text.startsWith(sought) ? 0 : text.includes(sought) ? 1 : 2;
  };
  return [0, 1].flatMap((rank) => items.filter((item) => place(item) === rank));
}

/** Metrics, params and tags that runs have, and attributes. */
function fields(db: Database, begun: string): FilterCompletion[] {
  const dot = begun.indexOf('.');
  const kind = dot < 0 ? undefined : kindOf(begun.slice(0, dot));
  const sought = begun.slice(dot + 1).replace(/^["`]/, '');
  const keyed = PREFIXES.filter((prefix) => kind === undefined || kindOf(prefix) === kind).flatMap((prefix) => {
    const keys = keysOf(db, prefix, kind === undefined ? begun : sought);
    const few = kind === undefined && begun === '' ? keys.slice(0, FEW_KEYS) : keys;
    return few.map((key) => fieldText(prefix, key));
  });
  const attributes = kind === undefined || kind === 'attribute' ? Object.keys(ATTRIBUTES) : [];
  const datasets = kind === undefined || kind === 'dataset' ? DATASET_FIELDS.map((name) => `datasets.${name}`) : [];
  const others = matching([...attributes, ...datasets], kind === undefined ? begun : sought, (text) => text);
  // Attributes that begin so come before keys that only hold it.
  const all = begun === '' ? [...keyed, ...others] : matching([...keyed, ...others], kind ? '' : begun, lastPart);
  return words('field', ...all.map((text) => `${text} `));
}

function lastPart(field: string): string {
  return field.slice(field.indexOf('.') + 1);
}

/** Keys that begin with a text, then some that hold it. */
function keysOf(db: Database, of: (typeof PREFIXES)[number], sought: string): string[] {
  const begin = listKeys(db, { of, prefix: sought, offset: 0, limit: MOST_ITEMS }).keys;
  const some = begin.length === MOST_ITEMS ? [] : listKeys(db, { of, offset: 0, limit: LOOKED_THROUGH }).keys;
  return [...new Set([...begin, ...matching(some, sought, (key) => key)])];
}

const EQUAL = ['= ', '!= '];
const ORDERED = ['> ', '>= ', '< ', '<= '];
const LISTED = ['IN (', 'NOT IN ('];
const PATTERN = ['LIKE ', 'ILIKE '];
const PRESENT = ['IS NULL ', 'IS NOT NULL '];

/** What a field can be compared by, the usual first. */
function comparisonsOf(field: Field | undefined): string[] {
  const kind = field?.of === 'attribute' ? ATTRIBUTES[field.key] : undefined;
  if (field?.of === 'metric' || kind === 'number' || kind === 'time') {
    return [...ORDERED, ...EQUAL, ...LISTED, ...PRESENT];
  }
  if (kind === 'status') return [...EQUAL, ...LISTED, ...PATTERN];
  if (field?.of === 'dataset') return [...EQUAL, ...PATTERN, ...LISTED, ...PRESENT];
  return [...EQUAL, ...PATTERN, ...LISTED, ...ORDERED, ...PRESENT];
}

function values(db: Database, field: Field | undefined, isOrdered: boolean): FilterCompletion[] {
  if (field === undefined) return [];
  const { of, key } = field;
  if (of === 'metric') return [...bounds(db, key), ...(isOrdered ? [] : words('value', 'nan', 'inf'))];
  if (of === 'attribute' && ATTRIBUTES[key] === 'time') return dates(new Date());
  return words('value', ...valueTexts(db, of, key));
}

function valueTexts(db: Database, of: Exclude<FieldKind, 'metric'>, key: string): string[] {
  switch (of) {
    case 'param':
      return paramTexts(db, key);
    case 'tag':
      return texts(db, 'SELECT DISTINCT value FROM tags WHERE key = ? ORDER BY value', key);
    case 'dataset':
      return key === 'name'
        ? texts(db, 'SELECT name AS value FROM datasets ORDER BY name')
        : texts(db, 'SELECT DISTINCT digest AS value FROM dataset_versions ORDER BY id DESC');
    case 'attribute':
      if (ATTRIBUTES[key] === 'status') return STATUS_WORDS.map(quotedText);
      if (ATTRIBUTES[key] !== 'text') return [];
      return texts(
        db,
        `SELECT DISTINCT ${attributeSql(key)} AS value FROM runs r
         WHERE r.trashed_at IS NULL AND value IS NOT NULL ORDER BY r.uid DESC`,
      );
  }
}

function texts(db: Database, select: string, ...params: string[]): string[] {
  return db
    .prepare<{ value: string }>(`${select} LIMIT ${LOOKED_THROUGH}`)
    .all(...params)
    .map(({ value }) => quotedText(value));
}

function paramTexts(db: Database, key: string): string[] {
  return db
    .prepare<{ type: string; value: number | string }>(
      `SELECT DISTINCT type, value FROM params WHERE key = ? AND value IS NOT NULL ORDER BY value LIMIT ${LOOKED_THROUGH}`,
    )
    .all(key)
    .map(({ type, value }) => {
      if (type === 'bool') return value === 1 ? 'true' : 'false';
      return typeof value === 'number' ? String(value) : quotedText(value);
    });
}

/** Between which values a metric lies. */
function bounds(db: Database, key: string): FilterCompletion[] {
  // NaN and infinities are text, see docs/storage.md.
  const { low, high } = db
    .prepare<{ low: number | null; high: number | null }>(
      `SELECT min(s.last) AS low, max(s.last) AS high FROM metric_keys k JOIN series s ON s.key = k.id
       JOIN runs r ON r.id = s.run WHERE k.key = ? AND s.last < '' AND r.trashed_at IS NULL`,
    )
    .get(key)!;
  if (low === null || high === null) return [];
  const largest: FilterCompletion = { kind: 'value', text: String(high), detail: l10n.t('largest') };
  return low === high ? [largest] : [largest, { kind: 'value', text: String(low), detail: l10n.t('smallest') }];
}

/** Days of the local calendar. */
function dates(now: Date): FilterCompletion[] {
  const days: [number, string][] = [
    [0, l10n.t('today')],
    [1, l10n.t('yesterday')],
    [7, l10n.t('a week ago')],
    [30, l10n.t('30 days ago')],
  ];
  return days.map(([ago, detail]) => {
    const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - ago);
    return { kind: 'value', text: quotedText(localDay(day)), detail };
  });
}

function localDay(date: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
