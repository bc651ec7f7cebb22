/** All that differs between two runs, and what came of it. */
import type { Change, ChangesQuery, DataVersion, RunChanges } from '../../protocol/changesApi';
import type { Run, RunId } from '../../protocol/entities';
import type { ParamValue } from '../../protocol/numbers';
import { isSeedKey } from '../../protocol/seeds';
import type { Database } from '../database/database';
import { runInputs } from '../datasets';
import { findRunEntity, runParams } from '../queries/runQueries';
import { findRun } from '../runs';
import type { RunSnapshots } from '../snapshots/runSnapshots';
import { changesOf } from './changes';
import { codeChanges } from './codeChanges';
import { commandChanges, machineChanges, packageChanges } from './environmentChanges';
import { metricChanges } from './metricChanges';
import { areRepeats, repeatsOf, type RepeatedRun } from './repeats';
import { readRunFiles } from './runFiles';

interface Side extends RepeatedRun {
  run: Run;
  cwd: string;
}

/** What is different in a run from its base; `null` when one of them does not exist. */
export async function whatChanged(
  db: Database,
  snapshots: RunSnapshots,
  { runId, base, allFiles }: ChangesQuery,
): Promise<RunChanges | null> {
  const [before, after] = await Promise.all([readSide(db, snapshots, base), readSide(db, snapshots, runId)]);
  if (before === undefined || after === undefined) return null;
  const params = paramChanges(db, before.row, after.row);
  const data = dataChanges(db, before.row, after.row);
  const together = areRepeats(db, before, after);
  const readFiles = (run: RunId) => readRunFiles(snapshots, run);
  const repeatsBefore = await repeatsOf(db, readFiles, before);
  const repeatsAfter = await repeatsOf(db, readFiles, after);
  const { snapshot: oldSnapshot, packages: oldPackages } = before.files;
  const { snapshot, packages } = after.files;
  return {
    run: after.run,
    base: before.run,
    params: params.filter(({ key }) => !isSeedKey(key)),
    seeds: params.filter(({ key }) => isSeedKey(key)),
    data,
    code: await codeChanges(snapshots.workspaceDir, oldSnapshot, snapshot, allFiles === true),
    packages: packageChanges(oldPackages, packages),
    machine: oldSnapshot && snapshot ? machineChanges(oldSnapshot.environment, snapshot.environment) : null,
    command: commandChanges({ ...before.run, cwd: before.cwd }, { ...after.run, cwd: after.cwd }),
    ...metricChanges(db, { ...before, repeats: repeatsBefore }, { ...after, repeats: repeatsAfter }, together),
    repeats: { base: repeatsBefore.length, run: repeatsAfter.length, together },
  };
}

async function readSide(db: Database, snapshots: RunSnapshots, runId: RunId): Promise<Side | undefined> {
  const run = findRunEntity(db, runId);
  const row = findRun(db, runId);
  if (run === undefined || row === undefined) return undefined;
  const { cwd } = db.prepare<{ cwd: string }>('SELECT cwd FROM runs WHERE id = ?').get(row)!;
  return { run, row, cwd, files: await readRunFiles(snapshots, runId) };
}

function paramChanges(db: Database, before: number, after: number): Change<ParamValue>[] {
  const values = (run: number) => new Map(runParams(db, run).map(({ key, value }) => [key, value]));
  return changesOf(values(before), values(after));
}

/** Data is the same when the same contents were read under a path; of several the newest is told. */
function dataChanges(db: Database, before: number, after: number): Change<DataVersion>[] {
  const [old, now] = [dataOf(db, before), dataOf(db, after)];
  const told = ([newest]: readonly DataVersion[]): DataVersion => newest!;
  return changesOf(old, now, (a, b) => digests(a) === digests(b)).map(({ key, before, after }) => ({
    key,
    ...(before === undefined ? {} : { before: told(before) }),
    ...(after === undefined ? {} : { after: told(after) }),
  }));
}

/** By path, newest version first. */
function dataOf(db: Database, run: number): Map<string, DataVersion[]> {
  const found = new Map<string, DataVersion[]>();
  for (const { path, version, digest, size } of runInputs(db, run)) {
    found.set(path, [{ version, digest, size }, ...(found.get(path) ?? [])]);
  }
  return found;
}

function digests(versions: readonly DataVersion[]): string {
  return versions.map(({ digest }) => digest).join();
}
