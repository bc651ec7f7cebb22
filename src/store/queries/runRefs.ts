/** What names a run wherever it is mentioned: with datasets, with models and in the run list itself. */
import type { MetricSummary, RunId, RunRef, RunStatus } from '../../protocol/entities';
import type { WireNumber } from '../../protocol/numbers';

/** What {@link toRunRef} needs of a run, for queries that join `runs AS r` and {@link REF_JOINS}. */
export const REF_COLUMNS = `r.id AS run_row, r.uid, coalesce(e.value, r.name) AS run_name, r.status, r.lost, r.started_at,
  k.key, s.count, s.first, s.last, s.last_step, s.min, s.max, s.mean`;

export const REF_JOINS = `LEFT JOIN run_edits e ON e.uid = r.uid AND e.field = 'name'
  LEFT JOIN series s ON s.id = r.key_series LEFT JOIN metric_keys k ON k.id = s.key`;

export interface SummaryRow {
  key: string;
  count: number;
  first: WireNumber;
  last: WireNumber;
  last_step: WireNumber;
  min: WireNumber;
  max: WireNumber;
  mean: WireNumber;
}

export interface RefRow extends Omit<SummaryRow, 'key'> {
  run_row: number;
  uid: RunId;
  run_name: string;
  status: Exclude<RunStatus, 'lost'>;
  lost: number;
  started_at: number;
  /** Of the key metric; with `null` there is none. */
  key: string | null;
}

export function toRunRef(row: RefRow): RunRef {
  return {
    id: row.uid,
    name: row.run_name,
    status: effectiveStatus(row),
    // Rows are numbered from 1 and no number is given twice.
    colorIndex: row.run_row - 1,
    startedAt: row.started_at,
    keyMetric: row.key === null ? null : toSummary({ ...row, key: row.key }),
  };
}

export function effectiveStatus({ status, lost }: { status: RunStatus; lost: number }): RunStatus {
  return status === 'running' && lost === 1 ? 'lost' : status;
}

export function toSummary(row: SummaryRow): MetricSummary {
  const { key, count, first, last, last_step: lastStep, min, max, mean } = row;
  return { key, count, first, last, lastStep, min, max, mean };
}
