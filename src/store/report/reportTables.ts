/** Which rows of the database a report holds: those that its page shows, of its runs alone. */
import { withoutHomes } from '../../common/homePaths';
import type { Database, Row } from '../database/database';

interface CopiedTable {
  name: string;
  /** Selects the columns to copy; `?1` is a JSON array of the runs' row numbers. */
  rows: string;
  /** Columns with paths, in which the name of a user is nobody's business. */
  paths?: readonly string[];
}

const SELECTED = '(SELECT value FROM json_each(?1))';

/** In an order in which each row finds those that it refers to. Numbers stay: a run's colour hangs on its own. */
const TABLES: readonly CopiedTable[] = [
  {
    name: 'experiments',
    rows: `SELECT * FROM experiments WHERE id IN (SELECT experiment FROM runs WHERE id IN ${SELECTED})`,
  },
  {
    name: 'runs',
    // Under the name that people gave it, and without what points to other runs.
    rows: `SELECT r.id, r.uid, r.experiment, coalesce(e.value, r.name) AS name, r.status, r.lost, r.command, r.cwd, r.script,
        r.started_at, r.ended_at, r.last_event_at, r.exit_code, r.message, r.metric_count, r.point_count, r.key_series, r.failure
      FROM runs r LEFT JOIN run_edits e ON e.uid = r.uid AND e.field = 'name' WHERE r.id IN ${SELECTED}`,
    paths: ['command', 'cwd', 'script', 'message'],
  },
  { name: 'params', rows: `SELECT run, key, type, value FROM params WHERE run IN ${SELECTED}` },
  {
    name: 'datasets',
    rows: `SELECT * FROM datasets WHERE id IN (SELECT v.dataset FROM inputs i
      JOIN dataset_versions v ON v.id = i.dataset_version WHERE i.run IN ${SELECTED})`,
  },
  {
    name: 'dataset_versions',
    rows: `SELECT * FROM dataset_versions WHERE id IN (SELECT dataset_version FROM inputs WHERE run IN ${SELECTED})`,
  },
  { name: 'plots', rows: `SELECT * FROM plots WHERE run IN ${SELECTED}` },
  { name: 'inputs', rows: `SELECT * FROM inputs WHERE run IN ${SELECTED}` },
  {
    name: 'metric_keys',
    rows: `SELECT * FROM metric_keys WHERE id IN (SELECT key FROM series WHERE run IN ${SELECTED})`,
  },
  {
    name: 'choices',
    rows: `SELECT * FROM choices WHERE kind = 'direction' AND name IN (SELECT k.key FROM series s
      JOIN metric_keys k ON k.id = s.key WHERE s.run IN ${SELECTED})`,
  },
];

/** Copies what runs consist of, save their series. `rows` are their numbers (`runs.id`). */
export function copyTables(from: Database, to: Database, rows: readonly number[]): void {
  const selected = JSON.stringify(rows);
  to.transaction(() => {
    for (const { name, rows: select, paths = [] } of TABLES) {
      for (const row of from.prepare(select).all(selected)) insertInto(to, name, withTidied(row, paths));
    }
  });
}

/** Copies a series with its points; one that is gone meanwhile is left out. */
export function copySeries(from: Database, to: Database, series: number): void {
  const row = from.prepare('SELECT * FROM series WHERE id = ?').get(series);
  if (row === undefined) return;
  const chunks = from.prepare('SELECT * FROM series_chunks WHERE series = ?').all(series);
  to.transaction(() => {
    insertInto(to, 'series', row);
    for (const chunk of chunks) insertInto(to, 'series_chunks', chunk);
  });
}

function insertInto(to: Database, table: string, row: Row): void {
  const columns = Object.keys(row);
  const places = columns.map(() => '?').join(', ');
  to.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`).run(...Object.values(row));
}

function withTidied(row: Row, paths: readonly string[]): Row {
  const tidied = paths.map((column) => {
    const value = row[column] ?? null;
    return [column, typeof value === 'string' ? withoutHomes(value) : value] as const;
  });
  return { ...row, ...Object.fromEntries(tidied) };
}
