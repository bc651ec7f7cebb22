import { chmod, mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { errorCode, errorMessage, UserError } from '../../common/errors';
import { readObject } from '../../common/objectStore';
import type { SnapshotFile } from '../../protocol/snapshotManifest';
import { requireObjects } from './storedObjects';

/** Of a file's permissions those that are restored: reading, writing and running. */
const PERMISSIONS = 0o777;

/**
 * Writes files of a snapshot into a folder that does not exist yet, or is empty: it appears whole or not at all. Throws a
 * {@link UserError}.
 */
export async function writeFolder(
  workspace: string,
  files: readonly SnapshotFile[],
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  await requireObjects(workspace, files);
  const unfinished = `${folder}.tmp-${process.pid}`;
  try {
    await mkdir(path.dirname(folder), { recursive: true });
    await mkdir(unfinished);
    await writeFiles(workspace, files, unfinished, signal);
    await removeEmpty(folder);
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
    throw error instanceof UserError ? error : new UserError(describeWriteError(error, folder));
  }
}

/** Says in plain words why files could not be written to a folder. */
export function describeWriteError(error: unknown, folder: string): string {
  if (error instanceof UserError) return error.message;
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return l10n.t('The disk is full. Free some space, then try again.');
    case 'ENOTEMPTY':
    case 'EEXIST':
      return l10n.t('{0} is there already and not empty. Name another folder.', folder);
    default:
      return l10n.t('{0} could not be written: {1}', folder, errorMessage(error));
  }
}

async function writeFiles(
  workspace: string,
  files: readonly SnapshotFile[],
  folder: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const made = new Set<string>();
  for (const file of files) {
    if (signal?.aborted === true) throw new UserError(l10n.t('It was cancelled.'));
    const target = path.join(folder, ...file.path.split('/'));
    const parent = path.dirname(target);
    if (!made.has(parent)) await mkdir(parent, { recursive: true });
    made.add(parent);
    const content = await readObject(workspace, file.object);
    if (typeof content === 'string') throw new Error(`${file.path} is ${content}`);
    await writeFile(target, content, { flag: 'wx' });
    await chmod(target, file.mode & PERMISSIONS);
  }
}

/** An empty folder of this name makes room; anything else stays, and the renaming fails. */
async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
}
