/** Finds the repeats of a run: finished runs that differ from it by chance alone. docs/changes.md says what counts. */
import type { RunId } from '../../protocol/entities';
import type { Database } from '../database/database';
import { sql, type Sql } from '../filter/ranges';
import { allButSeeds } from '../queries/runGroups';
import type { RunSnapshots } from '../snapshots/runSnapshots';
import { isSameCode } from './codeChanges';
import { isSamePackages } from './environmentChanges';
import { readRunFiles, type RunFiles } from './runFiles';

/** Repeats that are looked at, the newest: their snapshots have to be read. */
const MOST_REPEATS = 50;

export interface RepeatedRun {
  /** `runs.id`. */
  row: number;
  files: RunFiles;
}

/** Row numbers (`runs.id`) of the repeats of a run, itself first. */
export async function repeatsOf(db: Database, snapshots: RunSnapshots, run: RepeatedRun): Promise<number[]> {
  const repeats = [run.row];
  // One after the other: a snapshot may have thousands of files, and none is needed for long.
  for (const { id, uid } of candidates(db, run.row)) {
    if (isMadeAlike(await readRunFiles(snapshots, uid), run.files)) repeats.push(id);
  }
  return repeats;
}

/** Whether two runs are repeats of one another. */
export function areRepeats(db: Database, a: RepeatedRun, b: RepeatedRun): boolean {
  const traits = traitsOf(db);
  const read = db.prepare<{ script: string | null; traits: string }>(
    `SELECT r.script, ${traits.text} AS traits FROM runs r WHERE r.id = ?`,
  );
  const [one, other] = [a, b].map(({ row }) => read.get(...traits.params, row)!);
  return one!.script === other!.script && one!.traits === other!.traits && isMadeAlike(a.files, b.files);
}

function isMadeAlike(a: RunFiles, b: RunFiles): boolean {
  return isSameCode(a.snapshot, b.snapshot) && isSamePackages(a.packages, b.packages);
}

/** Other finished runs with the same script and traits. */
function candidates(db: Database, row: number): { id: number; uid: RunId }[] {
  const { text, params } = traitsOf(db);
  return db
    .prepare<{ id: number; uid: RunId }>(
      `WITH same (traits, script) AS (SELECT ${text}, r.script FROM runs r WHERE r.id = ?)
       SELECT r.id, r.uid FROM same JOIN runs r ON r.script IS same.script
       WHERE r.trashed_at IS NULL AND r.status = 'finished' AND r.id <> ? AND ${text} = same.traits
       ORDER BY r.uid DESC LIMIT ${MOST_REPEATS}`,
    )
    .all(...params, row, row, ...params);
}

/** What repeats agree in, of `runs AS r` as one text: params but seeds, data; without any params the command. */
function traitsOf(db: Database): Sql {
  const { text, params } = allButSeeds(db);
  return sql(
    `${text} || coalesce((SELECT group_concat(dataset_version) FROM inputs WHERE run = r.id), '')
       || iif(EXISTS (SELECT 1 FROM params WHERE run = r.id), '', r.command)`,
    ...params,
  );
}
