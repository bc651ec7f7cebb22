import { closeSync, fstatSync, openSync, rmSync } from 'node:fs';
import { inodeOf, isInPlace, readHeaderFrom, type FileHeader } from './storageFiles';

/**
 * A database file that SQLite works on, watched for what other programs do to it. SQLite itself goes on with a file that
 * was renamed or removed, and with one whose content was exchanged.
 */
export class WatchedFile {
  private readonly inode: string;
  private readonly logInode: string;
  /** Held open: closing one end of a file drops all locks that its process has on it, those of SQLite too. */
  private readonly descriptor: number;
  private last: FileHeader | undefined;

  /** Begins when SQLite has opened the file and its log. Throws as `fs` does. */
  constructor(private readonly file: string) {
    this.inode = inodeOf(file);
    this.logInode = inodeOf(logOf(file));
    this.descriptor = openSync(file, 'r');
    this.last = readHeaderFrom(this.descriptor);
  }

  /** Whether the path leads to it still and nobody wrote into it but SQLite, as far as its header tells. */
  isIntact(): boolean {
    if (!isInPlace(this.file, this.inode)) return false;
    const header = readHeaderFrom(this.descriptor);
    if (header === undefined) return this.last === undefined;
    const isOlder = header.changes < (this.last?.changes ?? 0);
    if (!header.isDatabase || isOlder || header.bytes > fstatSync(this.descriptor).size) return false;
    this.last = header;
    return true;
  }

  /**
   * Ends when SQLite has closed the file. The log of a file that is gone goes too: SQLite would take it for that of the
   * file now in its place. Another process that still has the old file open keeps the log that it has open.
   */
  close(): void {
    closeSync(this.descriptor);
    if (isInPlace(this.file, this.inode) || inodeOf(logOf(this.file)) !== this.logInode) return;
    for (const suffix of ['-wal', '-shm']) rmSync(this.file + suffix, { force: true });
  }
}

function logOf(file: string): string {
  return `${file}-wal`;
}
