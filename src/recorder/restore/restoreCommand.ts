/** `trialbook restore`: the files of a snapshot in the workspace, in a new folder, or in git. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { SnapshotWalk } from '../../common/snapshots/snapshotWalk';
import type { RunId } from '../../protocol/entities';
import type { OtherRestore, WorkspaceRestore } from '../../protocol/reproduction';
import type { SnapshotFile, SnapshotManifest } from '../../protocol/snapshotManifest';
import { readSnapshot } from '../checkouts/snapshotReader';
import { writeFolder } from '../checkouts/writeFiles';
import { untilInterrupted } from '../interrupts';
import { findRun } from '../runFinder';
import { applyChanges, planChanges, type ChangePlan, type WantedFile } from './changeFiles';
import { restoreBranch, restoreWorktree } from './gitRestore';
import { isGone } from './goneFiles';
import { withRestoreLock } from './restoreLock';
import { PERMISSIONS, refuseObstacles } from './workspaceState';
import { usedPaths } from './usedPaths';

export type RestoreTarget =
  | { kind: 'workspace' }
  | { kind: 'folder'; folder: string }
  | { kind: 'branch'; branch: string }
  | { kind: 'worktree'; folder: string; branch: string | null };

export interface RestoreRequest {
  workspace: string;
  run: string;
  target: RestoreTarget;
  /** Only these files or folders, relative with `/`; all when empty. */
  files: string[];
  /** Only the files that the run used. */
  usedOnly: boolean;
  /** Into the workspace: removes code that the snapshot does not have. */
  deleteOthers: boolean;
  /** Only tells what would be done in the workspace. */
  dryRun: boolean;
}

interface ChosenFiles extends Pick<RestoreRequest, 'workspace' | 'deleteOthers' | 'dryRun'> {
  runId: RunId;
  snapshot: SnapshotManifest;
  /** Those of its files that are restored. */
  files: readonly SnapshotFile[];
}

/** Restores files of a run's snapshot. Throws a {@link UserError}. */
export function restore(request: RestoreRequest): Promise<WorkspaceRestore | OtherRestore> {
  return untilInterrupted((signal) => restoreUntil(request, signal));
}

async function restoreUntil(request: RestoreRequest, signal: AbortSignal): Promise<WorkspaceRestore | OtherRestore> {
  const { workspace, target } = request;
  const runId = await findRun(workspace, request.run);
  const snapshot = await readSnapshot(workspace, runId);
  const files = await chooseFiles(request, runId, snapshot);
  if (request.deleteOthers && (request.files.length > 0 || request.usedOnly)) {
    throw new UserError(l10n.t('--delete-others is for the whole snapshot: leave out --file and --used.'));
  }
  if (target.kind === 'workspace') return restoreIntoWorkspace({ ...request, runId, snapshot, files }, signal);
  if (request.deleteOthers || request.dryRun) {
    throw new UserError(l10n.t('--delete-others and --dry-run are for --into-workspace.'));
  }
  if (target.kind === 'branch') return restoreBranch({ workspace, runId, snapshot, files }, target.branch);
  if (target.kind === 'worktree') {
    return restoreWorktree({ workspace, runId, snapshot, files }, target.folder, target.branch);
  }
  await requireNewFolder(target.folder);
  await writeFolder(workspace, files, target.folder, signal);
  return { kind: 'folder', runId, folder: target.folder, files: files.length };
}

async function chooseFiles(
  { workspace, files: wanted, usedOnly }: RestoreRequest,
  runId: string,
  { files }: SnapshotManifest,
): Promise<SnapshotFile[]> {
  const used = usedOnly ? await usedPaths(workspace, runId) : undefined;
  const isWanted = ({ path }: SnapshotFile): boolean =>
    (used?.has(path) ?? true) &&
    (wanted.length === 0 || wanted.some((one) => path === one || path.startsWith(`${one}/`)));
  const missing = wanted.find((one) => !files.some(({ path }) => path === one || path.startsWith(`${one}/`)));
  if (missing !== undefined) throw new UserError(l10n.t('{0} is not in the snapshot.', missing));
  const chosen = files.filter(isWanted);
  if (chosen.length === 0) throw new UserError(l10n.t('The snapshot holds no such file.'));
  return chosen;
}

function restoreIntoWorkspace(
  { workspace, runId, snapshot, files, deleteOthers, dryRun }: ChosenFiles,
  signal: AbortSignal,
): Promise<WorkspaceRestore> {
  const work = async (): Promise<WorkspaceRestore> => {
    const wanted: WantedFile[] = files.map(({ path, object, mode }) => ({
      path,
      state: { object, mode: mode & PERMISSIONS },
    }));
    if (deleteOthers) wanted.push(...(await otherFiles(workspace, snapshot)));
    const plan = await planChanges(workspace, wanted);
    if (dryRun) refuseObstacles(plan.obstacles);
    const point = dryRun ? null : await applyChanges(workspace, plan, { runId }, signal);
    return { kind: 'workspace', runId, id: point?.id ?? null, ...describePlan(plan) };
  };
  // Only looking may go on beside another restore.
  return dryRun ? work() : withRestoreLock(workspace, work);
}

function describePlan({ changes, same }: ChangePlan): Omit<WorkspaceRestore, 'kind' | 'runId' | 'id'> {
  const paths = (accept: (isThere: boolean, isWanted: boolean) => boolean): string[] =>
    changes.filter(({ present, state }) => accept(present !== undefined, state !== null)).map(({ path }) => path);
  return {
    created: paths((isThere) => !isThere),
    overwritten: paths((isThere, isWanted) => isThere && isWanted),
    deleted: paths((_, isWanted) => !isWanted),
    same,
  };
}

/** Code and configuration of the workspace that was not there when the run began. */
async function otherFiles(workspace: string, snapshot: SnapshotManifest): Promise<WantedFile[]> {
  const wasNotThere = isGone(snapshot);
  const walk = await new SnapshotWalk(workspace).finish();
  return walk.files.filter(({ path }) => wasNotThere(path)).map(({ path }) => ({ path, state: null }));
}

async function requireNewFolder(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const names = await readdir(folder).catch(() => ['']);
  if (names.length > 0) throw new UserError(l10n.t('{0} is there already and not empty. Name another folder.', folder));
}
