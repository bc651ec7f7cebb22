import type { Series } from '../../protocol/entities';
import type { SeriesQuery } from '../../protocol/storeApi';
import type { Database } from '../database/database';
import { decimate } from './decimate';
import type { DecimationCache } from './decimationCache';
import { decodeInto, newColumns, type Columns } from './seriesCodec';

const WIDEST = 10_000;

interface ChunkRow {
  n: number;
  data: Uint8Array;
}

/** The series asked for, run by run and key by key; pairs that do not exist are left out. */
export function readSeries(db: Database, query: SeriesQuery, cache: DecimationCache): Series[] {
  const width = Math.min(WIDEST, Math.max(1, Math.floor(query.width) || 1));
  const result: Series[] = [];
  for (const runId of new Set(query.runIds)) {
    for (const key of new Set(query.keys)) {
      const series = findSeries(db, runId, key);
      if (series === undefined) continue;
      const known = query.after?.find((one) => one.runId === runId && one.key === key)?.count;
      result.push({ runId, key, ...readOne(db, series, { ...query, width }, known, cache), total: series.count });
    }
  }
  return result;
}

type Points = Omit<Series, 'runId' | 'key' | 'total'>;

function readOne(
  db: Database,
  series: { id: number; count: number },
  { range, width }: SeriesQuery,
  known: number | undefined,
  cache: DecimationCache,
): Points {
  // A caller that has more than there is has seen a run that was removed since: it gets the whole.
  if (known !== undefined && known >= 0 && known <= series.count) {
    return { ...readAfter(db, series, known), decimated: false };
  }
  const key = `${series.id} ${width} ${range?.from} ${range?.to}`;
  const { columns, decimated } = cache.get(key, series.count, () =>
    decimate(range === undefined ? readAll(db, series.id) : readRange(db, series.id, range.from, range.to), width),
  );
  return { ...columns, decimated };
}

function findSeries(db: Database, runId: string, key: string): { id: number; count: number } | undefined {
  return db
    .prepare<{ id: number; count: number }>(
      `SELECT id, count FROM series WHERE run = (SELECT id FROM runs WHERE uid = ?)
       AND key = (SELECT id FROM metric_keys WHERE key = ?)`,
    )
    .get(runId, key);
}

function readAll(db: Database, series: number): Columns {
  return join(db.prepare<ChunkRow>('SELECT n, data FROM series_chunks WHERE series = ? ORDER BY start').all(series));
}

function readAfter(db: Database, series: { id: number; count: number }, known: number): Columns {
  if (known === series.count) return join([]);
  const rows = db
    .prepare<ChunkRow & { start: number }>(
      'SELECT start, n, data FROM series_chunks WHERE series = ? AND start + n > ? ORDER BY start',
    )
    .all(series.id, known);
  return slice(join(rows), known - (rows[0]?.start ?? known));
}

function readRange(db: Database, series: number, from: number, to: number): Columns {
  const rows = db
    .prepare<ChunkRow>(
      'SELECT n, data FROM series_chunks WHERE series = ? AND max_step >= ? AND min_step <= ? ORDER BY start',
    )
    .all(series, from, to);
  const { steps, values, times } = join(rows);
  const inside = (_: number, index: number) => steps[index]! >= from && steps[index]! <= to;
  return { steps: steps.filter(inside), values: values.filter(inside), times: times.filter(inside) };
}

function join(rows: readonly ChunkRow[]): Columns {
  const all = newColumns(rows.reduce((sum, row) => sum + row.n, 0));
  let at = 0;
  for (const { data, n } of rows) {
    decodeInto(all, at, data, n);
    at += n;
  }
  return all;
}

/** Copies, so that each column has a buffer of its own and can be transferred. */
function slice({ steps, values, times }: Columns, from: number): Columns {
  return { steps: steps.slice(from), values: values.slice(from), times: times.slice(from) };
}
