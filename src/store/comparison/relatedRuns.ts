/** The runs that a run is naturally held against. */
import type { RelatedRuns } from '../../protocol/changesApi';
import type { RunId, RunRef } from '../../protocol/entities';
import { directionOf } from '../choices';
import type { Database, SqlValue } from '../database/database';
import { previousRun } from '../queries/previousRun';
import { findRunEntity } from '../queries/runQueries';
import { REF_COLUMNS, REF_JOINS, toRunRef, type RefRow } from '../queries/runRefs';

/** Other listed runs of the same script, in the same place of the list: trials are held against trials. */
const SIBLINGS = `runs o JOIN runs r ON r.script = o.script AND r.nested = o.nested
  AND (o.nested = 0 OR r.parent = o.parent)`;
const IS_SIBLING = 'o.uid = ? AND r.id <> o.id AND r.trashed_at IS NULL';

/** All are `null` for a run that does not exist. */
export function relatedRuns(db: Database, runId: RunId): RelatedRuns {
  const run = findRunEntity(db, runId);
  const basedOn = run?.basedOn ?? null;
  return {
    previous: run === undefined || run.parent === null ? previousRun(db, runId) : siblingBefore(db, runId),
    basedOn: basedOn === null ? null : readRef(db, 'SELECT id FROM runs WHERE uid = ? AND trashed_at IS NULL', basedOn),
    bestSibling: bestSibling(db, runId, run?.keyMetric?.key),
  };
}

function siblingBefore(db: Database, runId: RunId): RunRef | null {
  const isBefore = `${IS_SIBLING} AND r.uid < o.uid ORDER BY r.uid DESC LIMIT 1`;
  return readRef(db, `SELECT r.id FROM ${SIBLINGS} WHERE ${isBefore}`, runId);
}

function bestSibling(db: Database, runId: RunId, metric: string | undefined): RunRef | null {
  const direction = metric === undefined ? undefined : directionOf(db, metric);
  if (metric === undefined || direction === undefined) return null;
  // NaN and infinities are text, see docs/storage.md.
  return readRef(
    db,
    `SELECT r.id FROM ${SIBLINGS} JOIN metric_keys m ON m.key = ? JOIN series v ON v.run = r.id AND v.key = m.id
     WHERE ${IS_SIBLING} AND r.status = 'finished' AND typeof(v.last) = 'real'
     ORDER BY v.last ${direction === 'lower' ? 'ASC' : 'DESC'}, r.uid DESC LIMIT 1`,
    metric,
    runId,
  );
}

function readRef(db: Database, select: string, ...params: SqlValue[]): RunRef | null {
  const row = db
    .prepare<RefRow>(`SELECT ${REF_COLUMNS} FROM runs r ${REF_JOINS} WHERE r.id = (${select})`)
    .get(...params);
  return row === undefined ? null : toRunRef(row);
}
