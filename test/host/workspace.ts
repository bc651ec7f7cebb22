import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FOLDER_NAME } from '../../src/common/workspaceFolder';
import { ROOT } from './paths';

/** The example that tests, the demo and the README use. */
export const PENGUINS = path.join(ROOT, 'examples', 'penguins');

/** Folders of one test, removed together. */
export interface TemporaryWorkspace {
  /** Copies of the sources, in their order. */
  folders: string[];
  /** A workspace of all folders, when there are several. */
  workspaceFile?: string;
  remove(): Promise<void>;
}

/** Copies a folder, without the runs that someone may have recorded in it. */
export async function copyFolder(source: string, target: string): Promise<void> {
  await cp(source, target, { recursive: true, filter: (file) => path.basename(file) !== FOLDER_NAME });
}

/** The line of `if __name__ == …`, from 1: the lenses are above it, and are drawn only while it is in sight. */
export async function findMainLine(script: string): Promise<number> {
  const lines = (await readFile(script, 'utf8')).split('\n');
  return lines.findIndex((line) => line.startsWith('if __name__')) + 1;
}

/** Copies folders to a temporary place. */
export async function copyWorkspace(...sources: string[]): Promise<TemporaryWorkspace> {
  const root = await mkdtemp(path.join(tmpdir(), 'trialbook-workspace-'));
  const folders: string[] = [];
  for (const source of sources) {
    const name = path.basename(source);
    const folder = path.join(
      root,
      folders.some((one) => path.basename(one) === name) ? `${name}-${folders.length}` : name,
    );
    await copyFolder(source, folder);
    folders.push(folder);
  }
  // A recorder that was left running may still write for a moment.
  const remove = (): Promise<void> => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  if (folders.length < 2) return { folders, remove };
  const workspaceFile = path.join(root, 'several.code-workspace');
  await writeFile(
    workspaceFile,
    JSON.stringify({ folders: folders.map((folder) => ({ path: path.basename(folder) })) }),
  );
  return { folders, workspaceFile, remove };
}
