/** A database of very many runs, made of a smaller one. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { ulid } from 'ulid';
import { databasePath, runDir, runsDir } from '../../src/common/workspaceFolder';
import type { NativeDatabase } from '../../src/store/database/nativeEngine';
import { openFile } from './databaseFile';

/** The copies of the runs begin behind this time. */
const COPIES_FROM_MS = Date.UTC(2026, 6, 1);

/**
 * Copies a database and adds `times` − 1 copies of each run with all its params and metrics; the metrics of a copy differ
 * by up to 5% from the original's. Copies have empty folders and, save with `points`, no points: neither lists nor the
 * opening read any. Gives the ids of all runs.
 */
export function multiplyRuns(options: { from: string; to: string; times: number; points?: boolean }): string[] {
  mkdirSync(runsDir(options.to), { recursive: true });
  copyFileSync(databasePath(options.from), databasePath(options.to));
  const db = openFile(databasePath(options.to));
  db.exec('PRAGMA synchronous=OFF; PRAGMA cache_size=-500000;');
  const runs = db.prepare<{ id: number; uid: string }>('SELECT id, uid FROM runs ORDER BY id').all();
  for (const { uid } of runs) mkdirSync(runDir(options.to, uid), { recursive: true });
  const last = { runs: lastId(db, 'runs'), series: lastId(db, 'series') };
  db.exec('CREATE TEMP TABLE copies (original INTEGER PRIMARY KEY, uid TEXT)');
  for (let copy = 1; copy < options.times; copy += 1) {
    db.transaction(() => {
      nameCopies(db, options.to, runs, copy);
      copyRows(db, copy, last);
      if (options.points === true) copyPoints(db, copy * last.series, last.series);
    });
  }
  const uids = db.prepare<{ uid: string }>('SELECT uid FROM runs ORDER BY id').all();
  db.close();
  return uids.map(({ uid }) => uid);
}

function nameCopies(db: NativeDatabase, workspaceDir: string, runs: readonly { id: number }[], copy: number): void {
  db.exec('DELETE FROM copies');
  for (const [index, { id }] of runs.entries()) {
    const uid = ulid(COPIES_FROM_MS + (copy * runs.length + index) * 1000);
    mkdirSync(runDir(workspaceDir, uid));
    db.prepare('INSERT INTO copies VALUES (?, ?)').run(id, uid);
  }
}

function copyRows(db: NativeDatabase, copy: number, last: { runs: number; series: number }): void {
  // A number from 0 to 1 that hangs on the row.
  const chance = `((series.id * 7919 + ${copy} * 104729) % 1000) / 1000.0`;
  const run = copy * last.runs;
  const series = copy * last.series;
  copyTable(db, 'runs', 'id', { id: `id + ${run}`, uid: 'copies.uid', key_series: `key_series + ${series}` });
  copyTable(db, 'params', 'run', { run: `run + ${run}` });
  copyTable(db, 'series', 'run', {
    id: `id + ${series}`,
    run: `run + ${run}`,
    last: `last * (0.95 + 0.1 * ${chance})`,
  });
}

function copyPoints(db: NativeDatabase, offset: number, lastOriginal: number): void {
  db.exec(`INSERT INTO series_chunks (series, start, n, min_step, max_step, data)
    SELECT series + ${offset}, start, n, min_step, max_step, data FROM series_chunks WHERE series <= ${lastOriginal}`);
}

function lastId(db: NativeDatabase, table: 'runs' | 'series'): number {
  return db.prepare<{ id: number }>(`SELECT max(id) AS id FROM ${table}`).get()!.id;
}

function copyTable(db: NativeDatabase, table: string, run: string, changed: Record<string, string>): void {
  const columns = db.prepare<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`).all();
  const values = columns.map(({ name }) => changed[name] ?? `${table}.${name}`);
  db.exec(`INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) SELECT ${values.join(', ')}
    FROM copies JOIN ${table} ON ${table}.${run} = copies.original ORDER BY 1, 2`);
}
