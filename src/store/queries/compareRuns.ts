import type { MetricSummary, RunId } from '../../protocol/entities';
import type { Comparison } from '../../protocol/storeApi';
import type { Database } from '../database/database';
import { findRunEntity, runMetrics, runParams } from './runQueries';
import { findRun } from '../runs';

/** Params and metrics of runs side by side, in the order asked for; runs that do not exist are left out. */
export function compareRuns(db: Database, runIds: readonly RunId[]): Comparison {
  const runs = [...new Set(runIds)].flatMap((runId) => findRunEntity(db, runId) ?? []);
  const rows = runs.map((run) => findRun(db, run.id)!);
  const params = rows.map((row) => new Map(runParams(db, row).map(({ key, value }) => [key, value])));
  const metrics = rows.map((row) => new Map(runMetrics(db, row).map((one) => [one.key, one])));
  return {
    runs,
    params: sideBySide(params, (a, b) => a === b),
    metrics: sideBySide(metrics, (a, b) => lastOf(a) === lastOf(b)),
  };
}

/** Numbers are compared exactly: a difference in the last bit is one. */
function lastOf(summary: MetricSummary | undefined): MetricSummary['last'] | undefined {
  return summary?.last;
}

function sideBySide<V>(
  columns: readonly Map<string, V>[],
  same: (a: V | undefined, b: V | undefined) => boolean,
): { key: string; values: (V | undefined)[]; differs: boolean }[] {
  const keys = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort();
  return keys.map((key) => {
    const values = columns.map((column) => column.get(key));
    return { key, values, differs: values.some((value) => !same(value, values[0])) };
  });
}
