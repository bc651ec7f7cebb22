import { stat } from 'node:fs/promises';
import { hashFile } from '../common/hashing';

/** A file as it was when its hash was taken. */
export interface HashedFile {
  size: number;
  digest: string;
  /** ms since 1970. */
  mtime: number;
  /** It changed while it was read. */
  changed: boolean;
}

/** Hashes files one after the other, whatever their size, so that a run's files never compete with it for the disk. */
export class FileHasher {
  private last: Promise<void> = Promise.resolve();

  /**
   * Calls back with the file's hash; not at all when the file is gone, no plain file, or cannot be read. A function is
   * called for the file's path when its turn has come.
   */
  add(file: string | (() => Promise<string>), onHashed: (hashed: HashedFile) => void): void {
    this.last = this.last.then(async () => {
      try {
        const hashed = await hashStable(typeof file === 'string' ? file : await file());
        if (hashed !== undefined) onHashed(hashed);
      } catch {
        // Gone, or not to be read.
      }
    });
  }

  /** Resolves once all that was added so far is hashed. */
  idle(): Promise<void> {
    return this.last;
  }
}

async function hashStable(file: string): Promise<HashedFile | undefined> {
  const before = await stat(file);
  if (!before.isFile()) return undefined;
  const digest = await hashFile(file);
  const after = await stat(file);
  const changed = before.size !== after.size || before.mtimeMs !== after.mtimeMs;
  return { size: after.size, digest, mtime: after.mtimeMs, changed };
}
