/** Folders of runs that are removed for good. */
import * as l10n from '@vscode/l10n';
import { renameSync } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, errorMessage, UserError } from '../../common/errors';
import { isRunId, runDir, runsDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';

/** Folders of deleted runs have this name until their files are gone. */
const DELETED = '.deleted-';

/**
 * Renames the folder of a run: from then on the run is gone, whatever happens to the process. Gives the new path, and
 * `undefined` when there is no folder. Throws a {@link UserError} when something uses it.
 */
export function setFolderAside(workspaceDir: string, runId: RunId): string | undefined {
  const aside = path.join(runsDir(workspaceDir), `${DELETED}${runId}-${Date.now()}`);
  try {
    renameSync(runDir(workspaceDir, runId), aside);
    return aside;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new UserError(
      l10n.t('The folder of the run cannot be removed: {0}. Close what uses it and try again.', errorMessage(error)),
    );
  }
}

/** Removes a folder that was set aside. What cannot be removed now is removed at another start. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

/** Folders that were set aside and are still there, each with the run that it was of unless that run has one again. */
export async function foldersAside(workspaceDir: string): Promise<{ folder: string; runId: RunId | undefined }[]> {
  const names = await readdir(runsDir(workspaceDir)).catch((): string[] => []);
  return names
    .filter((name) => name.startsWith(DELETED))
    .map((name) => {
      const runId = name.slice(DELETED.length).split('-')[0]!;
      const isGone = isRunId(runId) && !names.includes(runId);
      return { folder: path.join(runsDir(workspaceDir), name), runId: isGone ? runId : undefined };
    });
}

/** When a file of a run's folder was last written, ms since 1970; 0 for none. Folders in it are not looked into. */
export async function newestFileTime(workspaceDir: string, runId: RunId): Promise<number> {
  const dir = runDir(workspaceDir, runId);
  let newest = 0;
  for (const name of await readdir(dir).catch(() => [])) {
    const stat = await lstat(path.join(dir, name)).catch(() => undefined);
    if (stat?.isFile() === true) newest = Math.max(newest, stat.mtimeMs);
  }
  return newest;
}
