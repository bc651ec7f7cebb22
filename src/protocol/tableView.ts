/** How a run table is set up: kept by its page, and by name in `.vscode/trialbook.json`, which people share. */
import type { RunId } from './entities';
import type { KeyedKind, TableGrouping } from './tableApi';

export type ColumnKind = KeyedKind | 'attributes';

/** `metrics.val/loss`: kind and key, never quoted. */
export type ColumnId = string;

export interface ColumnSort {
  column: ColumnId;
  descending: boolean;
}

/** How a column's numbers are written; `digits` are decimals, and with `exponent` those of the mantissa. */
export interface NumberFormat {
  style: 'fixed' | 'exponent' | 'percent';
  digits: number;
}

export interface TableView {
  /** In the filter language of docs/search.md. */
  filter: string;
  sort: ColumnSort[];
  /** Columns that were chosen, or put away, against what is shown by itself. */
  shown: Record<ColumnId, boolean>;
  /** All columns in the order that a person gave them; empty as long as nobody moved one. */
  order: ColumnId[];
  /** They stay beside the run's name. */
  pinned: ColumnId[];
  /** CSS pixels. */
  widths: Record<ColumnId, number>;
  formats: Record<ColumnId, NumberFormat>;
  group: TableGrouping | null;
  onlyDifferences: boolean;
  heat: boolean;
  /** Columns that have no heat colours. */
  unheated: ColumnId[];
  /** The run that the others are held against, where a person chose one for this table. */
  baseline: RunId | null;
}

/** A view under the name that a person gave it. */
export interface NamedView {
  name: string;
  view: TableView;
}

export const DEFAULT_VIEW: TableView = {
  filter: '',
  sort: [],
  shown: {},
  order: [],
  pinned: [],
  widths: {},
  formats: {},
  group: null,
  onlyDifferences: false,
  heat: false,
  unheated: [],
  baseline: null,
};

const LEAST_WIDTH = 48;
const GREATEST_WIDTH = 800;
export const MOST_SORTS = 10;
export const MOST_DIGITS = 15;
const MOST_COLUMNS = 10_000;
const MOST_TEXT = 32_768;
const MOST_VIEWS = 200;

/** Understands what a page or a shared file holds; what is not as it should be is left out. */
export function parseTableView(value: unknown): TableView {
  const saved = isRecord(value) ? value : {};
  return {
    filter: textOr(saved['filter'], ''),
    sort: listOf(saved['sort'], MOST_SORTS).flatMap(parseSort),
    shown: recordOf(saved['shown'], (one) => (typeof one === 'boolean' ? one : undefined)),
    order: listOf(saved['order'], MOST_COLUMNS).filter(isText),
    pinned: listOf(saved['pinned'], MOST_COLUMNS).filter(isText),
    widths: recordOf(saved['widths'], parseWidth),
    formats: recordOf(saved['formats'], parseFormat),
    group: parseGrouping(saved['group']),
    onlyDifferences: saved['onlyDifferences'] === true,
    heat: saved['heat'] === true,
    unheated: listOf(saved['unheated'], MOST_COLUMNS).filter(isText),
    baseline: isText(saved['baseline']) ? saved['baseline'] : null,
  };
}

/** The named views of the section `tableViews`: by name, in the order of the file. */
export function parseNamedViews(section: unknown): NamedView[] {
  if (!isRecord(section)) return [];
  return Object.entries(section)
    .slice(0, MOST_VIEWS)
    .map(([name, view]) => ({ name, view: parseTableView(view) }));
}

/** Width within what can be used. */
export function clampWidth(width: number): number {
  return Math.round(Math.min(GREATEST_WIDTH, Math.max(LEAST_WIDTH, width)));
}

function parseSort(value: unknown): ColumnSort[] {
  if (!isRecord(value) || !isText(value['column'])) return [];
  return [{ column: value['column'], descending: value['descending'] === true }];
}

function parseWidth(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? clampWidth(value) : undefined;
}

function parseFormat(value: unknown): NumberFormat | undefined {
  if (!isRecord(value)) return undefined;
  const { style, digits } = value;
  if (style !== 'fixed' && style !== 'exponent' && style !== 'percent') return undefined;
  if (typeof digits !== 'number' || !Number.isInteger(digits) || digits < 0 || digits > MOST_DIGITS) return undefined;
  return { style, digits };
}

function parseGrouping(value: unknown): TableGrouping | null {
  if (!isRecord(value)) return null;
  const by = listOf(value['by'], MOST_SORTS).filter(isText);
  if (value['repeats'] === true) return { by, repeats: true };
  return by.length === 0 ? null : { by };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MOST_TEXT;
}

function textOr(value: unknown, otherwise: string): string {
  return isText(value) ? value : otherwise;
}

function listOf(value: unknown, most: number): unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}

function recordOf<T>(value: unknown, parse: (one: unknown) => T | undefined): Record<string, T> {
  if (!isRecord(value)) return {};
  const entries = Object.entries(value).slice(0, MOST_COLUMNS);
  return Object.fromEntries(
    entries.flatMap(([key, one]) => {
      const parsed = parse(one);
      return parsed === undefined ? [] : [[key, parsed]];
    }),
  );
}
