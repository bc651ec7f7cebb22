/** One side of a comparison of code: a run's snapshot, or the workspace as it is now. */
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { forEach } from '../../common/forEach';
import { hashBytes } from '../../common/hashing';
import { readObject } from '../../common/objectStore';
import { holdsSecret } from '../../common/snapshots/secretContent';
import { SnapshotCache } from '../../common/snapshots/snapshotCache';
import { readLater } from '../../common/snapshots/snapshotFile';
import { isSecretFile, MAX_SNAPSHOT_FILE } from '../../common/snapshots/snapshotRules';
import { type SeenFile, SnapshotWalk } from '../../common/snapshots/snapshotWalk';
import type { LeftOutReason, SnapshotFile, SnapshotManifest } from '../../protocol/snapshotManifest';
import type { UncomparedFile } from '../../protocol/snapshotsApi';

/** Files that are looked at at once. */
export const AT_ONCE = 16;

export type SideFile = Pick<SnapshotFile, 'path' | 'mode' | 'object' | 'uncertain' | 'used'>;

export interface CodeSide {
  files: ReadonlyMap<string, SideFile>;
  /** What it does not have the content of, by path. */
  leftOut: ReadonlyMap<string, UncomparedFile['reason']>;
  content(file: SideFile): Promise<Buffer | 'missing' | 'damaged'>;
}

/** The code of a run. */
export function snapshotSide(workspaceDir: string, manifest: SnapshotManifest): CodeSide {
  return {
    files: new Map(manifest.files.map((file) => [file.path, file])),
    leftOut: new Map(manifest.leftOut.map(({ path, reason }) => [path, reason])),
    content: (file) => readObject(workspaceDir, file.object),
  };
}

/**
 * The code of a workspace: what is there of the paths named and, where `all` is asked for, whatever a snapshot of it would
 * hold.
 */
export async function workspaceSide(workspaceDir: string, named: Iterable<string>, all: boolean): Promise<CodeSide> {
  const files = new Map<string, SideFile>();
  const leftOut = new Map<string, UncomparedFile['reason']>();
  const cache = await SnapshotCache.read(workspaceDir);
  const look = async (file: SeenFile): Promise<void> => {
    const found = await digestOf(workspaceDir, file, cache);
    if ('reason' in found) leftOut.set(file.path, found.reason);
    else files.set(file.path, { path: file.path, mode: file.stat.mode & 0o7777, ...found });
  };
  const walked = all ? await new SnapshotWalk(workspaceDir).finish() : { files: [], leftOut: [] };
  for (const { path: relative, reason } of walked.leftOut) leftOut.set(relative, reason);
  await forEach(walked.files, AT_ONCE, look);
  await forEach(named, AT_ONCE, async (relative) => {
    if (files.has(relative)) return;
    const stat = await lstat(path.join(workspaceDir, relative)).catch(() => undefined);
    if (stat?.isSymbolicLink() === true) leftOut.set(relative, 'link');
    else if (stat?.isFile() === true) await look({ path: relative, stat, late: true });
  });
  for (const relative of files.keys()) leftOut.delete(relative);
  const content = ({ path: relative }: SideFile): Promise<Buffer | 'missing'> =>
    readFile(path.join(workspaceDir, relative)).catch(() => 'missing' as const);
  return { files, leftOut, content };
}

/** The digest of a file of the workspace, or why it is not looked into. */
async function digestOf(
  workspaceDir: string,
  file: SeenFile,
  cache: SnapshotCache,
): Promise<{ object: string } | { reason: LeftOutReason }> {
  if (isSecretFile(path.posix.basename(file.path))) return { reason: 'secret' };
  if (file.stat.size > MAX_SNAPSHOT_FILE) return { reason: 'too-large' };
  const known = cache.find(file);
  if (known !== undefined) return known === 'secret' ? { reason: known } : { object: known };
  const read = await readLater(path.join(workspaceDir, file.path));
  if (typeof read === 'string') return { reason: read };
  return holdsSecret(file.path, read.content) ? { reason: 'secret' } : { object: hashBytes(read.content) };
}
