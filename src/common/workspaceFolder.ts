/** Names of everything inside `.trialbook`; `docs/storage.md` shows the folder as a tree. */
import path from 'node:path';
import type { RunId } from '../protocol/entities';

export const FOLDER_NAME = '.trialbook';
export const CONTROL_FILE = 'control.jsonl';
export const OUTPUT_LOG = 'output.log';
export const SNAPSHOT_FILE = 'snapshot.json.gz';
/** Of a run folder: copies of what the run wrote, and what it put there itself. */
export const ARTIFACTS_FOLDER = 'artifacts';
export const PACKAGES_FILE = 'packages.json';
/** Edits that came with an imported run. */
export const EDITS_FILE = 'edits.json';
/** Of a run that does another one again: how the two compare. */
export const REPRODUCTION_FILE = 'reproduction.json';

export function trialbookDir(workspaceDir: string): string {
  return path.join(workspaceDir, FOLDER_NAME);
}

export function databasePath(workspaceDir: string): string {
  return path.join(trialbookDir(workspaceDir), 'trialbook.db');
}

export function runsDir(workspaceDir: string): string {
  return path.join(trialbookDir(workspaceDir), 'runs');
}

export function runDir(workspaceDir: string, runId: RunId): string {
  return path.join(runsDir(workspaceDir), runId);
}

/** Holds the runs that wait for their turn; `queue/queueFiles.ts` names what is inside. */
export function queueDir(workspaceDir: string): string {
  return path.join(trialbookDir(workspaceDir), 'queue');
}

/** What snapshots know of the workspace's files; made anew when it is missing. */
export function snapshotCachePath(workspaceDir: string): string {
  return path.join(trialbookDir(workspaceDir), 'snapshot-cache.json');
}

/** The file that holds a content, by its lower-case hexadecimal SHA-256. */
export function objectPath(workspaceDir: string, digest: string): string {
  return path.join(trialbookDir(workspaceDir), 'objects', digest.slice(0, 2), digest.slice(2));
}

/** The folder in which the restored code of a run is run; beside it lies what {@link checkoutNote} names. */
export function checkoutDir(workspaceDir: string, runId: RunId): string {
  return path.join(checkoutsDir(workspaceDir), runId);
}

/** Says whose code a checkout holds, and whether it stays. */
export function checkoutNote(workspaceDir: string, runId: RunId): string {
  return path.join(checkoutsDir(workspaceDir), `${runId}.json`);
}

export function checkoutsDir(workspaceDir: string): string {
  return path.join(trialbookDir(workspaceDir), 'checkouts');
}

/** What restoring into the workspace replaced, so that it can be undone. */
export function restoresDir(workspaceDir: string): string {
  return path.join(trialbookDir(workspaceDir), 'restores');
}

/** What a bisection was asked for and has found. */
export function bisectionPath(workspaceDir: string, id: string): string {
  return path.join(trialbookDir(workspaceDir), 'bisections', `${id}.json`);
}

const RUN_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** Whether a name is a run id (a ULID): anything else in `runs/` is not ours, and ids never escape the folder. */
export function isRunId(name: string): boolean {
  return RUN_ID.test(name);
}

/** Whether a file of a run folder holds events. */
export function isEventFile(name: string): boolean {
  return name.endsWith('.jsonl') && name !== CONTROL_FILE;
}

/**
 * The file that holds a part of a long output, behind its beginning in {@link OUTPUT_LOG}. `start` is the place of its
 * first byte in the whole output.
 */
export function outputSegment(start: number): string {
  return `output.${start}.log`;
}

/** The name of that file from when the first of them is put behind the beginning. */
export function mergedSegment(start: number): string {
  return `output.${start}.tail`;
}

/** What made such a name; `undefined` for any other name. */
export function parseOutputSegment(name: string): { start: number; merged: boolean } | undefined {
  const [, start, ending] = /^output\.(\d+)\.(log|tail)$/.exec(name) ?? [];
  return start === undefined ? undefined : { start: Number(start), merged: ending === 'tail' };
}

/**
 * A path relative to the workspace folder, with `/` on every platform; `undefined` for the folder itself and for what
 * lies outside it.
 */
export function relativeToWorkspace(workspaceDir: string, file: string): string | undefined {
  const relative = path.relative(workspaceDir, file);
  if (relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) {
    return undefined;
  }
  return relative.split(path.sep).join('/');
}
