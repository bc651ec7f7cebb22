/** What restores into the workspace replaced: `.trialbook/restores/<id>.json`, with the contents in `objects/`. */
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { replaceFile } from '../../common/atomicFile';
import { UserError } from '../../common/errors';
import { isRunId, restoresDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import { isSafePath } from '../checkouts/safePaths';

/** A content with its permissions; `null`: no file. */
export type FileState = { object: string; mode: number } | null;

export interface ChangedFile {
  /** Relative to the workspace folder with `/`. */
  path: string;
  before: FileState;
  after: FileState;
}

export interface RestorePoint {
  version: 1;
  /** A ULID: they sort by time. */
  id: string;
  /** The run whose code was restored; `null` for the undoing of a restore. */
  runId: RunId | null;
  /** The restore that this one undoes. */
  undoes: string | null;
  /** `begun`: nobody knows which of the files were changed. */
  state: 'begun' | 'done';
  files: ChangedFile[];
  /** Folders that were made, the outer ones first. */
  folders: string[];
}

/** Writes a restore point, synced: it must be there before what it keeps is replaced. Rejects as `fs` does. */
export async function writeRestorePoint(workspace: string, point: RestorePoint): Promise<void> {
  await replaceFile(pointFile(workspace, point.id), Buffer.from(JSON.stringify(point)));
}

/** Forgets a restore that changed nothing. Never rejects. */
export async function removeRestorePoint(workspace: string, id: string): Promise<void> {
  await rm(pointFile(workspace, id), { force: true }).catch(() => undefined);
}

/** A restore that can be undone: the one of this id, else the last one. Throws a {@link UserError} without one. */
export async function findRestorePoint(workspace: string, wanted: string | undefined): Promise<RestorePoint> {
  const points = await readPoints(workspace);
  const undone = new Set(points.flatMap((point) => point.undoes ?? []));
  // Asked without a name, the undoing of a restore is not undone itself: twice "undo" goes back twice.
  const open = points.filter((point) => !undone.has(point.id) && (wanted !== undefined || point.undoes === null));
  const found = wanted === undefined ? open.at(-1) : open.find((point) => point.id === wanted);
  if (found !== undefined) return found;
  throw new UserError(l10n.t('There is no restore to undo.'));
}

async function readPoints(workspace: string): Promise<RestorePoint[]> {
  const names = await readdir(restoresDir(workspace)).catch(() => []);
  const ids = names.map((name) => path.parse(name)).filter(({ name, ext }) => ext === '.json' && isRunId(name));
  const points: RestorePoint[] = [];
  for (const { name } of ids.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const point = await readPoint(pointFile(workspace, name));
    if (point?.id === name) points.push(point);
  }
  return points;
}

/** `undefined` for a file that is damaged, or that somebody else may have made to write outside of the workspace. */
async function readPoint(file: string): Promise<RestorePoint | undefined> {
  try {
    const point: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isPoint(point) ? point : undefined;
  } catch {
    return undefined;
  }
}

function isPoint(value: unknown): value is RestorePoint {
  const point = value as RestorePoint | null;
  if (point?.version !== 1 || !Array.isArray(point.files) || !Array.isArray(point.folders)) return false;
  return point.folders.every(isInside) && point.files.every(isChangedFile);
}

function isChangedFile(file: ChangedFile | null): boolean {
  return file !== null && isInside(file.path) && isState(file.before) && isState(file.after);
}

function isInside(relative: unknown): boolean {
  return typeof relative === 'string' && isSafePath(relative, process.platform);
}

function isState(state: FileState | undefined): boolean {
  if (state === null) return true;
  return state !== undefined && /^[0-9a-f]{64}$/.test(state.object) && Number.isInteger(state.mode);
}

function pointFile(workspace: string, id: string): string {
  return path.join(restoresDir(workspace), `${id}.json`);
}
