import type { RunId } from '../../protocol/entities';
import { emptyMetricTable, setMetric, type MetricTable } from '../../protocol/metricTable';
import type { ParamValue } from '../../protocol/numbers';
import type { Comparison, SentParam } from '../../protocol/storeApi';
import { chosenDirections } from '../choices';
import type { Database } from '../database/database';
import { findRunEntity, runParams } from './runQueries';
import type { SummaryRow } from './runRefs';
import { findRun } from '../runs';

/** Params and metrics of runs side by side, in the order asked for; runs that do not exist are left out. */
export function compareRuns(db: Database, runIds: readonly RunId[]): Comparison {
  const runs = [...new Set(runIds)].flatMap((runId) => findRunEntity(db, runId) ?? []);
  const rows = runs.map((run) => findRun(db, run.id)!);
  const params = rows.map((row) => new Map(runParams(db, row).map(({ key, value }) => [key, value])));
  return { runs, params: sideBySide(params), metrics: metricTable(db, rows), directions: chosenDirections(db) };
}

function sideBySide(columns: readonly Map<string, ParamValue>[]): SentParam[] {
  const keys = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort();
  return keys.map((key) => {
    const values = columns.map((column) => column.get(key));
    // Numbers are compared exactly: a difference in the last bit is one.
    const missing = values.flatMap((value, place) => (value === undefined ? [place] : []));
    const differs = values.some((value) => value !== values[0]);
    return { key, values: values.map((value) => value ?? null), missing, differs };
  });
}

function metricTable(db: Database, runs: readonly number[]): MetricTable {
  const held = 'FROM json_each(?) j CROSS JOIN series s ON s.run = j.value';
  const rows = JSON.stringify(runs);
  // Keys by themselves: many runs share each, and texts are what reading takes longest for.
  const keys = db
    .prepare<{ id: number; key: string }>(
      `SELECT id, key FROM metric_keys WHERE id IN (SELECT s.key ${held}) ORDER BY key`,
    )
    .all(rows);
  const places = new Map(keys.map(({ id }, row) => [id, row * runs.length]));
  const table = emptyMetricTable(
    keys.map(({ key }) => key),
    runs.length,
  );
  const found = db
    .prepare<Omit<SummaryRow, 'key'> & { run: number; id: number }>(
      `SELECT j.key AS run, s.key AS id, count, first, last, last_step, min, max, mean ${held}`,
    )
    .all(rows);
  for (const { run, id, last_step: lastStep, ...summary } of found) {
    setMetric(table, places.get(id)! + run, { ...summary, lastStep });
  }
  return table;
}
