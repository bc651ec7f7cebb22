/** What people chose about experiments and metrics, as rows. */
import type { ExperimentInfo } from '../protocol/choicesApi';
import type { RunId } from '../protocol/entities';
import { metricDirection, type MetricDirection } from '../protocol/metricDirection';
import type { Database } from './database/database';
import { nextRevision } from './database/revisions';
import { REF_COLUMNS, REF_JOINS, toRunRef, type RefRow } from './queries/runRefs';

/** Of an experiment the run or the metric, of a metric the direction. */
export type ChoiceKind = 'baseline' | 'key_metric' | 'direction';

export interface ChoiceRow {
  kind: ChoiceKind;
  name: string;
  /** `null`: taken back. */
  value: string | null;
  chosen_at: number;
}

export function choiceOf(db: Database, kind: ChoiceKind, name: string): string | undefined {
  const row = db
    .prepare<{ value: string | null }>('SELECT value FROM choices WHERE kind = ? AND name = ?')
    .get(kind, name);
  return row?.value ?? undefined;
}

/** Later than the choice before it even when the clock was set back, as edits of runs are. */
export function setChoice(db: Database, kind: ChoiceKind, name: string, value: string | null): void {
  db.prepare(
    `INSERT INTO choices (kind, name, value, chosen_at, revision) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (kind, name) DO UPDATE SET value = excluded.value, revision = excluded.revision,
       chosen_at = max(excluded.chosen_at, chosen_at + 1)`,
  ).run(kind, name, value, Date.now(), nextRevision(db));
}

/** Whether anything was chosen after a revision. */
export function isChosenSince(db: Database, revision: number): boolean {
  return db.prepare('SELECT 1 FROM choices WHERE revision > ? LIMIT 1').get(revision) !== undefined;
}

/** In which direction a metric gets better: as chosen, or as its name tells. */
export function directionOf(db: Database, key: string): MetricDirection | undefined {
  return toDirection(choiceOf(db, 'direction', key)) ?? metricDirection(key);
}

export function chosenDirections(db: Database): Record<string, MetricDirection> {
  const rows = db.prepare<ChoiceRow>(`SELECT name, value FROM choices WHERE kind = 'direction'`).all();
  return Object.fromEntries(
    rows.flatMap(({ name, value }) => {
      const direction = toDirection(value);
      return direction === undefined ? [] : [[name, direction] as const];
    }),
  );
}

function toDirection(value: string | null | undefined): MetricDirection | undefined {
  return value === 'higher' || value === 'lower' ? value : undefined;
}

/** Experiments with runs outside the trash, by name. */
export function listExperiments(db: Database): ExperimentInfo[] {
  const rows = db
    .prepare<{ name: string; runs: number; baseline: RunId | null; key_metric: string | null }>(
      `SELECT x.name, n.runs, b.value AS baseline, m.value AS key_metric
       FROM (SELECT experiment, count(*) AS runs FROM runs WHERE nested = 0 AND trashed_at IS NULL GROUP BY experiment) n
       JOIN experiments x ON x.id = n.experiment
       LEFT JOIN choices b ON b.kind = 'baseline' AND b.name = x.name
       LEFT JOIN choices m ON m.kind = 'key_metric' AND m.name = x.name
       ORDER BY x.name`,
    )
    .all();
  return rows.map(({ name, runs, baseline, key_metric: keyMetric }) => {
    return { name, runs, baseline: baseline === null ? null : baselineRef(db, name, baseline), keyMetric };
  });
}

/** A baseline that was deleted or moved elsewhere is none. */
function baselineRef(db: Database, experiment: string, runId: RunId): ExperimentInfo['baseline'] {
  const row = db
    .prepare<RefRow>(
      `SELECT ${REF_COLUMNS} FROM runs r JOIN experiments x ON x.id = r.experiment ${REF_JOINS}
       WHERE r.uid = ? AND r.trashed_at IS NULL AND x.name = ?`,
    )
    .get(runId, experiment);
  return row === undefined ? null : toRunRef(row);
}
