import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './errors';

const RENAME_TRIES = 20;
const RENAME_PAUSE_MS = 50;

/**
 * Replaces a file so that readers, and a power cut, see the old or the new content and nothing between: a file beside
 * it is written, synced and renamed over it. One writer at a time. Rejects as `fs` does and then leaves the old content.
 */
export async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const beside = besideOf(file);
  try {
    const handle = await open(beside, 'w');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renameOver(beside, file);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(path.dirname(file));
}

/**
 * Writes a file so that readers see it whole or not at all; the last of several writers at once wins. It is not synced:
 * for what is checked when it is read, or can be made again. `mode`: who may read it, where the platform asks. Rejects as
 * `fs` does and then leaves the old content.
 */
export async function putFile(file: string, content: Uint8Array | string, mode?: number): Promise<void> {
  const beside = `${besideOf(file)}-${randomUUID()}`;
  try {
    await writeFile(beside, content, mode === undefined ? {} : { mode });
    await renameOver(beside, file);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Removes what a writer that was killed left beside a file; only for who keeps other writers out. */
export function removeUnfinished(file: string): void {
  rmSync(besideOf(file), { force: true });
}

/** What {@link replaceFile} and {@link putFile} write first is named by the file and this, and perhaps more. */
export function besideOf(file: string): string {
  return `${file}.tmp`;
}

/** Renames a file over another, which may be there. On Windows a virus scanner or an indexer may hold it for a moment. */
export async function renameOver(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      const held = ['EPERM', 'EBUSY', 'EACCES'].includes(errorCode(error) ?? '');
      if (process.platform !== 'win32' || !held || tries === RENAME_TRIES) throw error;
      await delay(RENAME_PAUSE_MS);
    }
  }
}

/** Makes renames in a folder durable. Windows cannot open folders, and NTFS journals renames. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}
