/** Which rows of the database a report holds: those that its page shows, of its runs alone. */
import { withoutHomes } from '../../common/homePaths';
import type { Database, Row } from '../database/database';

interface CopiedTable {
  name: string;
  columns: readonly string[];
  /** Selects the columns; `?1` is a JSON array of the runs' row numbers. */
  rows: string;
  /** What other people need not read. */
  tidied?: readonly string[];
}

/** In an order in which each row finds those that it refers to. Numbers stay: a run's colour hangs on its own. */
const TABLES: readonly CopiedTable[] = [
  {
    name: 'experiments',
    columns: ['id', 'name'],
    rows: `SELECT id, name FROM experiments
      WHERE id IN (SELECT experiment FROM runs WHERE id IN (SELECT value FROM json_each(?1)))`,
  },
  {
    name: 'runs',
    columns: [
      ...['id', 'uid', 'experiment', 'name', 'status', 'lost', 'command', 'cwd', 'script', 'started_at', 'ended_at'],
      ...['last_event_at', 'exit_code', 'message', 'metric_count', 'point_count', 'key_series', 'failure'],
    ],
    // As it is called now: the name that it was recorded with is nobody's business.
    rows: `SELECT r.id, r.uid, r.experiment, coalesce(e.value, r.name) AS name, r.status, r.lost, r.command, r.cwd, r.script,
        r.started_at, r.ended_at, r.last_event_at, r.exit_code, r.message, r.metric_count, r.point_count, r.key_series, r.failure
      FROM runs r LEFT JOIN run_edits e ON e.uid = r.uid AND e.field = 'name'
      WHERE r.id IN (SELECT value FROM json_each(?1))`,
    tidied: ['command', 'cwd', 'script', 'message'],
  },
  {
    name: 'params',
    columns: ['run', 'key', 'type', 'value'],
    rows: 'SELECT run, key, type, value FROM params WHERE run IN (SELECT value FROM json_each(?1))',
  },
  {
    name: 'datasets',
    columns: ['id', 'name'],
    rows: `SELECT DISTINCT d.id, d.name FROM inputs i JOIN dataset_versions v ON v.id = i.dataset_version
      JOIN datasets d ON d.id = v.dataset WHERE i.run IN (SELECT value FROM json_each(?1))`,
  },
  {
    name: 'dataset_versions',
    columns: ['id', 'dataset', 'version', 'digest', 'size', 'first_seen_at'],
    rows: `SELECT id, dataset, version, digest, size, first_seen_at FROM dataset_versions
      WHERE id IN (SELECT dataset_version FROM inputs WHERE run IN (SELECT value FROM json_each(?1)))`,
  },
  {
    name: 'inputs',
    columns: ['run', 'dataset_version', 'uncertain'],
    rows: 'SELECT run, dataset_version, uncertain FROM inputs WHERE run IN (SELECT value FROM json_each(?1))',
  },
  {
    name: 'metric_keys',
    columns: ['id', 'key'],
    rows: `SELECT id, key FROM metric_keys
      WHERE id IN (SELECT key FROM series WHERE run IN (SELECT value FROM json_each(?1)))`,
  },
  {
    name: 'choices',
    columns: ['kind', 'name', 'value', 'chosen_at', 'revision'],
    rows: `SELECT kind, name, value, chosen_at, 0 AS revision FROM choices
      WHERE kind = 'direction' AND name IN (SELECT k.key FROM series s JOIN metric_keys k ON k.id = s.key
        WHERE s.run IN (SELECT value FROM json_each(?1)))`,
  },
];

const SERIES_COLUMNS = [
  ...['id', 'run', 'key', 'count', 'finite_count', 'first', 'last', 'last_step', 'min', 'max', 'mean', 'revision'],
] as const;

/** Copies what runs consist of, save their series. `rows` are their numbers (`runs.id`). */
export function copyTables(from: Database, to: Database, rows: readonly number[]): void {
  const selected = JSON.stringify(rows);
  to.transaction(() => {
    for (const { name, columns, rows: select, tidied = [] } of TABLES) {
      const insert = insertInto(to, name, columns);
      for (const row of from.prepare(select).all(selected)) insert(tidy(row, tidied));
    }
  });
}

/** Copies a series with its points; false when it is gone. */
export function copySeries(from: Database, to: Database, series: number): boolean {
  const row = from.prepare(`SELECT ${SERIES_COLUMNS.join(', ')} FROM series WHERE id = ?`).get(series);
  if (row === undefined) return false;
  const chunk = ['series', 'start', 'n', 'min_step', 'max_step', 'data'];
  to.transaction(() => {
    insertInto(to, 'series', SERIES_COLUMNS)(row);
    const insert = insertInto(to, 'series_chunks', chunk);
    for (const one of from.prepare(`SELECT ${chunk.join(', ')} FROM series_chunks WHERE series = ?`).all(series)) {
      insert(one);
    }
  });
  return true;
}

function insertInto(to: Database, table: string, columns: readonly string[]): (row: Row) => void {
  const places = columns.map(() => '?').join(', ');
  const statement = to.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`);
  return (row) => statement.run(...columns.map((column) => row[column]!));
}

function tidy(row: Row, columns: readonly string[]): Row {
  const tidied = columns.map((column) => {
    const value = row[column] ?? null;
    return [column, typeof value === 'string' ? withoutHomes(value) : value] as const;
  });
  return { ...row, ...Object.fromEntries(tidied) };
}
