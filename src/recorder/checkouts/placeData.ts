/** Makes the data of a run available below the code that is run again. */
import { constants, copyFile, link, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readObject } from '../../common/objectStore';
import { statFile } from '../../common/statFile';
import type { DataSource, NeededData, NeededFile } from './neededData';
import { hashOf } from './neededData';

/** Smaller files are copied, so that a script may write to them; bytes. */
const COPIED_BELOW = 64 * 1024 * 1024;

/** A file of the workspace that a checkout leads to. */
export interface LinkedFile {
  path: string;
  file: string;
  size: number;
  mtimeMs: number;
  digest: string | null;
}

/** Data whose content is not what the run read. */
export interface OtherData {
  path: string;
  /** Of the content that the run read, and of what stands in for it; `null` where there is none. */
  before: string;
  now: string | null;
}

/** What of the data is not as it was, before anything is placed. */
export async function findOtherData(workspace: string, data: NeededData): Promise<OtherData[]> {
  const other: OtherData[] = [];
  for (const { path: relative, digest, source } of data.files) {
    if (digest === null || source !== null) continue;
    const now = (await hashOf(path.join(workspace, ...relative.split('/')))) ?? null;
    other.push({ path: relative, before: digest, now });
  }
  return other;
}

/**
 * Puts data where the code in `root` looks for it: what is small as a copy, what is large as a link to the workspace's own
 * file. Folders are made, never linked. What is nowhere to be had as it was is taken as it is now. Rejects as `fs` does.
 */
export async function placeData(workspace: string, data: NeededData, root: string): Promise<LinkedFile[]> {
  const linked: LinkedFile[] = [];
  for (const folder of data.folders) await mkdir(path.join(root, ...folder.split('/')), { recursive: true });
  for (const needed of data.files) {
    const target = path.join(root, ...needed.path.split('/'));
    const own = path.join(workspace, ...needed.path.split('/'));
    const source = needed.source ?? { kind: 'workspace' as const, file: own };
    if (source.kind !== 'object' && statFile(source.file)?.isFile() !== true) continue;
    await mkdir(path.dirname(target), { recursive: true });
    const link = await place(workspace, needed, source, target);
    if (link !== undefined) linked.push(link);
  }
  return linked;
}

/** The linked files that are not as they were: the script wrote through its link. */
export async function findOverwritten(linked: readonly LinkedFile[]): Promise<string[]> {
  const changed: string[] = [];
  for (const { path: relative, file, size, mtimeMs, digest } of linked) {
    const now = statFile(file);
    if (now?.size === size && now.mtimeMs === mtimeMs) continue;
    if (digest === null || (await hashOf(file)) !== digest) changed.push(relative);
  }
  return changed;
}

async function place(
  workspace: string,
  needed: NeededFile,
  source: DataSource,
  target: string,
): Promise<LinkedFile | undefined> {
  if (source.kind === 'object') {
    const content = await readObject(workspace, source.object);
    await writeFile(target, typeof content === 'string' ? '' : content, { flag: 'wx' });
    return undefined;
  }
  const { file } = source;
  const stat = statFile(file);
  const size = stat?.size ?? 0;
  const isCopied = source.kind === 'copy' || needed.placing === 'copied' || size < COPIED_BELOW;
  if (isCopied && needed.placing !== 'linked') {
    await copyFile(file, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    return undefined;
  }
  await linkFile(file, target);
  return { path: needed.path, file, size, mtimeMs: stat?.mtimeMs ?? 0, digest: needed.digest };
}

/** Windows lets only some users make symbolic links; a hard link cannot leave its disk. */
async function linkFile(file: string, target: string): Promise<void> {
  try {
    await (process.platform === 'win32' ? link(file, target) : symlink(file, target));
  } catch {
    await copyFile(file, target, constants.COPYFILE_EXCL);
  }
}
