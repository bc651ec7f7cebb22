/** What people change about runs: durable when it returns. */
import * as l10n from '@vscode/l10n';
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, errorMessage, UserError } from '../common/errors';
import { isRunId, runDir, runsDir } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';
import { MAX_KEY_LENGTH } from '../protocol/trainingEvents';
import type { Changes } from './changes';
import type { Ingestor } from './ingest';
import type { LiveRuns } from './liveRuns';
import { findRunEntity } from './runQueries';
import { editedName, editName, removeEdits, removeRun } from './runs';
import type { Storage } from './storage';
import type { Upkeep } from './upkeep';

export interface EditContext {
  workspaceDir: string;
  storage: Storage;
  changes: Changes;
  ingestor: Ingestor;
  liveRuns: LiveRuns;
  upkeep: Pick<Upkeep, 'release'>;
}

/** Folders of deleted runs have this name until their files are gone. */
const DELETED = '.deleted-';

/** Gives a run a name of the editor's. Rejects with a {@link UserError}, and changes nothing, when that cannot be. */
export async function renameRun(context: EditContext, runId: RunId, name: string): Promise<void> {
  const { storage, changes } = context;
  storage.requireWriter();
  const wanted = name.trim();
  if (wanted === '') throw new UserError(l10n.t('A run needs a name.'));
  if (wanted.length > MAX_KEY_LENGTH) {
    throw new UserError(l10n.t('The name is too long: {0} characters at most.', MAX_KEY_LENGTH));
  }
  if (findRunEntity(storage.db, runId) === undefined) throw new UserError(l10n.t('This run does not exist any more.'));
  const before = editedName(storage.db, runId);
  await storage.edit(
    () => editName(storage.db, runId, wanted),
    () => editName(storage.db, runId, before),
  );
  changes.mentioned(runId);
}

/**
 * Removes a run and its folder. Rejects with a {@link UserError} while it is live; one that does not exist is fine. The
 * folder is renamed first: from then on the run is gone, whatever happens to the process.
 */
export async function deleteRun(context: EditContext, runId: RunId): Promise<void> {
  const { storage, changes, ingestor, liveRuns, upkeep, workspaceDir } = context;
  storage.requireWriter();
  // Ids come from pages and commands, and this one becomes a path.
  if (!isRunId(runId)) return;
  await liveRuns.check(runId);
  const run = findRunEntity(storage.db, runId);
  if (run?.status === 'running' || run?.status === 'queued') {
    throw new UserError(l10n.t('{0} is still running. Stop it first.', run.name));
  }
  ingestor.exclude(runId);
  upkeep.release(runId);
  try {
    const removed = await setFolderAside(workspaceDir, runId);
    removeRun(storage.db, runId);
    removeEdits(storage.db, runId);
    liveRuns.removed(runId);
    if (run !== undefined) changes.removed(runId);
    // When this fails the missing folder removes the run again; that saving fails is told anyway.
    await storage.now().catch(() => undefined);
    if (removed !== undefined) await removeFolder(removed);
  } finally {
    ingestor.include(runId);
  }
}

/** Removes what is left of runs whose deletion was cut short. */
export async function sweepDeleted(workspaceDir: string): Promise<void> {
  const names = await readdir(runsDir(workspaceDir)).catch(() => []);
  for (const name of names) if (name.startsWith(DELETED)) await removeFolder(path.join(runsDir(workspaceDir), name));
}

async function setFolderAside(workspaceDir: string, runId: RunId): Promise<string | undefined> {
  const aside = path.join(runsDir(workspaceDir), `${DELETED}${runId}-${Date.now()}`);
  try {
    await rename(runDir(workspaceDir, runId), aside);
    return aside;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new UserError(
      l10n.t('The folder of the run cannot be removed: {0}. Close what uses it and try again.', errorMessage(error)),
    );
  }
}

/** What cannot be removed now is removed at the next start. */
async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}
