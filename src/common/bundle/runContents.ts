/** What belongs to a run on the disk: the files of its folder, and the objects that its snapshot names. */
import { lstat, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { besideOf } from '../atomicFile';
import { errorCode } from '../errors';
import { readManifestJson } from '../snapshots/manifestJson';
import { CONTROL_FILE, EDITS_FILE, isEventFile, PACKAGES_FILE, SNAPSHOT_FILE } from '../workspaceFolder';

export interface RunFile {
  /** Relative to the run folder, with `/`. */
  path: string;
  /** Bytes that were there when it was looked at; of event files those up to the last complete line. */
  size: number;
  /** ms since 1970. */
  mtime: number;
}

export interface RunContents {
  files: RunFile[];
  /** Links and whatever else is no plain file: relative to the run folder, with `/`. */
  leftOut: string[];
}

/** Deep enough for anybody, and an end for a folder that holds itself. */
const MAX_DEPTH = 32;
const BLOCK = 64 * 1024;
/** Made anew for each workspace. */
const NOT_CARRIED = new Set([CONTROL_FILE, EDITS_FILE]);
/** Not whole yet. */
const UNFINISHED = [SNAPSHOT_FILE, PACKAGES_FILE].map(besideOf);

/** Lists the files of a run folder, as long as they are now. Rejects as `fs` does. */
export async function listRunFiles(runDir: string): Promise<RunContents> {
  const contents: RunContents = { files: [], leftOut: [] };
  await walk(runDir, '', 0, contents);
  return contents;
}

async function walk(runDir: string, folder: string, depth: number, into: RunContents): Promise<void> {
  for (const name of (await readdir(path.join(runDir, folder))).sort()) {
    const relative = folder === '' ? name : `${folder}/${name}`;
    if (NOT_CARRIED.has(relative) || UNFINISHED.some((start) => relative.startsWith(start))) continue;
    const file = path.join(runDir, relative);
    const stat = await lstat(file).catch(() => undefined);
    if (stat?.isDirectory() === true && depth < MAX_DEPTH) await walk(runDir, relative, depth + 1, into);
    else if (stat?.isFile() !== true) into.leftOut.push(relative);
    else {
      const size = folder === '' && isEventFile(name) ? await sizeInLines(file, stat.size) : stat.size;
      into.files.push({ path: relative, size, mtime: stat.mtimeMs });
    }
  }
}

/** Bytes up to the last newline: a line without one is not data yet. */
async function sizeInLines(file: string, size: number): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const block = Buffer.alloc(BLOCK);
    for (let end = size; end > 0; end -= BLOCK) {
      const start = Math.max(0, end - BLOCK);
      const { bytesRead } = await handle.read(block, 0, end - start, start);
      const newline = block.subarray(0, bytesRead).lastIndexOf('\n');
      if (newline !== -1) return start + newline + 1;
    }
    return 0;
  } finally {
    await handle.close();
  }
}

/** The digests that the snapshot of a run names; none where there is no snapshot that can be read. Rejects as `fs` does. */
export async function snapshotObjects(runDir: string): Promise<Set<string>> {
  const digests = new Set<string>();
  try {
    const { files } = ((await readManifestJson(runDir)) ?? {}) as { files?: unknown };
    for (const one of Array.isArray(files) ? (files as unknown[]) : []) {
      const { object } = (one ?? {}) as { object?: unknown };
      if (typeof object === 'string' && /^[0-9a-f]{64}$/.test(object)) digests.add(object);
    }
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  return digests;
}
