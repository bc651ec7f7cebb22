/** Folders below `.trialbook/checkouts` in which the code of a snapshot is run. */
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { putFile } from '../../common/atomicFile';
import { checkoutDir, checkoutNote, checkoutsDir, isRunId, runDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { SnapshotFile } from '../../protocol/snapshotManifest';
import { readRunState } from '../runFolder';
import { writeFolder } from './writeFiles';

/** How long a checkout may be without its run before it counts as left behind, in ms. */
const ORPHAN_MS = 24 * 60 * 60 * 1000;

interface CheckoutNote {
  version: 1;
  /** The run whose code it is. */
  of: RunId;
  /** Whether it stays when the run in it has ended. */
  keep: boolean;
}

/**
 * Writes the code of a run into a folder for the run `id`, which shall run on it, and gives that folder. Each run gets
 * one of its own: what a training writes there must not meet another. Throws a `UserError`.
 */
export async function makeCheckout(
  workspace: string,
  id: RunId,
  code: { of: RunId; files: readonly SnapshotFile[] },
  keep: boolean,
): Promise<string> {
  await sweepCheckouts(workspace);
  await mkdir(checkoutsDir(workspace), { recursive: true });
  // What a process that was killed began, before its run was.
  await removeCheckout(workspace, id);
  const root = checkoutDir(workspace, id);
  const note: CheckoutNote = { version: 1, of: code.of, keep };
  await putFile(checkoutNote(workspace, id), JSON.stringify(note));
  try {
    await writeFolder(workspace, code.files, root);
  } catch (error) {
    await rm(checkoutNote(workspace, id), { force: true });
    throw error;
  }
  return root;
}

/** Removes a checkout, links in it but not what they point to. Never rejects: the next sweep tries again. */
export async function removeCheckout(workspace: string, id: RunId): Promise<void> {
  const options = { recursive: true, force: true, maxRetries: 3 };
  const gone = await rm(checkoutDir(workspace, id), options).then(
    () => true,
    () => false,
  );
  if (gone) await rm(checkoutNote(workspace, id), { force: true }).catch(() => undefined);
}

/** Removes what killed processes left: checkouts that need not stay and whose run has ended, or never came. */
async function sweepCheckouts(workspace: string): Promise<void> {
  const names = await readdir(checkoutsDir(workspace)).catch(() => []);
  for (const id of names.map((name) => path.parse(name)).filter(({ ext }) => ext === '.json')) {
    if (isRunId(id.name) && (await isLeftBehind(workspace, id.name))) await removeCheckout(workspace, id.name);
  }
}

async function isLeftBehind(workspace: string, id: RunId): Promise<boolean> {
  const note = checkoutNote(workspace, id);
  if (await isKept(note)) return false;
  const state = await readRunState(runDir(workspace, id)).catch(() => undefined);
  if (state?.run !== undefined) return state.recorderAlive === false;
  const made = await stat(note).catch(() => undefined);
  return made !== undefined && Date.now() - made.mtimeMs > ORPHAN_MS;
}

/** A note that a full disk or a crash left damaged keeps nothing: the checkout goes when it is old. */
async function isKept(note: string): Promise<boolean> {
  const text = await readFile(note, 'utf8').catch(() => undefined);
  if (text === undefined) return true;
  try {
    return (JSON.parse(text) as Partial<CheckoutNote>).keep !== false;
  } catch {
    return false;
  }
}
