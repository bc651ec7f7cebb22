/** Finds the repeats of a run: finished runs that differ from it by chance alone. docs/changes.md says what counts. */
import type { RunId } from '../../protocol/entities';
import { isSeedKey } from '../../protocol/seeds';
import type { Database, SqlValue } from '../database/database';
import { sql, type Sql } from '../filter/ranges';
import { allButSeeds } from '../queries/runGroups';
import { isSameCode } from './codeFiles';
import { isSamePackages } from './environmentChanges';
import type { ReadRunFiles, RunFiles } from './runFiles';

/** Repeats that count, the newest. */
const MOST_REPEATS = 50;
/** Runs whose snapshots are read to find them. */
const MOST_CANDIDATES = 500;
/** Runs with the same value of a param that are counted. */
const MOST_COUNTED = 1000;

export interface RepeatedRun {
  /** `runs.id`. */
  row: number;
  files: RunFiles;
}

/** Row numbers (`runs.id`) of the repeats of a run, itself first. */
export async function repeatsOf(db: Database, readFiles: ReadRunFiles, run: RepeatedRun): Promise<number[]> {
  const repeats = [run.row];
  // One after the other: a snapshot may have thousands of files, and none is needed for long.
  for (const { id, uid } of candidates(db, run.row)) {
    if (repeats.length > MOST_REPEATS) break;
    if (isMadeAlike(await readFiles(uid), run.files)) repeats.push(id);
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

/** Whether two runs had the same code and packages. */
export function isMadeAlike(a: RunFiles, b: RunFiles): boolean {
  return isSameCode(a.snapshot, b.snapshot) && isSamePackages(a.packages, b.packages);
}

/** Other finished runs with the same script and traits, the newest first. */
function candidates(db: Database, row: number): { id: number; uid: RunId }[] {
  const traits = traitsOf(db);
  const rarest = rarestParam(db, row);
  // Reading all params of a run is much work; most runs can be passed over without it.
  const driver =
    rarest === undefined ? sql('1') : sql('r.id IN (SELECT run FROM params WHERE key = ? AND value IS ?)', ...rarest);
  return db
    .prepare<{ id: number; uid: RunId }>(
      `WITH same (traits, script) AS (SELECT ${traits.text}, r.script FROM runs r WHERE r.id = ?)
       SELECT r.id, r.uid FROM same JOIN runs r ON r.script IS same.script
       WHERE ${driver.text} AND r.trashed_at IS NULL AND r.status = 'finished' AND r.id <> ? AND ${traits.text} = same.traits
       ORDER BY r.uid DESC LIMIT ${MOST_CANDIDATES}`,
    )
    .all(...traits.params, row, ...driver.params, row, ...traits.params);
}

/** The param of a run, other than seeds, whose value the fewest runs have; `undefined` where it has none. */
function rarestParam(db: Database, row: number): [key: string, value: SqlValue] | undefined {
  const holders = `SELECT count(*) FROM (SELECT 1 FROM params q WHERE q.key = p.key AND q.value IS p.value LIMIT ${MOST_COUNTED})`;
  const [rarest] = db
    .prepare<{ key: string; value: SqlValue; n: number }>(
      `SELECT key, value, (${holders}) AS n FROM params p WHERE run = ?`,
    )
    .all(row)
    .filter(({ key }) => !isSeedKey(key))
    .sort((a, b) => a.n - b.n);
  return rarest && [rarest.key, rarest.value];
}

/** What repeats agree in, of `runs AS r` as one text: params but seeds, data; without any params the command. */
export function traitsOf(db: Database): Sql {
  const { text, params } = allButSeeds(db);
  return sql(
    `${text} || coalesce((SELECT group_concat(dataset_version) FROM inputs WHERE run = r.id), '')
       || iif(EXISTS (SELECT 1 FROM params WHERE run = r.id), '', r.command)`,
    ...params,
  );
}
