import type { RunId, RunRef } from '../../protocol/entities';
import type { Database } from '../database/database';
import { REF_COLUMNS, REF_JOINS, type RefRow, toRunRef } from './runRefs';

/**
 * The latest run before a run that ran the same script, or without one the same command. A run inside another is not
 * asked for: of it the outermost run counts, whose code it is.
 */
export function previousRun(db: Database, runId: RunId): RunRef | null {
  const row = db
    .prepare<RefRow>(
      `WITH RECURSIVE up (uid, parent) AS (
         SELECT uid, parent FROM runs WHERE uid = ?1
         UNION SELECT r.uid, r.parent FROM up JOIN runs r ON r.uid = up.parent
       ), top AS (SELECT t.* FROM up JOIN runs t ON t.uid = up.uid
                  WHERE up.parent IS NULL OR up.parent NOT IN (SELECT uid FROM runs) LIMIT 1)
       SELECT ${REF_COLUMNS} FROM top JOIN runs r
         ON r.uid < top.uid AND r.parent IS NULL AND r.trashed_at IS NULL
         AND iif(top.script IS NULL, r.script IS NULL AND r.command = top.command, r.script = top.script)
       ${REF_JOINS} ORDER BY r.uid DESC LIMIT 1`,
    )
    .get(runId);
  return row === undefined ? null : toRunRef(row);
}
