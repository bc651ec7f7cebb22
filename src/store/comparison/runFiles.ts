/** What a run was made of: the snapshot of its code, and the packages that were installed. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PACKAGES_FILE, runDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { InstalledPackage, PackageList, SnapshotManifest } from '../../protocol/snapshotManifest';
import type { RunSnapshots } from '../snapshots/runSnapshots';

/** `undefined` where it is not known. */
export interface RunFiles {
  snapshot: SnapshotManifest | undefined;
  packages: PackageList | undefined;
}

/** Where queries get the files of a run from: its folder, or what a report holds of it. */
export type ReadRunFiles = (runId: RunId) => Promise<RunFiles>;

/** Reads both. A run inside another, such as a trial, has those of the run that it is inside of. */
export async function readRunFiles(snapshots: RunSnapshots, runId: RunId): Promise<RunFiles> {
  const snapshot = await snapshots.find(runId);
  for (const holder of snapshots.withOuterRuns(runId)) {
    const packages = await readPackages(runDir(snapshots.workspaceDir, holder));
    if (packages !== undefined) return { snapshot, packages };
  }
  return { snapshot, packages: undefined };
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
