/** Which files differ between the snapshots of two runs, and in which lines. */
import { structuredPatch } from 'diff';
import type { Change, ChangedFile, CodeChanges, GitPart, Hunk } from '../../protocol/changesApi';
import type { GitState, SnapshotFile, SnapshotManifest } from '../../protocol/snapshotManifest';
import { readObject } from '../../common/objectStore';
import { changesOf } from './changes';
import { changedFiles, filesThatRan, gitParts, type FilePair } from './codeFiles';

const MOST_FILES = 100;
/** Lines of hunks, for a file and for all. */
const MOST_FILE_LINES = 400;
const MOST_LINES = 4000;
/** Lines around a change. */
const CONTEXT = 3;
/** Two large files with nothing in common would take minutes, ms. */
const DIFF_LIMIT_MS = 500;

/** The differences with their lines, read from the stored contents. */
export async function codeChanges(
  workspaceDir: string,
  before: SnapshotManifest | undefined,
  after: SnapshotManifest | undefined,
  all: boolean,
): Promise<CodeChanges> {
  if (before === undefined || after === undefined) {
    return { known: false, marked: false, files: [], total: 0, notRun: 0, git: [] };
  }
  const every = changedFiles(before, after, true);
  const ran = changedFiles(before, after);
  const shown = all ? every : ran;
  const files: ChangedFile[] = [];
  let room = MOST_LINES;
  for (const pair of shown.slice(0, MOST_FILES)) {
    const file = await describeChange(workspaceDir, pair, Math.min(room, MOST_FILE_LINES));
    room -= countLines(file.hunks);
    files.push(file);
  }
  const marked = filesThatRan(before, after) !== undefined;
  const notRun = every.length - ran.length;
  return { known: true, marked, files, total: every.length, notRun, git: gitChanges(before.git, after.git) };
}

async function describeChange(workspaceDir: string, pair: FilePair, room: number): Promise<ChangedFile> {
  const kind = pair.before === undefined ? 'added' : pair.after === undefined ? 'removed' : 'changed';
  const nothing = { path: pair.path, kind, added: 0, removed: 0, hunks: [] } as const;
  const [before, after] = await Promise.all([pair.before, pair.after].map((file) => readSide(workspaceDir, file)));
  if (before === undefined || after === undefined) return { ...nothing, hunks: [], cut: 'missing' };
  if (before === null || after === null) return { ...nothing, hunks: [], cut: 'binary' };
  const patch = structuredPatch(pair.path, pair.path, before, after, undefined, undefined, {
    context: CONTEXT,
    stripTrailingCr: true,
    timeout: DIFF_LIMIT_MS,
  });
  if (patch === undefined) return { ...nothing, hunks: [], cut: 'long' };
  const lines = patch.hunks.flatMap((hunk) => hunk.lines);
  if (lines.length === 0 && before !== after) return { ...nothing, hunks: [], cut: 'line-ends' };
  const hunks = patch.hunks.map(({ oldStart, newStart, lines }): Hunk => {
    return { before: oldStart, after: newStart, lines: lines.filter((line) => !line.startsWith('\\')) };
  });
  const fitting = firstLines(hunks, room);
  return {
    path: pair.path,
    kind,
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
    hunks: fitting,
    ...(countLines(fitting) < countLines(hunks) ? { cut: 'long' as const } : {}),
  };
}

/** A file that is not there is empty; `null` is no text. */
async function readSide(workspaceDir: string, file: SnapshotFile | undefined): Promise<string | null | undefined> {
  if (file === undefined) return '';
  const content = await readObject(workspaceDir, file.object);
  if (typeof content === 'string') return undefined;
  return content.includes(0) ? null : content.toString('utf8');
}

/** Whole hunks as long as there is room; of a first one that is too long its beginning. */
function firstLines(hunks: readonly Hunk[], room: number): Hunk[] {
  const fitting: Hunk[] = [];
  let left = room;
  for (const hunk of hunks) {
    if (hunk.lines.length > left && fitting.length > 0) break;
    fitting.push({ ...hunk, lines: hunk.lines.slice(0, left) });
    left -= hunk.lines.length;
    if (left <= 0) break;
  }
  return fitting;
}

function countLines(hunks: readonly Hunk[]): number {
  return hunks.reduce((sum, { lines }) => sum + lines.length, 0);
}

function gitChanges(before: GitState | null, after: GitState | null): (Change<string> & { key: GitPart })[] {
  if (before === null || after === null) return [];
  return changesOf(gitParts(before), gitParts(after)) as (Change<string> & { key: GitPart })[];
}
