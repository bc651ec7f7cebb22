/** What people wrote about a run in the editor, on its way from one database to another. */
import { lstat, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MAX_KEY_LENGTH } from '../../protocol/trainingEvents';
import { errorCode } from '../errors';
import { EDITS_FILE } from '../workspaceFolder';

export interface RunEdit {
  field: string;
  value: string;
  /** ms since 1970. */
  editedAt: number;
}

/** Characters. */
export const MAX_NOTE_LENGTH = 10_000;

/** Characters of a tag's value that people type. */
export const MAX_TAG_LENGTH = 1000;

const MOST_EDITS = 1000;

/** The fields that travel with a run, and the longest value of each in characters. */
const LONGEST = new Map([
  ['name', MAX_KEY_LENGTH],
  ['note', MAX_NOTE_LENGTH],
  ['experiment', MAX_KEY_LENGTH],
]);

/** Goes before the key of a tag that people changed; see `schemaV4.ts`. */
const TAG_PREFIX = 'tag:';

const MAX_FILE_BYTES = 256 * 1024;

/** Whether an edited field is about the run, wherever it is, and not about this workspace. */
export function isPortable(field: string): boolean {
  return longestOf(field) !== undefined;
}

function longestOf(field: string): number | undefined {
  if (!field.startsWith(TAG_PREFIX)) return LONGEST.get(field);
  return field.length - TAG_PREFIX.length <= MAX_KEY_LENGTH ? MAX_TAG_LENGTH + 1 : undefined;
}

/**
 * Checks edits that came from outside; `undefined` when they are none. Fields that are not known here are left out. An
 * edit of the future counts as one of now: it would win over all that people write from then on.
 */
export function parseRunEdits(value: unknown): RunEdit[] | undefined {
  if (!Array.isArray(value) || value.length > MOST_EDITS) return undefined;
  const edits: RunEdit[] = [];
  for (const one of value as unknown[]) {
    const { field, value, editedAt } = (one ?? {}) as Partial<RunEdit>;
    if (typeof field !== 'string' || typeof value !== 'string' || typeof editedAt !== 'number') return undefined;
    if (!Number.isSafeInteger(editedAt) || editedAt < 0) return undefined;
    const longest = longestOf(field);
    if (longest === undefined) continue;
    if (value.trim() === '' || value.length > longest) return undefined;
    edits.push({ field, value, editedAt: Math.min(editedAt, Date.now()) });
  }
  return edits;
}

/** Leaves edits in a run folder, for the store to take in when it first meets the run. Rejects as `fs` does. */
export async function writeRunEdits(runDir: string, edits: readonly RunEdit[]): Promise<void> {
  await writeFile(path.join(runDir, EDITS_FILE), JSON.stringify(edits), { flag: 'wx', flush: true });
}

/** The edits in a run folder; none where there is no such file, or one that makes no sense. Rejects as `fs` does. */
export async function readRunEdits(runDir: string): Promise<RunEdit[]> {
  const file = path.join(runDir, EDITS_FILE);
  try {
    const stat = await lstat(file);
    if (!stat.isFile() || stat.size > MAX_FILE_BYTES) return [];
    return parseRunEdits(JSON.parse(await readFile(file, 'utf8'))) ?? [];
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
