/** Reads the points of a series from its chunks. */
import type { Database } from '../database/database';
import { gather } from './curve';
import { decodeInto, newColumns, type Columns } from './seriesCodec';

/** What the database holds of a series is no points. */
export class DamagedSeriesError extends Error {
  /** `series`: its row number. */
  constructor(
    readonly series: number,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause));
  }
}

interface ChunkRow {
  n: number;
  data: Uint8Array;
}

/** All points, in the order in which they were recorded. */
export function readAll(db: Database, series: number): Columns {
  const rows = db.prepare<ChunkRow>('SELECT n, data FROM series_chunks WHERE series = ? ORDER BY start').all(series);
  return join(series, rows);
}

/** The points behind the first `known` ones. */
export function readAfter(db: Database, series: { id: number; count: number }, known: number): Columns {
  if (known === series.count) return newColumns(0);
  const rows = db
    .prepare<ChunkRow & { start: number }>(
      'SELECT start, n, data FROM series_chunks WHERE series = ? AND start + n > ? ORDER BY start',
    )
    .all(series.id, known);
  const { steps, values, times } = join(series.id, rows);
  const from = known - (rows[0]?.start ?? known);
  // Copies, so that each column has a buffer of its own and can be transferred.
  return { steps: steps.slice(from), values: values.slice(from), times: times.slice(from) };
}

/** The points whose step lies in a range, both ends included. */
export function readSteps(db: Database, series: number, from: number, to: number): Columns {
  const rows = db
    .prepare<ChunkRow>(
      'SELECT n, data FROM series_chunks WHERE series = ? AND max_step >= ? AND min_step <= ? ORDER BY start',
    )
    .all(series, from, to);
  const points = join(series, rows);
  const inside = new Uint32Array(points.steps.length);
  let count = 0;
  for (let i = 0; i < points.steps.length; i += 1) {
    const step = points.steps[i]!;
    if (step >= from && step <= to) inside[count++] = i;
  }
  return count === points.steps.length ? points : gather(points, inside.subarray(0, count));
}

function join(series: number, rows: readonly ChunkRow[]): Columns {
  const all = newColumns(rows.reduce((sum, row) => sum + row.n, 0));
  let at = 0;
  for (const { data, n } of rows) {
    try {
      decodeInto(all, at, data, n);
    } catch (error) {
      throw new DamagedSeriesError(series, error);
    }
    at += n;
  }
  return all;
}
