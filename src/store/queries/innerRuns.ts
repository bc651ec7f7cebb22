import type { RunId } from '../../protocol/entities';
import type { Database } from '../database/database';

/** How many runs are inside `runs AS r`; of one in the trash, how many were deleted with it. */
export const INNER_COUNT = '(SELECT count(*) FROM runs c WHERE c.parent = r.uid AND c.trashed_at IS r.trashed_at)';

/** The run that a run is listed below. */
export function parentOf(db: Database, runId: RunId): RunId | undefined {
  return db.prepare<{ parent: RunId }>('SELECT parent FROM runs WHERE uid = ? AND nested = 1').get(runId)?.parent;
}

/**
 * These runs with all that are inside them, at any depth; of a run in the trash those that were deleted with it. Ids that
 * no run has are left out.
 */
export function withInnerRuns(db: Database, runIds: readonly RunId[]): RunId[] {
  return db
    .prepare<{ uid: RunId }>(
      `WITH RECURSIVE chosen (uid, trashed_at) AS (
         SELECT r.uid, r.trashed_at FROM json_each(?) j CROSS JOIN runs r ON r.uid = j.value
         UNION SELECT c.uid, c.trashed_at FROM chosen CROSS JOIN runs c
           ON c.parent = chosen.uid AND c.trashed_at IS chosen.trashed_at
       ) SELECT uid FROM chosen`,
    )
    .all(JSON.stringify(runIds))
    .map(({ uid }) => uid);
}
