/** Answers which params a metric of runs hangs on. */
import { setImmediate } from 'node:timers/promises';
import type { RunId } from '../../protocol/entities';
import type { Importance, ImportanceQuery, MetricValue } from '../../protocol/insightsApi';
import { fromWire, type ParamValue, type WireNumber } from '../../protocol/numbers';
import { isSeedKey } from '../../protocol/seeds';
import { directionOf } from '../choices';
import type { Database } from '../database/database';
import { runParams } from '../queries/runQueries';
import { featuresOf } from './features';
import { measureImportance } from './importance';

/** With fewer than this, even a param that decides everything is often not told from chance. */
const FEWEST_RUNS = 20;
/** The newest: more would take long, and change little. */
const MOST_RUNS = 500;

interface JudgedRun {
  /** `runs.id`. */
  row: number;
  value: number;
}

export async function importanceOf(db: Database, query: ImportanceQuery): Promise<Importance> {
  const judged = judgedRuns(db, query).slice(0, MOST_RUNS);
  const runs = judged.length;
  if (runs < FEWEST_RUNS) return { kind: 'few', runs, needed: FEWEST_RUNS };
  if (judged.every(({ value }) => value === judged[0]!.value)) return { kind: 'same', runs, of: 'metric' };
  const features = featuresOf(await readParams(db, judged));
  if (features.length === 0) return { kind: 'same', runs, of: 'params' };
  const values = Float64Array.from(judged, ({ value }) => value);
  const measured = await measureImportance(features, values);
  const total = features.reduce((sum, { same }) => sum + 1 + same.length, 0);
  return { kind: 'measured', runs, leftOut: new Set(query.runIds).size - runs, total, ...measured };
}

/** Finished runs with a finite value, newest first. A run that still trains has no last value yet. */
function judgedRuns(db: Database, { runIds, metric, value }: ImportanceQuery): JudgedRun[] {
  return db
    .prepare<{ row: number; value: WireNumber }>(
      `SELECT r.id AS row, s.${columnOf(db, metric, value)} AS value FROM metric_keys k
       CROSS JOIN json_each(?) j CROSS JOIN runs r ON r.uid = j.value CROSS JOIN series s ON s.run = r.id AND s.key = k.id
       WHERE k.key = ? AND r.status = 'finished' AND r.trashed_at IS NULL ORDER BY r.uid DESC`,
    )
    .all(JSON.stringify([...new Set<RunId>(runIds)]), metric)
    .map((run) => ({ row: run.row, value: fromWire(run.value) ?? Number.NaN }))
    .filter((run) => Number.isFinite(run.value));
}

function columnOf(db: Database, metric: string, value: MetricValue): 'last' | 'min' | 'max' {
  const direction = value === 'best' ? directionOf(db, metric) : undefined;
  return direction === undefined ? 'last' : direction === 'lower' ? 'min' : 'max';
}

/** Values of the params by key, without seeds. Other work goes on meanwhile: there may be a million of them. */
async function readParams(db: Database, runs: readonly JudgedRun[]): Promise<Map<string, (ParamValue | undefined)[]>> {
  const params = new Map<string, (ParamValue | undefined)[]>();
  for (const [place, { row }] of runs.entries()) {
    for (const { key, value } of runParams(db, row)) {
      if (isSeedKey(key)) continue;
      let values = params.get(key);
      if (values === undefined) params.set(key, (values = Array.from({ length: runs.length })));
      values[place] = value;
    }
    await setImmediate();
  }
  return params;
}
