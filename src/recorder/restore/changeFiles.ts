/** Changes files of the workspace so that nothing is lost: what is replaced is kept first, and can be put back. */
import { chmod, mkdir, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ulid } from 'ulid';
import * as l10n from '@vscode/l10n';
import { renameOver } from '../../common/atomicFile';
import { UserError } from '../../common/errors';
import { keepObject, readObject } from '../../common/objectStore';
import { statFile } from '../../common/statFile';
import type { RunId } from '../../protocol/entities';
import { requireObjects } from '../checkouts/storedObjects';
import { describeWriteError } from '../checkouts/writeFiles';
import {
  type ChangedFile,
  type FileState,
  removeRestorePoint,
  type RestorePoint,
  writeRestorePoint,
} from './restorePoint';
import { isReadOnly, lookAt, PERMISSIONS, type PresentFile, refuseObstacles } from './workspaceState';

/** A file as it shall be; `null`: no file. */
export interface WantedFile {
  path: string;
  state: FileState;
}

/** A file that is not as it shall be. */
export interface PlannedChange extends WantedFile {
  present: PresentFile | undefined;
}

export interface ChangePlan {
  changes: PlannedChange[];
  /** Files that are as they shall be. */
  same: number;
  obstacles: string[];
}

/** Compares files with what they shall be. Writes nothing. */
export async function planChanges(workspace: string, wanted: readonly WantedFile[]): Promise<ChangePlan> {
  const plan: ChangePlan = { changes: [], same: 0, obstacles: [] };
  for (const { path: relative, state } of wanted) {
    const present = await lookAt(workspace, relative);
    if (typeof present === 'string') plan.obstacles.push(present);
    else if (isAs(present, state)) plan.same += 1;
    else if (isReadOnly(present)) plan.obstacles.push(l10n.t('{0} is read-only', relative));
    else plan.changes.push({ path: relative, state, present });
  }
  return plan;
}

function isAs(present: PresentFile | undefined, state: FileState): boolean {
  if (present === undefined || state === null) return present === undefined && state === null;
  // Windows knows no such permissions.
  const sameMode = process.platform === 'win32' || present.mode === (state.mode & PERMISSIONS);
  return sameMode && present.digest === state.object;
}

/**
 * Does what was planned, for the run whose code it is or to undo another restore; gives the restore point, or `null` when
 * there is nothing to restore. That a restore was undone is noted even where its files are back already. What is replaced
 * is kept before the first file is written; when one cannot be written, or was saved since it was looked at, or `signal`
 * ends the work, those before it are put back. Throws a {@link UserError}.
 */
export async function applyChanges(
  workspace: string,
  plan: ChangePlan,
  cause: { runId: RunId } | { undoes: string },
  signal?: AbortSignal,
): Promise<RestorePoint | null> {
  refuseObstacles(plan.obstacles);
  if (plan.changes.length === 0 && 'runId' in cause) return null;
  const wanted = plan.changes.flatMap(({ path: relative, state }) =>
    state === null ? [] : [{ path: relative, object: state.object }],
  );
  await requireObjects(workspace, wanted);
  const point = await keepPresent(workspace, plan.changes, cause);
  const written: ChangedFile[] = [];
  try {
    for (const folder of point.folders) await mkdir(path.join(workspace, folder), { recursive: true });
    for (const file of point.files) {
      if (signal?.aborted === true) throw new UserError(l10n.t('It was cancelled.'));
      await replaceState(workspace, file.path, file.before, file.after);
      written.push(file);
    }
  } catch (error) {
    const reason = describeWriteError(error, workspace);
    await putBack(workspace, point, written, reason);
    throw new UserError(l10n.t('Nothing was restored. {0}', reason));
  }
  await writeRestorePoint(workspace, { ...point, state: 'done' });
  return point;
}

async function keepPresent(
  workspace: string,
  changes: readonly PlannedChange[],
  cause: { runId: RunId } | { undoes: string },
): Promise<RestorePoint> {
  try {
    const files: ChangedFile[] = [];
    for (const { path: relative, state, present } of changes) {
      const before = present && { object: await keepObject(workspace, present.content), mode: present.mode };
      files.push({ path: relative, before: before ?? null, after: state });
    }
    const point: RestorePoint = {
      version: 1,
      id: ulid(),
      runId: null,
      undoes: null,
      ...cause,
      state: 'begun',
      files,
      folders: missingFolders(workspace, files),
    };
    await writeRestorePoint(workspace, point);
    return point;
  } catch (error) {
    throw new UserError(l10n.t('Nothing was restored. {0}', describeWriteError(error, workspace)));
  }
}

/** Folders that restored files need, the outer ones first. */
function missingFolders(workspace: string, files: readonly ChangedFile[]): string[] {
  const folders = new Set<string>();
  for (const { path: relative, after } of files) {
    const parts = after === null ? [] : relative.split('/').slice(0, -1);
    for (let length = 1; length <= parts.length; length += 1) folders.add(parts.slice(0, length).join('/'));
  }
  return [...folders].filter((folder) => statFile(path.join(workspace, folder)) === undefined);
}

/** Replaces a file unless somebody saved it since it was looked at: then throws a {@link UserError}. */
async function replaceState(workspace: string, relative: string, from: FileState, to: FileState): Promise<void> {
  const present = await lookAt(workspace, relative);
  if (typeof present === 'string' || present?.digest !== from?.object) {
    throw new UserError(l10n.t('{0} was changed meanwhile. Try again.', relative));
  }
  await writeState(workspace, relative, to);
}

/** Whoever reads the file meanwhile sees the old or the new one. */
async function writeState(workspace: string, relative: string, state: FileState): Promise<void> {
  const file = path.join(workspace, ...relative.split('/'));
  if (state === null) return rm(file, { force: true });
  const content = await readObject(workspace, state.object);
  if (typeof content === 'string') throw new Error(`${relative} is ${content}`);
  const beside = `${file}.tmp-${process.pid}`;
  try {
    await writeFile(beside, content, { flag: 'wx' });
    await chmod(beside, state.mode);
    await renameOver(beside, file);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}

/**
 * Puts back all that can be. Throws a {@link UserError} when a file cannot, or was saved meanwhile: the restore point is
 * still there then.
 */
async function putBack(
  workspace: string,
  point: RestorePoint,
  written: readonly ChangedFile[],
  reason: string,
): Promise<void> {
  const failed: string[] = [];
  for (const { path: relative, before, after } of [...written].reverse()) {
    await replaceState(workspace, relative, after, before).catch(() => failed.push(relative));
  }
  if (failed.length > 0) {
    throw new UserError(
      l10n.t(
        'Restoring stopped half-way. {0} What was replaced is kept: trialbook restore --undo {1}',
        reason,
        point.id,
      ),
    );
  }
  await removeEmptyFolders(workspace, point.folders);
  await removeRestorePoint(workspace, point.id);
}

/** Folders that hold something stay. */
export async function removeEmptyFolders(workspace: string, folders: readonly string[]): Promise<void> {
  for (const folder of [...folders].reverse()) await rmdir(path.join(workspace, folder)).catch(() => undefined);
}
