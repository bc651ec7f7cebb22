/** Rows of the run table: only those asked for, and of them only the columns asked for. */
import type { RunId } from '../../../protocol/entities';
import type { ParamValue, WireNumber } from '../../../protocol/numbers';
import {
  type CellValue,
  type KeyedColumn,
  MOST_CELL_TEXT,
  MOST_COLUMNS,
  MOST_ROWS,
  type TableRow,
} from '../../../protocol/tableApi';
import type { Database } from '../../database/database';
import { decodeParam } from '../../runs';
import { runsOf } from '../runQueries';

/** See `TableApi`. */
export function tableRows(db: Database, runIds: readonly RunId[], columns: readonly KeyedColumn[]): TableRow[] {
  const ids = rowsOf(db, runIds.slice(0, MOST_ROWS));
  const cells = new Map(ids.map((id): [number, TableRow['cells']] => [id, {}]));
  eachCell(db, ids, columns.slice(0, MOST_COLUMNS), (run, column, value) => (cells.get(run)![column] = value));
  const notes = notesOf(db, ids);
  return runsOf(db, ids).map((run) => {
    // Rows are numbered from 1, colours from 0.
    const row = run.colorIndex + 1;
    return { run, note: notes.get(run.id) ?? null, cells: cells.get(row)! };
  });
}

/** Numbers (`runs.id`) of the runs that are there and not in the trash, in the order of their ids. */
export function rowsOf(db: Database, runIds: readonly RunId[]): number[] {
  return db
    .prepare<{ id: number }>(
      `SELECT r.id FROM json_each(?) j CROSS JOIN runs r ON r.uid = j.value
       WHERE r.trashed_at IS NULL ORDER BY j.key`,
    )
    .all(JSON.stringify(runIds))
    .map(({ id }) => id);
}

function notesOf(db: Database, rows: readonly number[]): Map<RunId, string> {
  const found = db
    .prepare<{ uid: RunId; value: string }>(
      `SELECT e.uid, e.value FROM json_each(?) j CROSS JOIN runs r ON r.id = j.value
       CROSS JOIN run_edits e ON e.uid = r.uid AND e.field = 'note'`,
    )
    .all(JSON.stringify(rows));
  return new Map(found.map(({ uid, value }) => [uid, value]));
}

/** Calls back with each value that these runs have in these columns, by the columns' places. */
export function eachCell(
  db: Database,
  rows: readonly number[],
  columns: readonly KeyedColumn[],
  take: (run: number, column: number, value: CellValue) => void,
): void {
  const runs = JSON.stringify(rows);
  const metrics = placesOfKeys(db, placesOf(columns, ['metrics', 'system']));
  if (metrics.size > 0) {
    for (const { run, key, last } of metricCells(db, runs, metrics)) take(run, metrics.get(key)!, last);
  }
  const params = placesOf(columns, ['params']);
  if (params.size > 0) {
    for (const { run, key, type, value } of keyedCells(db, 'params', 't.type', runs, params)) {
      take(run, params.get(key)!, decodeParam(type, value));
    }
  }
  const tags = placesOf(columns, ['tags']);
  if (tags.size > 0) {
    for (const { run, key, value } of keyedCells(db, 'tags', "'text'", runs, tags)) take(run, tags.get(key)!, value);
  }
}

function placesOf(columns: readonly KeyedColumn[], kinds: readonly KeyedColumn['kind'][]): Map<string, number> {
  return new Map(columns.flatMap(({ kind, key }, place) => (kinds.includes(kind) ? [[key, place] as const] : [])));
}

/** The same by the numbers of the keys (`metric_keys.id`). */
function placesOfKeys(db: Database, places: ReadonlyMap<string, number>): Map<number, number> {
  const found = db
    .prepare<{ id: number; key: string }>(
      'SELECT k.id, k.key FROM json_each(?) c CROSS JOIN metric_keys k ON k.key = c.value',
    )
    .all(JSON.stringify([...places.keys()]));
  return new Map(found.map(({ id, key }) => [id, places.get(key)!]));
}

/** A subquery behind IN is looked up once, a joined one for every run. */
function metricCells(db: Database, runs: string, places: ReadonlyMap<number, number>) {
  return db
    .prepare<{ run: number; key: number; last: WireNumber }>(
      `SELECT s.run, s.key, s.last FROM json_each(?) j CROSS JOIN series s
       ON s.run = j.value AND s.key IN (SELECT value FROM json_each(?))`,
    )
    .all(runs, JSON.stringify([...places.keys()]));
}

interface KeyedCell {
  run: number;
  key: string;
  type: string;
  value: Exclude<ParamValue, boolean>;
}

function keyedCells(
  db: Database,
  table: 'params' | 'tags',
  type: string,
  runs: string,
  places: ReadonlyMap<string, number>,
): KeyedCell[] {
  const cut =
    table === 'params' ? `iif(typeof(t.value) = 'text', substr(t.value, 1, ${MOST_CELL_TEXT}), t.value)` : 't.value';
  return db
    .prepare<KeyedCell>(
      `SELECT t.run, t.key, ${type} AS type, ${cut} AS value
       FROM json_each(?) j CROSS JOIN ${table} t ON t.run = j.value AND t.key IN (SELECT value FROM json_each(?))`,
    )
    .all(runs, JSON.stringify([...places.keys()]));
}
