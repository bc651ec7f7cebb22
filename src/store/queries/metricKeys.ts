/** Keys of metrics, params and tags, and the metrics of a run, by key and a page at a time: there can be 100,000. */
import type { MetricSummary, RunId } from '../../protocol/entities';
import type { KeyPage, KeyQuery, MetricPage, MetricQuery } from '../../protocol/storeApi';
import { revisionOf } from './changesSince';
import type { Database } from '../database/database';
import { join, sql, type Sql } from '../filter/ranges';
import { page, type Page } from './paging';
import { toSummary, type SummaryRow } from './runRefs';

/** Metrics of a run by key. A run that does not exist has none. */
export function listMetrics(db: Database, query: MetricQuery): MetricPage {
  const revision = revisionOf(db);
  const run = db.prepare<RunRow>('SELECT id, metric_count FROM runs WHERE uid = ?').get(query.runId);
  return { metrics: run === undefined ? [] : metricsOf(db, run, page(query), query.prefix), revision };
}

/** A run's row number and how many metrics it has. */
interface RunRow {
  id: number;
  metric_count: number;
}

/** The first metrics of a run by key, without those that stand aside (see `isAside`). */
export function judgedMetrics(db: Database, run: RunRow, limit: number): MetricSummary[] {
  return metricsOf(db, run, { offset: 0, limit }, '', IS_JUDGED);
}

/** `isAside` turned around, in SQL: of `rank3/loss` the part between `rank` and the slash is looked at for other than digits. */
const IS_JUDGED = `NOT (k.key GLOB 'system/*' OR k.key GLOB 'rank[0-9]*/*'
  AND substr(k.key, 5, instr(k.key, '/') - 5) NOT GLOB '*[^0-9]*')`;

function metricsOf(db: Database, run: RunRow, page: Page, prefix = '', where = '1'): MetricSummary[] {
  // From the keys in their order to the run's series, or from its series to their keys, which are then sorted.
  const tables = isWalkShorter(db, [run], page, prefix)
    ? 'metric_keys k CROSS JOIN series s ON s.key = k.id AND s.run = ?'
    : 'series s CROSS JOIN metric_keys k ON k.id = s.key AND s.run = ?';
  const range = startsWith('k.key', prefix);
  return db
    .prepare<SummaryRow>(
      `SELECT k.key, count, first, last, last_step, min, max, mean FROM ${tables}
       WHERE ${range.text} AND ${where} ORDER BY k.key LIMIT ? OFFSET ?`,
    )
    .all(run.id, ...range.params, page.limit, page.offset)
    .map(toSummary);
}

/** Distinct keys in their order: of these runs, or of all that are not in the trash. */
export function listKeys(db: Database, query: KeyQuery): KeyPage {
  const revision = revisionOf(db);
  const { of, prefix = '', runIds } = query;
  const rows = runIds && rowsOf(db, runIds);
  if (of === 'metrics') return { keys: metricKeys(db, rows, page(query), prefix), revision };
  const keys = rows ? keysOfRuns(db, of, rows, page(query), prefix) : keysOfAll(db, of, page(query), prefix);
  return { keys, revision };
}

function metricKeys(db: Database, runs: readonly RunRow[] | undefined, page: Page, prefix: string): string[] {
  const range = startsWith('k.key', prefix);
  if (runs !== undefined && !isWalkShorter(db, runs, page, prefix)) {
    const tables = 'json_each(?) j CROSS JOIN series s ON s.run = j.value CROSS JOIN metric_keys k ON k.id = s.key';
    return keys(db, sql(`SELECT DISTINCT k.key FROM ${tables}`, idsOf(runs)), range, page);
  }
  const holders =
    runs === undefined
      ? sql('series s CROSS JOIN runs r ON r.id = s.run WHERE s.key = k.id AND r.trashed_at IS NULL')
      : sql('json_each(?) j CROSS JOIN series s ON s.run = j.value AND s.key = k.id', idsOf(runs));
  const held = sql(`EXISTS (SELECT 1 FROM ${holders.text})`, ...holders.params);
  return keys(db, sql('SELECT k.key FROM metric_keys k'), join([range, held], ' AND '), page);
}

function keysOfRuns(db: Database, table: Keyed, runs: readonly RunRow[], page: Page, prefix: string): string[] {
  const tables = `json_each(?) j CROSS JOIN ${table} k ON k.run = j.value`;
  return keys(db, sql(`SELECT DISTINCT k.key FROM ${tables}`, idsOf(runs)), startsWith('k.key', prefix), page);
}

type Keyed = 'params' | 'tags';

/** Jumps from key to key in the index: there are few of them, and many rows of each. */
function keysOfAll(db: Database, table: Keyed, { offset, limit }: Page, prefix: string): string[] {
  const range = startsWith('key', prefix);
  const next = db.prepare<{ key: string | null }>(
    `SELECT min(key) AS key FROM ${table} WHERE key > ? AND ${range.text}`,
  );
  const first = db.prepare<{ key: string | null }>(`SELECT min(key) AS key FROM ${table} WHERE ${range.text}`);
  const isHeld = db.prepare(
    `SELECT 1 FROM ${table} k CROSS JOIN runs r ON r.id = k.run WHERE k.key = ? AND r.trashed_at IS NULL LIMIT 1`,
  );
  const found: string[] = [];
  let key = first.get(...range.params)!.key;
  while (key !== null && found.length < offset + limit) {
    if (isHeld.get(key) !== undefined) found.push(key);
    key = next.get(key, ...range.params)!.key;
  }
  return found.slice(offset);
}

function keys(db: Database, select: Sql, where: Sql, { offset, limit }: Page): string[] {
  const { text, params } = join([select, where], ' WHERE ');
  return db
    .prepare<{ key: string }>(`${text} ORDER BY k.key LIMIT ? OFFSET ?`)
    .all(...params, limit, offset)
    .map(({ key }) => key);
}

/**
 * Whether walking all keys of the workspace, and looking for each whether these runs have it, fills a page earlier than
 * reading all keys of the runs.
 */
function isWalkShorter(db: Database, runs: readonly RunRow[], { offset, limit }: Page, prefix: string): boolean {
  const counts = runs.map(({ metric_count: count }) => count);
  const most = Math.max(0, ...counts);
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (most === 0) return false;
  const { last } = db.prepare<{ last: number | null }>('SELECT max(id) AS last FROM metric_keys').get()!;
  const perPage = ((offset + limit) * (last ?? 0)) / most;
  const walked = prefix === '' ? perPage : Math.min(perPage, countKeys(db, prefix, all));
  return walked * runs.length < all;
}

function countKeys(db: Database, prefix: string, most: number): number {
  const range = startsWith('key', prefix);
  return db
    .prepare<{ n: number }>(`SELECT count(*) AS n FROM (SELECT 1 FROM metric_keys WHERE ${range.text} LIMIT ?)`)
    .get(...range.params, most)!.n;
}

/** As a range, so that an index finds it. No text sorts behind U+10FFFF, which stands for no character. */
function startsWith(column: string, prefix: string): Sql {
  if (prefix === '') return sql('1');
  return sql(`${column} >= ? AND ${column} < ?`, prefix, `${prefix}\u{10FFFF}`);
}

function rowsOf(db: Database, runIds: readonly RunId[]): RunRow[] {
  return db
    .prepare<RunRow>('SELECT r.id, metric_count FROM json_each(?) j CROSS JOIN runs r ON r.uid = j.value')
    .all(JSON.stringify([...new Set(runIds)]));
}

function idsOf(runs: readonly RunRow[]): string {
  return JSON.stringify(runs.map(({ id }) => id));
}
