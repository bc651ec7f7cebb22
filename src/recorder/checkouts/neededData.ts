/** Which files a run needs besides its code, and where their content is to be had. */
import path from 'node:path';
import { hasObject } from '../../common/objectStore';
import { hashFile } from '../../common/hashing';
import { isCodeFile, isSecretFile } from '../../common/snapshots/snapshotRules';
import { statFile } from '../../common/statFile';
import { runDir } from '../../common/workspaceFolder';
import type { RunFacts } from '../differences/runFacts';
import { EventFollower } from '../runFolder';
import { listRuns } from '../runFinder';
import { belowRoot, recordedRoot } from './recordedRoot';
import { isSafePath } from './safePaths';

/** Where a content is: a file of the workspace, a copy of ours that nothing may write to, or an object. */
export type DataSource = { kind: 'workspace' | 'copy'; file: string } | { kind: 'object'; object: string };

export interface NeededFile {
  /** Relative to the code with `/`. */
  path: string;
  /** SHA-256 of the content that the run read; `null` where that is not known. */
  digest: string | null;
  /** `null`: the content is nowhere to be had. */
  source: DataSource | null;
  /** `copied` since the run wrote to it, `linked` since it is a secret; else its size decides. */
  placing: 'copied' | 'linked' | 'by-size';
}

export interface NeededData {
  files: NeededFile[];
  /** Folders that the run wrote to, relative to the code with `/`. */
  folders: string[];
}

/** Finds the data of a run, and what it read that its snapshot left out. Hashes the data that it read. */
export async function findNeededData(workspace: string, facts: RunFacts): Promise<NeededData> {
  const known = new Set(facts.snapshot.files.map((file) => file.path));
  const copies = new ArtifactCopies(workspace);
  const { read, written } = openedFiles(workspace, facts);
  const files: NeededFile[] = [];
  const add = async (relative: string, digest: string | null): Promise<void> => {
    if (known.has(relative) || !isSafePath(relative, process.platform)) return;
    known.add(relative);
    const source = await findSource(workspace, relative, digest, copies);
    if (source === null && digest === null) return;
    files.push({ path: relative, digest, source, placing: placingOf(relative, written) });
  };
  for (const { path: relative, digest } of facts.details.inputs) {
    if (!relative.includes('://')) await add(relative, digest);
  }
  for (const relative of [...read, ...codeLeftOut(facts)]) await add(relative, null);
  return { files, folders: [...new Set(written.map((one) => path.posix.dirname(one)))].filter(isWritableFolder) };
}

/** What was opened for reading before it was written, and what was written. */
function openedFiles(workspace: string, facts: RunFacts): { read: string[]; written: string[] } {
  const root = recordedRoot(facts);
  const first = new Map<string, 'r' | 'w'>();
  const written = new Set(facts.details.artifacts.map((one) => one.path));
  for (const event of facts.opens) {
    const relative = belowRoot(root, workspace, event.path);
    if (relative === undefined) continue;
    if (!first.has(relative)) first.set(relative, event.mode);
    if (event.mode === 'w') written.add(relative);
  }
  return { read: [...first].filter(([, mode]) => mode === 'r').map(([relative]) => relative), written: [...written] };
}

/** Modules that git ignores, such as a generated `_version.py`, are imported all the same, which is not told. */
function codeLeftOut({ snapshot }: RunFacts): string[] {
  return snapshot.leftOut.map((one) => one.path).filter((one) => !one.endsWith('/') && isCodeFile(one));
}

function placingOf(relative: string, written: readonly string[]): NeededFile['placing'] {
  if (isSecretFile(path.posix.basename(relative))) return 'linked';
  return written.includes(relative) ? 'copied' : 'by-size';
}

function isWritableFolder(folder: string): boolean {
  return folder !== '.' && isSafePath(folder, process.platform);
}

async function findSource(
  workspace: string,
  relative: string,
  digest: string | null,
  copies: ArtifactCopies,
): Promise<DataSource | null> {
  const file = path.join(workspace, ...relative.split('/'));
  const isThere = statFile(file)?.isFile() === true;
  if (digest === null) return isThere ? { kind: 'workspace', file } : null;
  if (isThere && (await hashOf(file)) === digest) return { kind: 'workspace', file };
  if (hasObject(workspace, digest)) return { kind: 'object', object: digest };
  const copy = await copies.find(digest);
  return copy === undefined ? null : { kind: 'copy', file: copy };
}

/** Copies of what runs wrote: one run's output is another's input. Looked through when something is missing. */
class ArtifactCopies {
  private known: Promise<Map<string, string[]>> | undefined;

  constructor(private readonly workspace: string) {}

  async find(digest: string): Promise<string | undefined> {
    this.known ??= this.read();
    for (const file of (await this.known).get(digest) ?? []) if ((await hashOf(file)) === digest) return file;
    return undefined;
  }

  private async read(): Promise<Map<string, string[]>> {
    const files = new Map<string, string[]>();
    for (const { id } of await listRuns(this.workspace)) {
      const folder = runDir(this.workspace, id);
      const reading = new EventFollower(folder, true).poll((event) => {
        if (event.e !== 'art' || event.copy === undefined || !isSafePath(event.copy, process.platform)) return;
        files.set(event.digest, [...(files.get(event.digest) ?? []), path.join(folder, event.copy)]);
      });
      await reading.catch(() => undefined);
    }
    return files;
  }
}

/** `undefined` for what cannot be read. */
export function hashOf(file: string): Promise<string | undefined> {
  return hashFile(file).catch(() => undefined);
}
