import { closeSync, existsSync, openSync, readFileSync, readSync, renameSync, statSync } from 'node:fs';
import { errorCode } from '../../common/errors';

/** Whether another program left or keeps changes beside a database that its image lacks. */
export function hasWal(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * Whether this user may write a file, if there is one: replacing it by another would get round its permissions. What
 * keeps all files of a disk or folder from being written shows when one is written.
 */
export function mayWrite(file: string): boolean {
  try {
    closeSync(openSync(file, 'r+'));
    return true;
  } catch (error) {
    return errorCode(error) !== 'EACCES' && errorCode(error) !== 'EPERM';
  }
}

/** Tells one content of a file from another without reading it; empty when there is none. */
export function identify(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino}:${stat.size}:${stat.mtimeMs}`;
}

/** Names the file behind a path, whatever its content; empty when there is none. */
export function inodeOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat === undefined ? '' : `${stat.dev}:${stat.ino}`;
}

/** Whether a path still leads to the file that it led to. */
export function isInPlace(file: string, inode: string): boolean {
  return inodeOf(file) === inode;
}

/** What the first 100 bytes of a database tell without opening it: https://sqlite.org/fileformat2.html#the_database_header */
export interface FileHeader {
  /** It begins as SQLite's files do. */
  isDatabase: boolean;
  /** Counts changes; with a log not all of them. */
  changes: number;
  userVersion: number;
  applicationId: number;
  /** Bytes that the file must have. */
  bytes: number;
}

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/** `undefined` when there is no file or it is too short. Throws as `fs` does. */
export function readHeader(file: string): FileHeader | undefined {
  if (!existsSync(file)) return undefined;
  const descriptor = openSync(file, 'r');
  try {
    return readHeaderFrom(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** `undefined` when the file is too short. Throws as `fs` does. */
export function readHeaderFrom(descriptor: number): FileHeader | undefined {
  const header = Buffer.alloc(HEADER_BYTES);
  if (readSync(descriptor, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return undefined;
  const pageBytes = header.readUInt16BE(16);
  return {
    isDatabase: header.toString('latin1', 0, MAGIC.length) === MAGIC,
    changes: header.readUInt32BE(24),
    userVersion: header.readUInt32BE(60),
    applicationId: header.readUInt32BE(68),
    bytes: (pageBytes === 1 ? 65_536 : pageBytes) * header.readUInt32BE(28),
  };
}

/**
 * An image as a database in memory can open it: one that says that it is written with a log (bytes 18 and 19 of the
 * header, 2 instead of 1) wants shared memory, which there is none of.
 */
export function withoutLog(image: Uint8Array): Uint8Array {
  if (image.length > HEADER_BYTES && image[18] === 2) image.fill(1, 18, 20);
  return image;
}

/** Renames a database that cannot be used, with what belongs to it; gives its new name. */
export function setAside(file: string): string {
  const aside = freeName(`${file}.damaged-${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`);
  renameSync(file, aside);
  for (const suffix of ['-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  return aside;
}

/** `undefined` when there is none. Throws as `fs` does. */
export function readIfThere(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The name itself or, when it is taken, one with a number. */
function freeName(wanted: string): string {
  let name = wanted;
  for (let n = 2; existsSync(name); n += 1) name = `${wanted}-${n}`;
  return name;
}
