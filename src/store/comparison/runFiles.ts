/** What a run folder holds beside its events: the snapshot of the code, and the packages that were installed. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { readManifest } from '../../common/snapshots/manifestFile';
import { objectPath, PACKAGES_FILE, runDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { InstalledPackage, PackageList, SnapshotManifest } from '../../protocol/snapshotManifest';
import type { Database } from '../database/database';

const inflated = promisify(inflate);

/** Contents in `objects/` are 1 MiB at most; what claims to be more is none of ours. */
const MOST_CONTENT = 2 ** 21;
const DIGEST = /^[0-9a-f]{64}$/;

/** What a run was made of; `undefined` where it is not known. */
export interface RunFiles {
  snapshot: SnapshotManifest | undefined;
  packages: PackageList | undefined;
}

/** Reads both. A run inside another, such as a trial, has those of the run that it is inside of. */
export async function readRunFiles(db: Database, workspaceDir: string, runId: RunId): Promise<RunFiles> {
  let found: RunFiles = { snapshot: undefined, packages: undefined };
  for (const holder of [runId, ...outerRuns(db, runId)]) {
    const folder = runDir(workspaceDir, holder);
    found = {
      snapshot: found.snapshot ?? (await readManifest(folder)),
      packages: found.packages ?? (await readPackages(folder)),
    };
    if (found.snapshot !== undefined && found.packages !== undefined) break;
  }
  return found;
}

/** A content of a snapshot as text; `undefined` when it is not there, `null` when it is no text. */
export async function readText(workspaceDir: string, digest: string): Promise<string | null | undefined> {
  if (!DIGEST.test(digest)) return undefined;
  try {
    const content = await inflated(await readFile(objectPath(workspaceDir, digest)), { maxOutputLength: MOST_CONTENT });
    return content.includes(0) ? null : content.toString('utf8');
  } catch {
    return undefined;
  }
}

/** The runs that a run is inside of, the innermost first. */
function outerRuns(db: Database, runId: RunId): RunId[] {
  return db
    .prepare<{ uid: RunId }>(
      `WITH RECURSIVE up (uid, depth) AS (
         SELECT parent, 1 FROM runs WHERE uid = ?
         UNION SELECT r.parent, depth + 1 FROM up JOIN runs r ON r.uid = up.uid
       ) SELECT uid FROM up WHERE uid IS NOT NULL ORDER BY depth`,
    )
    .all(runId)
    .map(({ uid }) => uid);
}

/** A file that is missing, torn or of another version is as good as none. */
async function readPackages(folder: string): Promise<PackageList | undefined> {
  try {
    const list = JSON.parse(await readFile(path.join(folder, PACKAGES_FILE), 'utf8')) as Partial<PackageList> | null;
    return list?.version === 1 && isPackages(list) ? (list as PackageList) : undefined;
  } catch {
    return undefined;
  }
}

function isPackages({ interpreter, packages }: Partial<PackageList>): boolean {
  const isText = (value: unknown): boolean => typeof value === 'string';
  return (
    isText(interpreter?.version) &&
    Array.isArray(packages) &&
    packages.every((one: Partial<InstalledPackage> | null) => isText(one?.name) && isText(one?.version))
  );
}
