/** Finds the repeats of a run: finished runs that differ from it by chance alone. docs/changes.md says what counts. */
import type { RunId } from '../../protocol/entities';
import type { Database } from '../database/database';
import { allButSeeds } from '../queries/runGroups';
import { isSameCode } from './codeChanges';
import { isSamePackages } from './environmentChanges';
import { readRunFiles, type RunFiles } from './runFiles';

/** Repeats that are looked at, the newest: their snapshots have to be read. */
const MOST_REPEATS = 50;

export interface RepeatedRun {
  runId: RunId;
  /** `runs.id`. */
  row: number;
  files: RunFiles;
}

/** The repeats of a run, itself first. */
export async function repeatsOf(db: Database, workspaceDir: string, run: RepeatedRun): Promise<RepeatedRun[]> {
  const alike = await Promise.all(
    candidates(db, run.row).map(async ({ id, uid }) => {
      return { runId: uid, row: id, files: await readRunFiles(db, workspaceDir, uid) };
    }),
  );
  return [run, ...alike.filter(({ files }) => isMadeAlike(files, run.files))];
}

/** Whether code and packages are the same. */
export function isMadeAlike(a: RunFiles, b: RunFiles): boolean {
  return isSameCode(a.snapshot, b.snapshot) && isSamePackages(a.packages, b.packages);
}

/** Other runs with the same script, params but seeds, and data; where a run has no params, with the same command. */
function candidates(db: Database, row: number): { id: number; uid: RunId }[] {
  const { text, params } = allButSeeds(db);
  const traits = `${text} || coalesce((SELECT group_concat(dataset_version) FROM inputs WHERE run = r.id), '')
    || iif(EXISTS (SELECT 1 FROM params WHERE run = r.id), '', r.command)`;
  return db
    .prepare<{ id: number; uid: RunId }>(
      `WITH traits (value, script) AS (SELECT ${traits}, r.script FROM runs r WHERE r.id = ?)
       SELECT r.id, r.uid FROM traits JOIN runs r ON r.script IS traits.script
       WHERE r.trashed_at IS NULL AND r.status = 'finished' AND r.id <> ? AND ${traits} = traits.value
       ORDER BY r.uid DESC LIMIT ${MOST_REPEATS}`,
    )
    .all(...params, row, row, ...params);
}
