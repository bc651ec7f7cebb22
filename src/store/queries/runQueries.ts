/** Runs as the editor shows them. */
import * as l10n from '@vscode/l10n';
import {
  DETAIL_METRICS,
  type MetricSummary,
  type Param,
  type Run,
  type RunDetail,
  type RunId,
  type RunWarning,
} from '../../protocol/entities';
import type { FailureKind, TrainingException } from '../../protocol/failures';
import type { RunPurpose } from '../../protocol/trainingEvents';
import { runInputs } from '../datasets';
import type { Database } from '../database/database';
import { INNER_COUNT } from './innerRuns';
import { judgedMetrics } from './metricKeys';
import { runArtifacts } from '../models';
import { effectiveStatus, REF_COLUMNS, REF_JOINS, toRunRef, toSummary, type RefRow, type SummaryRow } from './runRefs';
import { decodeParam, editOf } from '../runs';
import { seriesSources } from '../series/seriesSources';

const MOST_WARNINGS = 200;

const RUN_COLUMNS = `${REF_COLUMNS}, x.name AS experiment, r.command, r.cwd, r.script, r.ended_at, r.last_event_at,
  r.exit_code, r.message, r.failure, r.exception, r.based_on, r.purpose, r.batch,
  r.metric_count, iif(r.nested, r.parent, NULL) AS listed_below,
  ${INNER_COUNT} AS child_count`;
const RUN_JOINS = `JOIN experiments x ON x.id = r.experiment ${REF_JOINS}`;

interface RunRow extends RefRow {
  experiment: string;
  command: string;
  cwd: string;
  script: string | null;
  ended_at: number | null;
  last_event_at: number;
  exit_code: number | null;
  message: string | null;
  failure: FailureKind | null;
  exception: string | null;
  based_on: RunId | null;
  purpose: RunPurpose | null;
  batch: string | null;
  metric_count: number;
  listed_below: RunId | null;
  child_count: number;
}

/** The runs of these rows, in this order; a row that does not exist is left out. */
export function runsOf(db: Database, rows: readonly number[]): Run[] {
  return db
    .prepare<RunRow>(
      `SELECT ${RUN_COLUMNS} FROM json_each(?) j CROSS JOIN runs r ON r.id = j.value ${RUN_JOINS} ORDER BY j.key`,
    )
    .all(JSON.stringify(rows))
    .map(toRun);
}

export function getRun(db: Database, runId: RunId): RunDetail | null {
  const row = runRow(db, runId);
  if (row === undefined) return null;
  return {
    ...toRun(row),
    cwd: row.cwd,
    note: editOf(db, runId, 'note') ?? null,
    exception: row.exception === null ? null : (JSON.parse(row.exception) as TrainingException),
    params: runParams(db, row.run_row),
    metrics: judgedMetrics(db, { id: row.run_row, metric_count: row.metric_count }, DETAIL_METRICS),
    sources: seriesSources(db, row.run_row),
    tags: db
      .prepare<{ key: string; value: string }>('SELECT key, value FROM tags WHERE run = ? ORDER BY key')
      .all(row.run_row),
    inputs: runInputs(db, row.run_row),
    artifacts: runArtifacts(db, row.run_row),
    warnings: runWarnings(db, row.run_row),
  };
}

/** A run without what hangs on it. */
export function findRunEntity(db: Database, runId: RunId): Run | undefined {
  const row = runRow(db, runId);
  return row && toRun(row);
}

export function runParams(db: Database, run: number): Param[] {
  return db
    .prepare<{ key: string; type: string; value: number | string | null; source: string | null }>(
      'SELECT key, type, value, source FROM params WHERE run = ? ORDER BY key',
    )
    .all(run)
    .map(({ key, type, value, source }) => {
      return { key, value: decodeParam(type, value), ...(source === null ? {} : { source }) };
    });
}

export function runMetrics(db: Database, run: number): MetricSummary[] {
  return db
    .prepare<SummaryRow>(
      `SELECT k.key, count, first, last, last_step, min, max, mean FROM series s
       JOIN metric_keys k ON k.id = s.key WHERE s.run = ? ORDER BY k.key`,
    )
    .all(run)
    .map(toSummary);
}

function toRun(row: RunRow): Run {
  const status = effectiveStatus(row);
  return {
    ...toRunRef(row),
    experiment: row.experiment,
    command: JSON.parse(row.command) as string[],
    script: row.script,
    endedAt: status === 'lost' ? row.last_event_at : row.ended_at,
    exitCode: row.exit_code,
    message: row.message,
    failure: row.failure,
    parent: row.listed_below,
    basedOn: row.based_on,
    purpose: row.purpose,
    batch: row.batch,
    childCount: row.child_count,
    metricCount: row.metric_count,
  };
}

function runRow(db: Database, runId: RunId): RunRow | undefined {
  return db.prepare<RunRow>(`SELECT ${RUN_COLUMNS} FROM runs r ${RUN_JOINS} WHERE r.uid = ?`).get(runId);
}

function runWarnings(db: Database, run: number): RunWarning[] {
  const recorded = db
    .prepare<{ code: string; message: string }>(
      `SELECT code, message FROM warnings WHERE run = ? ORDER BY at, code LIMIT ${MOST_WARNINGS}`,
    )
    .all(run);
  const unread = db
    .prepare<{ name: string; bad_lines: number }>(
      'SELECT name, bad_lines FROM event_files WHERE run = ? AND bad_lines > 0 ORDER BY name',
    )
    .all(run)
    .map(({ name, bad_lines: lines }) => ({
      code: 'bad-lines',
      message: l10n.t('{0} lines of {1} could not be understood and were skipped.', lines, name),
    }));
  return [...recorded, ...unread];
}
