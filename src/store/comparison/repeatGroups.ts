import type { RunId } from '../../protocol/entities';
import type { Database } from '../database/database';
import { isMadeAlike, traitsOf } from './repeats';
import type { ReadRunFiles, RunFiles } from './runFiles';

/** Groups of runs that are repeats of one another, in the order of their first ones; a run without any is in none. */
export async function repeatGroups(
  db: Database,
  readFiles: ReadRunFiles,
  runIds: readonly RunId[],
): Promise<RunId[][]> {
  const groups: RunId[][] = [];
  for (const alike of byTraits(db, runIds)) groups.push(...(await madeAlike(readFiles, alike)));
  return groups.filter((group) => group.length > 1);
}

/** Runs with the same script and traits, where there are several. */
function byTraits(db: Database, runIds: readonly RunId[]): RunId[][] {
  const traits = traitsOf(db);
  const read = db.prepare<{ script: string | null; traits: string }>(
    `SELECT r.script, ${traits.text} AS traits FROM runs r WHERE r.uid = ?`,
  );
  const groups = new Map<string, RunId[]>();
  for (const runId of new Set(runIds)) {
    const row = read.get(...traits.params, runId);
    if (row === undefined) continue;
    const name = JSON.stringify([row.script, row.traits]);
    groups.set(name, [...(groups.get(name) ?? []), runId]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Parts a group by code and packages. */
async function madeAlike(readFiles: ReadRunFiles, runIds: readonly RunId[]): Promise<RunId[][]> {
  const groups: { files: RunFiles; runIds: RunId[] }[] = [];
  // One after the other: a snapshot may have thousands of files.
  for (const runId of runIds) {
    const files = await readFiles(runId);
    const group = groups.find((one) => isMadeAlike(one.files, files));
    if (group === undefined) groups.push({ files, runIds: [runId] });
    else group.runIds.push(runId);
  }
  return groups.map((group) => group.runIds);
}
