/**
 * Names of everything inside `.trialbook/queue/`.
 *
 * A run that waits is one file, `<order>-<run id>.json`. Its place among the others is in its name, so that it is moved,
 * and claimed, by a rename: of two who want it at once one gets it, and the other learns that it is gone.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { RunId } from '../../protocol/entities';
import { errorCode } from '../errors';
import { isRunId, queueDir } from '../workspaceFolder';

/** The place of a run that waits. */
export interface WaitingPlace {
  id: RunId;
  /** Runs start in the order of these numbers, equal ones in that of their ids. */
  order: number;
}

/** A run that was taken out of the line to be started, and that has not ended as far as is known. */
export interface StartedPlace extends WaitingPlace {
  /** The worker that took it. */
  pid: number;
  /** See `processStart`; absent where the platform does not tell. */
  start?: string;
}

const ORDER_DIGITS = 13;
/** Orders are 0 or more and less than this. */
export const ORDER_LIMIT = 10 ** ORDER_DIGITS;

const WAITING = /^(\d{13})-([0-9A-Z]{26})\.json$/;
const STARTED = /^(\d{13})-([0-9A-Z]{26})\.(\d+)-(\d*)\.json$/;

/** Its presence pauses the queue; it may say why. */
export function pauseFile(workspace: string): string {
  return path.join(queueDir(workspace), 'paused.json');
}

export function queueSettingsFile(workspace: string): string {
  return path.join(queueDir(workspace), 'settings.json');
}

/** Names the process that works on the queue. */
export function workerLockFile(workspace: string): string {
  return path.join(queueDir(workspace), 'worker.lock');
}

export function startedDir(workspace: string): string {
  return path.join(queueDir(workspace), 'started');
}

export function waitingFile(workspace: string, { id, order }: WaitingPlace): string {
  return path.join(queueDir(workspace), `${orderText(order)}-${id}.json`);
}

export function startedFile(workspace: string, { id, order, pid, start = '' }: StartedPlace): string {
  return path.join(startedDir(workspace), `${orderText(order)}-${id}.${pid}-${start}.json`);
}

/** The runs that wait, in their order; none where nothing was ever queued. Rejects as `fs` does. */
export async function listWaiting(workspace: string): Promise<WaitingPlace[]> {
  const places = (await names(queueDir(workspace))).flatMap((name): WaitingPlace[] => {
    const [, order = '', id = ''] = WAITING.exec(name) ?? [];
    return isRunId(id) ? [{ id, order: Number(order) }] : [];
  });
  return places.sort(byPlace);
}

/** The runs that were started from the queue and have not been seen to end. Rejects as `fs` does. */
export async function listStarted(workspace: string): Promise<StartedPlace[]> {
  const places = (await names(startedDir(workspace))).flatMap((name): StartedPlace[] => {
    const [, order = '', id = '', pid = '', start = ''] = STARTED.exec(name) ?? [];
    if (!isRunId(id)) return [];
    return [{ id, order: Number(order), pid: Number(pid), ...(start === '' ? {} : { start }) }];
  });
  return places.sort(byPlace);
}

function byPlace(a: WaitingPlace, b: WaitingPlace): number {
  return a.order - b.order || (a.id < b.id ? -1 : 1);
}

function orderText(order: number): string {
  return String(order).padStart(ORDER_DIGITS, '0');
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    // Something else may be in the folder's place.
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    throw error;
  }
}
