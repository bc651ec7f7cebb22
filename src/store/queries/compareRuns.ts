import type { RunId } from '../../protocol/entities';
import { emptyMetricTable, setMetric, type MetricTable } from '../../protocol/metricTable';
import type { ParamValue } from '../../protocol/numbers';
import type { ComparedParam, Comparison } from '../../protocol/storeApi';
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

function sideBySide(columns: readonly Map<string, ParamValue>[]): ComparedParam[] {
  const keys = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort();
  return keys.map((key) => {
    const values = columns.map((column) => column.get(key));
    // Numbers are compared exactly: a difference in the last bit is one.
    return { key, values, differs: values.some((value) => value !== values[0]) };
  });
}

function metricTable(db: Database, runs: readonly number[]): MetricTable {
  const found = db
    .prepare<SummaryRow & { run: number }>(
      `SELECT j.key AS run, k.key, count, first, last, last_step, min, max, mean
       FROM json_each(?) j CROSS JOIN series s ON s.run = j.value CROSS JOIN metric_keys k ON k.id = s.key`,
    )
    .all(JSON.stringify(runs));
  const keys = [...new Set(found.map(({ key }) => key))].sort();
  const rows = new Map(keys.map((key, row) => [key, row]));
  const table = emptyMetricTable(keys, runs.length);
  for (const { run, key, last_step: lastStep, ...summary } of found) {
    setMetric(table, rows.get(key)! * runs.length + run, { ...summary, lastStep });
  }
  return table;
}
