/** What is known of a run that waits: the content of its file. */
import type { RunId } from '../../protocol/entities';

/** The part of a run's specification that is shown; the recorder reads, and checks, the rest. */
interface WaitingSpecification {
  id: RunId;
  name: string;
  command: string[];
  /** Absolute path. */
  cwd: string;
}

export interface QueueEntry {
  v: 1;
  /** ms since 1970. */
  queuedAt: number;
  /** The script that the command runs, relative to the folder that holds the code with `/`, if one was recognised. */
  script: string | null;
  /** SHA-256 of the script when it was queued. */
  scriptDigest: string | null;
  specification: WaitingSpecification;
  /** The environment of whoever queued it, secrets and all: the training shall see what it would have seen then. */
  env: Record<string, string>;
}

/** A run that was taken out of the line. */
export interface StartedEntry extends QueueEntry {
  /** The recorder, once it was started; it trains nothing before this was written. */
  recorder?: { pid: number; start?: string; host: string };
  /** The GPU that it was given, counted from 0. */
  gpu?: number;
}

/** Understands the content of an entry's file; `undefined` for anything else. Any program may have written it. */
export function parseEntry(text: string): StartedEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const entry = value as StartedEntry;
  const { specification, env } = entry;
  if (entry.v !== 1 || typeof specification !== 'object' || specification === null) return undefined;
  const { id, name, command, cwd } = specification;
  if (![id, name, cwd].every((one) => typeof one === 'string') || !isTexts(command)) return undefined;
  if (typeof env !== 'object' || env === null || !isTexts(Object.values(env))) return undefined;
  return command.length > 0 ? entry : undefined;
}

/** Whether a value is an array of strings. */
export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
