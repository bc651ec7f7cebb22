/** Reads the queue as it is listed. */
import { readFile } from 'node:fs/promises';
import type { RunId } from '../../protocol/entities';
import type { ListedEntry, QueueSettings } from '../../protocol/queue';
import { errorCode } from '../errors';
import { redactArguments } from '../redaction';
import { parseEntry, type QueueEntry } from './queueEntry';
import { pauseFile, queueSettingsFile, waitingFile, type WaitingPlace } from './queueFiles';

/** What holds where nobody said otherwise. */
const DEFAULT_QUEUE_SETTINGS: QueueSettings = { parallel: 1, perGpu: 0 };

/** The content of a waiting run's file; `undefined` when it is gone, or no such content. */
export async function readWaiting(workspace: string, place: WaitingPlace): Promise<QueueEntry | undefined> {
  const text = await readText(waitingFile(workspace, place));
  const entry = text === undefined ? undefined : parseEntry(text);
  return entry?.specification.id === place.id ? entry : undefined;
}

/** A run that waits, as it is listed; `undefined` when it has left meanwhile. */
export async function listPlace(workspace: string, place: WaitingPlace): Promise<ListedEntry | undefined> {
  const text = await readText(waitingFile(workspace, place));
  return text === undefined ? undefined : listEntry(place.id, parseEntry(text));
}

/** A run as lists show it, without what looks like a secret. */
export function listEntry(id: RunId, entry: QueueEntry | undefined): ListedEntry {
  if (entry === undefined) return { id, name: id, script: null, arguments: [], queuedAt: null, unreadable: true };
  const { script, queuedAt, specification } = entry;
  const { name, command } = specification;
  return { id, name, script, arguments: redactArguments(argumentsBehind(script, command)), queuedAt };
}

/** The words behind the script, or all where none was recognised. */
function argumentsBehind(script: string | null, command: readonly string[]): string[] {
  const file = script?.split('/').at(-1);
  const at = file === undefined ? -1 : command.findIndex((word) => word.endsWith(file));
  return command.slice(at + 1);
}

/** Whether the queue is paused, and why unless somebody asked for it. */
export async function readPause(workspace: string): Promise<{ paused: boolean; reason: string | null }> {
  const text = await readText(pauseFile(workspace));
  const reason: unknown = parseObject(text)?.['reason'];
  return { paused: text !== undefined, reason: typeof reason === 'string' ? reason : null };
}

export async function readQueueSettings(workspace: string): Promise<QueueSettings> {
  const given = parseObject(await readText(queueSettingsFile(workspace)));
  return {
    parallel: wholeNumber(given?.['parallel'], 1) ?? DEFAULT_QUEUE_SETTINGS.parallel,
    perGpu: wholeNumber(given?.['perGpu'], 0) ?? DEFAULT_QUEUE_SETTINGS.perGpu,
  };
}

function wholeNumber(value: unknown, least: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= least ? value : undefined;
}

function parseObject(text: string | undefined): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** `undefined` when there is no such file. */
async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    // It is there, whatever it holds.
    return '';
  }
}
