/** What the views ask of one snapshot. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { readObject } from '../../common/objectStore';
import type { RunId } from '../../protocol/entities';
import type { SnapshotFile } from '../../protocol/snapshotManifest';
import type { SnapshotFacts, SnapshotFolder, SnapshotFolderQuery, SnapshotPath } from '../../protocol/snapshotsApi';
import type { RunSnapshots } from './runSnapshots';

/** The snapshot of a run without its files. */
export async function getSnapshot(snapshots: RunSnapshots, runId: RunId): Promise<SnapshotFacts | null> {
  const manifest = await snapshots.find(runId);
  if (manifest === undefined) return null;
  const { createdAt, git, environment, files, leftOut, leftOutTotal, marked } = manifest;
  return {
    createdAt,
    git,
    environment,
    files: files.length,
    used: marked === true ? files.filter((file) => file.used).length : null,
    leftOut,
    leftOutTotal: Math.max(leftOutTotal ?? 0, leftOut.length),
  };
}

/** What a folder of a snapshot holds. */
export async function listSnapshotFolder(
  snapshots: RunSnapshots,
  { runId, folder, used, offset = 0, limit }: SnapshotFolderQuery,
): Promise<SnapshotFolder | null> {
  const manifest = await snapshots.find(runId);
  if (manifest === undefined) return null;
  const folders = new Map<string, number>();
  const files: SnapshotFile[] = [];
  for (const file of manifest.files) {
    if (!file.path.startsWith(folder) || (used === true && file.used !== true)) continue;
    const end = file.path.indexOf('/', folder.length);
    if (end < 0) files.push(file);
    else {
      const name = file.path.slice(folder.length, end);
      folders.set(name, (folders.get(name) ?? 0) + 1);
    }
  }
  return {
    folders: [...folders].map(([name, count]) => ({ name, files: count })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    files: files.slice(offset, limit === undefined ? undefined : offset + limit),
    total: files.length,
  };
}

/** What a path is in a snapshot. */
export async function statSnapshotPath(
  snapshots: RunSnapshots,
  runId: RunId,
  path: string,
): Promise<SnapshotPath | null> {
  const files = (await snapshots.find(runId))?.files ?? [];
  const file = files.find((one) => one.path === path);
  if (file !== undefined) return { kind: 'file', size: file.size };
  return files.some((one) => one.path.startsWith(`${path}/`)) ? { kind: 'folder' } : null;
}

/** The content of a file of a snapshot. Rejects with a {@link UserError} when it cannot be had any more. */
export async function readSnapshotFile(
  snapshots: RunSnapshots,
  runId: RunId,
  path: string,
): Promise<Uint8Array | null> {
  const file = (await snapshots.find(runId))?.files.find((one) => one.path === path);
  if (file === undefined) return null;
  const content = await readObject(snapshots.workspaceDir, file.object);
  if (content === 'missing') {
    throw new UserError(l10n.t('{0} cannot be shown: its content is no longer in .trialbook/objects.', path));
  }
  if (content === 'damaged') {
    throw new UserError(
      l10n.t('{0} cannot be shown: its content in .trialbook/objects is damaged. Restore it from a backup.', path),
    );
  }
  return content;
}
