/** Runs by the script that they ran. */
import { type CountedPoint, type CountedSeries, estimateProgress, progressTotals } from '../../common/progress';
import type { RunId } from '../../protocol/entities';
import type { Progress } from '../../protocol/progress';
import type { ScriptRun } from '../../protocol/scriptsApi';
import type { Database } from '../database/database';
import { decodeChunk } from '../series/seriesCodec';
import { judgedMetrics } from './metricKeys';
import { runParams, runsOf } from './runQueries';

/** Series of a run that are looked at for one that counts. */
const MOST_SERIES = 50;

/** The newest runs of a script; see `ScriptsApi`. */
export function scriptRuns(db: Database, script: string, limit: number, now = Date.now()): ScriptRun[] {
  const rows = db
    .prepare<{ id: number }>(
      `SELECT id FROM runs WHERE script = ? AND trashed_at IS NULL AND (purpose IS NULL OR purpose = 'rerun')
       ORDER BY uid DESC LIMIT ?`,
    )
    .all(script, limit)
    .map(({ id }) => id);
  return runsOf(db, rows).map((run, index) => ({
    ...run,
    progress: run.status === 'running' ? progressOf(db, rows[index]!, run.metricCount, now) : null,
  }));
}

/** How far live runs are; see `ScriptsApi`. */
export function runProgress(db: Database, runIds: readonly RunId[], now = Date.now()): (Progress | null)[] {
  const select = db.prepare<{ id: number; metric_count: number }>(
    "SELECT id, metric_count FROM runs WHERE uid = ? AND status = 'running'",
  );
  return runIds.map((runId) => {
    const run = select.get(runId);
    return run === undefined ? null : progressOf(db, run.id, run.metric_count, now);
  });
}

/** The scripts that have runs, the latest first. */
export function recentScripts(db: Database, limit: number): string[] {
  return db
    .prepare<{ script: string }>(
      `SELECT script FROM runs WHERE script IS NOT NULL AND trashed_at IS NULL
       GROUP BY script ORDER BY max(uid) DESC LIMIT ?`,
    )
    .all(limit)
    .map(({ script }) => script);
}

/** How far a live run is; `null` where that cannot be told. */
function progressOf(db: Database, run: number, metricCount: number, now: number): Progress | null {
  const params = runParams(db, run);
  if (progressTotals(params).length === 0) return null;
  const metrics = judgedMetrics(db, { id: run, metric_count: metricCount }, MOST_SERIES);
  const series = metrics.flatMap(({ key }) => endsOf(db, run, key) ?? []);
  return estimateProgress({ params, series, now }) ?? null;
}

interface ChunkRow {
  n: number;
  data: Uint8Array;
}

function endsOf(db: Database, run: number, key: string): CountedSeries | undefined {
  const chunk = (order: 'ASC' | 'DESC'): ChunkRow | undefined =>
    db
      .prepare<ChunkRow>(
        `SELECT n, data FROM series_chunks
         WHERE series = (SELECT id FROM series WHERE run = ? AND key = (SELECT id FROM metric_keys WHERE key = ?))
         ORDER BY start ${order} LIMIT 1`,
      )
      .get(run, key);
  const [first, last] = [chunk('ASC'), chunk('DESC')];
  if (first === undefined || last === undefined) return undefined;
  const sources = db
    .prepare<{ source: string }>('SELECT source FROM series_sources WHERE run = ? AND key = ?')
    .all(run, key)
    .map(({ source }) => source);
  return { key, sources, first: pointOf(first, 0), last: pointOf(last, last.n - 1) };
}

function pointOf({ data, n }: ChunkRow, index: number): CountedPoint {
  const { steps, values, times } = decodeChunk(data, n);
  return { step: steps[index]!, value: values[index]!, at: times[index]! };
}
