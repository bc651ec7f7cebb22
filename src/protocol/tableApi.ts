/** What the run table asks of the store: which columns and runs there are, and the cells that are in sight. */
import type { Run, RunId } from './entities';
import type { MetricSpread } from './metricSpread';
import type { ParamValue, WireNumber } from './numbers';
import type { RunsSelected, SortKey } from './storeApi';

/** Columns whose values the store holds by key. Metrics that stand aside (see `metricGroups.ts`) are of `system`. */
export type KeyedKind = 'metrics' | 'params' | 'tags' | 'system';

export interface KeyedColumn {
  kind: KeyedKind;
  key: string;
}

/** A column over the runs of a selection. */
export interface ColumnCount extends KeyedColumn {
  /** Runs that have a value. */
  runs: number;
  /** Whether two of the runs differ in it, one that lacks it counted as another value. */
  differs: boolean;
}

export interface TableOrderQuery extends RunsSelected {
  sort?: SortKey[];
  group?: TableGrouping;
}

/** By which fields, named as in a {@link SortKey}. With `repeats` also by script and all params that are no seeds. */
export interface TableGrouping {
  by: string[];
  repeats?: true;
}

/** Runs that agree in what they are grouped by. */
export interface TableGroup {
  /** In the order of the fields; `null` where the runs have none. */
  values: ParamValue[];
  n: number;
}

/** All runs of a table. Grouped, the runs of a group follow each other, and groups stand in the order of their first. */
export interface TableOrder {
  runIds: RunId[];
  /** Consecutive parts of `runIds`. */
  groups?: TableGroup[];
  /** Of the store when this was read: ask `changesSince` with it. */
  revision: number;
}

/** The last value of a metric, the value of a param or tag. Texts of params are cut after {@link MOST_CELL_TEXT}. */
export type CellValue = ParamValue;

/** Characters; more than any cell shows. */
export const MOST_CELL_TEXT = 1000;

export interface TableRow {
  run: Run;
  note: string | null;
  /** By the place of a column among those asked for; a run that lacks a value has none. */
  cells: Record<number, CellValue>;
}

/** What the runs of a group have in a column. */
export interface GroupCell {
  /** Runs that have a value. */
  n: number;
  /** Of a metric. */
  spread?: MetricSpread;
  /** Of a param or tag: the value that all of them share. */
  value?: CellValue;
  /** Of a param or tag whose values differ: how many there are. */
  distinct?: number;
  /** Where those are all numbers: the least and the greatest. */
  range?: [number, number];
}

/**
 * Finite values of a column from the least to the greatest, as many of them between one and the next: by them a value's
 * rank is known. All values where there are no more than {@link MOST_QUANTILES}; empty without any.
 */
export type ColumnQuantiles = number[];

export const MOST_QUANTILES = 21;

/** Most runs and columns that may be asked for at once. */
export const MOST_ROWS = 1000;
export const MOST_COLUMNS = 1000;

/** Methods of the store that the run table uses. */
export type TableApi = {
  /** All keys that runs have values of, by kind and then in the order of their code points. */
  tableColumns: { args: Record<string, never>; result: KeyedColumn[] };
  /** The same for the runs of a selection, counted; takes its time where there are many. */
  countColumns: { args: RunsSelected; result: { columns: ColumnCount[]; total: number } };
  tableOrder: { args: TableOrderQuery; result: TableOrder };
  /** In the order asked for; runs that do not exist are left out. */
  tableRows: { args: { runIds: RunId[]; columns: KeyedColumn[] }; result: TableRow[] };
  /** For each group the cells of the columns asked for. */
  tableGroups: { args: { groups: RunId[][]; columns: KeyedColumn[] }; result: GroupCell[][] };
  /** Without a filter from an index alone. */
  columnQuantiles: { args: RunsSelected & { columns: KeyedColumn[] }; result: ColumnQuantiles[] };
};

/** The name of a column's field in filters and sort keys, such as `metrics.val/loss` or `params."a b"`. */
export function fieldName({ kind, key }: { kind: KeyedKind | 'attributes'; key: string }): string {
  const prefix = kind === 'system' ? 'metrics' : kind;
  return `${prefix}.${PLAIN_KEY.test(key) ? key : `"${key.replaceAll('"', '""')}"`}`;
}

/** Keys that need no quotes, as the filter's lexer knows them. */
const PLAIN_KEY = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_./:-]*$/u;

/** A literal of the filter language that equals a value. */
export function literal(value: Exclude<CellValue, null> | WireNumber): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? "'True'" : "'False'";
  return `'${value.replaceAll("'", "''")}'`;
}
