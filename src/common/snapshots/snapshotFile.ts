/** Reads files for a snapshot, and tells whether they are still what they were. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../errors';
import type { LeftOutFile } from '../../protocol/snapshotManifest';
import { MAX_SNAPSHOT_FILE } from './snapshotRules';
import type { FileStat } from './snapshotWalk';

export interface ReadFile {
  content: Buffer;
  /** As it was once the content had been read. */
  stat: FileStat;
}

/**
 * Where a file became a link since it was seen, what it points to is not read, and where it became a pipe nobody waits for
 * its writer. Windows has no such flags.
 */
const CAREFULLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Reads a file at once; `undefined` for what is no plain file, too large, or cannot be read. */
export function readNow(file: string): ReadFile | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(file, CAREFULLY);
    const before = fstatSync(fd);
    if (!before.isFile() || before.size > MAX_SNAPSHOT_FILE) return undefined;
    const content = readFileSync(fd);
    return { content, stat: fstatSync(fd) };
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Reads a file in the background, or says why a snapshot leaves it out. Never rejects. */
export async function readLater(file: string): Promise<ReadFile | LeftOutFile['reason']> {
  try {
    const handle = await open(file, CAREFULLY);
    try {
      const before = await handle.stat();
      if (!before.isFile()) return 'unreadable';
      if (before.size > MAX_SNAPSHOT_FILE) return 'too-large';
      const content = await handle.readFile();
      return { content, stat: await handle.stat() };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return errorCode(error) === 'ELOOP' ? 'link' : 'unreadable';
  }
}

/**
 * Whether a folder between `root` and a file, whose path is relative to it, is a link. What lies behind it may be anywhere:
 * no snapshot follows it, nor what cannot be looked at.
 */
export function isBehindLink(root: string, relative: string): boolean {
  try {
    for (let folder = path.dirname(relative); folder !== '.'; folder = path.dirname(folder)) {
      if (lstatSync(path.join(root, folder)).isSymbolicLink()) return true;
    }
    return false;
  } catch {
    return true;
  }
}

/** Whether a file has the same content at two times, as far as the file system tells. */
export function isSameFile(a: FileStat, b: FileStat): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.ino === b.ino;
}
