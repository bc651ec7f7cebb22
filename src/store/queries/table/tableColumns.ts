/** The columns of the run table: every key of params, metrics and tags. */
import { isAside } from '../../../protocol/metricGroups';
import type { RunsSelected } from '../../../protocol/storeApi';
import { type ColumnCount, type ColumnQuantiles, type KeyedColumn, MOST_QUANTILES } from '../../../protocol/tableApi';
import type { Database, SqlValue } from '../../database/database';
import { not, sql, type Sql } from '../../filter/ranges';
import { sourceOf } from '../../filter/sql';
import { listKeys } from '../metricKeys';
import { parseSelection, selectAll } from '../runSelection';
import { fieldOf } from './tableFields';

const PAGE = 1000;

/** All keys that runs have; reads no values. */
export function tableColumns(db: Database): KeyedColumn[] {
  return [
    ...allKeys(db, 'metrics').map((key): KeyedColumn => ({ kind: isAside(key) ? 'system' : 'metrics', key })),
    ...allKeys(db, 'params').map((key): KeyedColumn => ({ kind: 'params', key })),
    ...allKeys(db, 'tags').map((key): KeyedColumn => ({ kind: 'tags', key })),
  ];
}

function allKeys(db: Database, of: 'metrics' | 'params' | 'tags'): string[] {
  const found: string[] = [];
  for (;;) {
    const { keys } = listKeys(db, { of, offset: found.length, limit: PAGE });
    found.push(...keys);
    if (keys.length < PAGE) return found;
  }
}

/** The keys of a selection's runs with how many have them and whether they differ. Throws as a filter does. */
export function countColumns(db: Database, selected: RunsSelected): { columns: ColumnCount[]; total: number } {
  const rows = selectAll(db, parseSelection(selected), []);
  const from = isAll(db, rows.length) ? undefined : JSON.stringify(rows);
  const counted = (table: Sql): CountRow[] => db.prepare<CountRow>(table.text).all(...table.params);
  const toCount = ({ key, runs, present, low, high }: CountRow, kind: KeyedColumn['kind']): ColumnCount => {
    const differs = runs < rows.length || low !== high || (present > 0 && present < runs);
    return { kind, key, runs, differs };
  };
  const columns = [
    ...counted(countsOf('series', 'last', from)).map((row) => toCount(row, isAside(row.key) ? 'system' : 'metrics')),
    ...counted(countsOf('params', 'value', from)).map((row) => toCount(row, 'params')),
    ...counted(countsOf('tags', 'value', from)).map((row) => toCount(row, 'tags')),
  ];
  return { columns, total: rows.length };
}

interface CountRow {
  key: string;
  runs: number;
  /** Those whose value is not None. */
  present: number;
  low: SqlValue;
  high: SqlValue;
}

/** Whether so many runs are all that there are, those in the trash too: then indexes alone tell what is asked. */
function isAll(db: Database, runs: number): boolean {
  return db.prepare<{ n: number }>('SELECT count(*) AS n FROM runs').get()!.n === runs;
}

/** One row a key. Of all runs from the index on key and value, which has the values in their order. */
function countsOf(table: 'series' | 'params' | 'tags', value: string, rows: string | undefined): Sql {
  const figures = `count(*) AS runs, count(t.${value}) AS present, min(t.${value}) AS low, max(t.${value}) AS high`;
  const counts =
    rows === undefined
      ? sql(`SELECT t.key, ${figures} FROM ${table} t GROUP BY t.key`)
      : sql(
          `SELECT t.key, ${figures} FROM json_each(?) j CROSS JOIN ${table} t ON t.run = j.value GROUP BY t.key`,
          rows,
        );
  if (table !== 'series') return sql(`${counts.text} ORDER BY t.key`, ...counts.params);
  return sql(
    `SELECT k.key, runs, present, low, high FROM (${counts.text}) c CROSS JOIN metric_keys k ON k.id = c.key
     ORDER BY k.key`,
    ...counts.params,
  );
}

/** The quantiles of columns, in their order; see `TableApi`. */
export function columnQuantiles(db: Database, query: RunsSelected & { columns: KeyedColumn[] }): ColumnQuantiles[] {
  const isFiltered = (query.filter ?? '').trim() !== '';
  const among = isFiltered ? only(selectAll(db, parseSelection(query), [])) : outsideTrash(db);
  return query.columns.map((column) => quantilesOf(db, column, among));
}

function only(rows: readonly number[]): Sql {
  return sql('run IN (SELECT value FROM json_each(?))', JSON.stringify(rows));
}

/** There are few in the trash, if any: an index is walked past them. */
function outsideTrash(db: Database): Sql {
  const rows = db.prepare<{ id: number }>('SELECT id FROM runs WHERE trashed_at IS NOT NULL').all();
  return rows.length === 0 ? sql('1') : not(only(rows.map(({ id }) => id)));
}

/** SQLite sorts all numbers before all texts, and None before both. */
function quantilesOf(db: Database, column: KeyedColumn, among: Sql): number[] {
  const { table, index, key, value } = sourceOf(db, fieldOf(column))!;
  const sorted = db
    .prepare<{ value: number }>(
      `SELECT ${value} AS value FROM ${table} INDEXED BY ${index}
       WHERE ${key.text} AND ${value} < '' AND ${among.text} ORDER BY ${value}`,
    )
    .all(...key.params, ...among.params)
    .map((row) => row.value);
  const last = sorted.length - 1;
  if (last < MOST_QUANTILES) return sorted;
  return Array.from({ length: MOST_QUANTILES }, (_, i) => sorted[Math.round((i * last) / (MOST_QUANTILES - 1))]!);
}
