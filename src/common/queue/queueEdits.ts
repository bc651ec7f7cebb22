/** What may be done to the queue, by any window and any shell at once. */
import { readFile, rm } from 'node:fs/promises';
import type { RunId } from '../../protocol/entities';
import type { QueueSettings } from '../../protocol/queue';
import { putFile, renameOver } from '../atomicFile';
import { errorCode } from '../errors';
import { makeQueueFolder } from '../runsFolder';
import type { QueueEntry } from './queueEntry';
import { listWaiting, pauseFile, queueSettingsFile, waitingFile, type WaitingPlace } from './queueFiles';
import { ordersBetween } from './queueOrder';

/** An entry holds the environment of whoever queued it, which nobody else may read. */
export const ENTRY_MODE = 0o600;

/** Where runs are moved: before one that waits, or behind all. */
export type Destination = { before: RunId } | 'first' | 'last';

/** A file that was taken out of the queue, to be put back. */
export interface RemovedEntry {
  place: WaitingPlace;
  content: Buffer;
}

/** Puts runs at the end of the line. Rejects as `fs` does; those before the one that could not be written stay. */
export async function appendEntries(workspace: string, entries: readonly QueueEntry[]): Promise<void> {
  makeQueueFolder(workspace);
  const orders = await freeOrders(workspace, entries.length);
  for (const [index, entry] of entries.entries()) {
    const file = waitingFile(workspace, { id: entry.specification.id, order: orders[index]! });
    await putFile(file, JSON.stringify(entry), ENTRY_MODE);
  }
}

async function freeOrders(workspace: string, count: number): Promise<number[]> {
  const orders = ordersBetween(count, (await listWaiting(workspace)).at(-1)?.order);
  if (orders !== undefined) return orders;
  await renumber(workspace, await listWaiting(workspace));
  return freeOrders(workspace, count);
}

/**
 * Moves runs, which keep their order among themselves. Gives how many still waited. Rejects as `fs` does, also with
 * `ENOENT` when the one that they are to stand before has left.
 */
export async function moveEntries(workspace: string, ids: readonly RunId[], to: Destination): Promise<number> {
  const places = await listWaiting(workspace);
  const moved = places.filter(({ id }) => ids.includes(id));
  const others = places.filter(({ id }) => !ids.includes(id));
  if (moved.length === 0) return 0;
  const at = destinationIndex(others, to);
  const orders = ordersBetween(moved.length, others[at - 1]?.order, others[at]?.order);
  if (orders === undefined) {
    return renumber(workspace, [...others.slice(0, at), ...moved, ...others.slice(at)]);
  }
  return renameAll(
    workspace,
    moved.map((place, index) => ({ place, order: orders[index]! })),
  );
}

function destinationIndex(places: readonly WaitingPlace[], to: Destination): number {
  if (to === 'first') return 0;
  if (to === 'last') return places.length;
  const at = places.findIndex(({ id }) => id === to.before);
  if (at < 0) throw Object.assign(new Error(`${to.before} does not wait`), { code: 'ENOENT' });
  return at;
}

/** Gives places new numbers in their order, with room between them. */
function renumber(workspace: string, places: readonly WaitingPlace[]): Promise<number> {
  const orders = ordersBetween(places.length) ?? [];
  return renameAll(
    workspace,
    places.map((place, index) => ({ place, order: orders[index]! })),
  );
}

/** Gives how many were there to be renamed: others were started or removed meanwhile. */
async function renameAll(workspace: string, moves: { place: WaitingPlace; order: number }[]): Promise<number> {
  let moved = 0;
  for (const { place, order } of moves) {
    const target = waitingFile(workspace, { id: place.id, order });
    if (await isThere(renameOver(waitingFile(workspace, place), target))) moved += 1;
  }
  return moved;
}

/** Takes runs out of the line; gives those that still waited. Rejects as `fs` does. */
export async function removeEntries(workspace: string, ids: readonly RunId[]): Promise<RemovedEntry[]> {
  const removed: RemovedEntry[] = [];
  for (const place of await listWaiting(workspace)) {
    if (!ids.includes(place.id)) continue;
    const file = waitingFile(workspace, place);
    const content = await readFile(file).catch(() => undefined);
    if (content !== undefined && (await isThere(rm(file)))) removed.push({ place, content });
  }
  return removed;
}

/** Puts removed runs back where they stood. Rejects as `fs` does. */
export async function restoreEntries(workspace: string, removed: readonly RemovedEntry[]): Promise<void> {
  makeQueueFolder(workspace);
  for (const { place, content } of removed) await putFile(waitingFile(workspace, place), content, ENTRY_MODE);
}

/** Starts no further run until the queue is resumed. `reason`: why, unless somebody asked for it. */
export async function pauseQueue(workspace: string, reason?: string): Promise<void> {
  makeQueueFolder(workspace);
  await putFile(pauseFile(workspace), JSON.stringify(reason === undefined ? {} : { reason }));
}

/** Rejects as `fs` does. A worker must be started, if there is none. */
export async function resumeQueue(workspace: string): Promise<void> {
  await rm(pauseFile(workspace), { force: true });
}

/** Rejects as `fs` does. */
export async function changeQueueSettings(workspace: string, settings: QueueSettings): Promise<void> {
  makeQueueFolder(workspace);
  await putFile(queueSettingsFile(workspace), JSON.stringify(settings));
}

async function isThere(change: Promise<void>): Promise<boolean> {
  try {
    await change;
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
