import path from 'node:path';
import { hasObject, storeObject } from '../objectStore';
import { holdsSecret } from './secretContent';
import type { KnownContent, SnapshotCache } from './snapshotCache';
import { isSameFile, type ReadFile, readLater } from './snapshotFile';
import type { LeftOutFile, SnapshotFile } from '../../protocol/snapshotManifest';
import { MAX_SNAPSHOT_FILE } from './snapshotRules';
import type { FileStat, SeenFile } from './snapshotWalk';

/** Takes the files of one snapshot into `.trialbook/objects`, and reads none whose content is known to be there. */
export class SnapshotStore {
  /** `since` is the time when the snapshot began, by the clock of the file system, in ms since 1970. */
  constructor(
    private readonly workspaceDir: string,
    private readonly root: string,
    private readonly cache: SnapshotCache | undefined,
    private readonly since: number,
  ) {}

  /** Keeps a file as it is on the disk, or says why not. Rejects as `fs` does when it cannot be stored. */
  async keep(file: SeenFile): Promise<SnapshotFile | LeftOutFile> {
    if (file.stat.size > MAX_SNAPSHOT_FILE) return { path: file.path, reason: 'too-large' };
    const uncertain = this.mayHaveChanged(file);
    const known = this.cache?.find(file);
    if (known !== undefined && (known === 'secret' || hasObject(this.workspaceDir, known))) {
      this.cache?.remember(file.path, file.stat, known, this.since);
      return describe(file.path, file.stat, known, uncertain);
    }
    const read = await readLater(path.join(this.root, file.path));
    if (typeof read === 'string') return { path: file.path, reason: read };
    return this.keepRead(file.path, read, uncertain || !isSameFile(file.stat, read.stat));
  }

  /** Keeps a content that was read already. Rejects as `fs` does when it cannot be stored. */
  async keepRead(relative: string, read: ReadFile, uncertain = false): Promise<SnapshotFile | LeftOutFile> {
    const { content, stat } = read;
    const known = holdsSecret(relative, content) ? 'secret' : await storeObject(this.workspaceDir, content);
    if (content.length === stat.size) this.cache?.remember(relative, stat, known, this.since);
    return describe(relative, { ...stat, size: content.length }, known, uncertain);
  }

  /** A file that was first seen after the start tells by its times whether it is still as it was at the start. */
  private mayHaveChanged({ late, stat }: SeenFile): boolean {
    return late && Math.max(stat.mtimeMs, stat.ctimeMs) >= this.since;
  }
}

function describe(
  relative: string,
  stat: Pick<FileStat, 'mode' | 'size'>,
  known: KnownContent,
  uncertain: boolean,
): SnapshotFile | LeftOutFile {
  if (known === 'secret') return { path: relative, reason: 'secret' };
  const file = { path: relative, mode: stat.mode & 0o7777, size: stat.size, object: known };
  return uncertain ? { ...file, uncertain } : file;
}
