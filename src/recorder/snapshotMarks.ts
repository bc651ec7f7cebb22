import { lstatSync } from 'node:fs';
import path from 'node:path';
import { isSkippedPath } from '../common/fileKinds';
import { isBehindLink } from '../common/snapshots/snapshotFile';
import { isSecretFile, isSnapshotFile } from '../common/snapshots/snapshotRules';
import type { SnapshotStore } from '../common/snapshots/snapshotStore';
import { relativeToWorkspace } from '../common/workspaceFolder';
import type { LeftOutFile, SnapshotFile, SnapshotManifest } from '../protocol/snapshotManifest';
import type { OpenEvent } from '../protocol/trainingEvents';

/** Python and Node round a time of the file system differently. */
const SAME_MTIME_MS = 2;
/** Files that are kept because they ran, though nothing else would have kept them. */
const MAX_ADDED = 1000;

/** What a tracker saw of a file when the training read it. */
type Reading = Pick<OpenEvent, 'size' | 'mtime'>;

/**
 * Marks the files of a snapshot that ran: those that trackers saw the training read before it wrote them. Code and
 * configuration that ran is kept even where git ignores it or the snapshot was full.
 */
export class SnapshotMarks {
  private readonly written = new Set<string>();
  private pending = new Map<string, Reading>();
  private added = 0;

  /** `root` is the folder that paths are relative to. */
  constructor(private readonly root: string) {}

  /** Hears of a file that was opened or imported. */
  opened(event: OpenEvent): void {
    const relative = relativeToWorkspace(this.root, event.path);
    if (relative === undefined) return;
    if (event.mode === 'w') this.written.add(relative);
    else if (!this.written.has(relative) && isSnapshotFile(relative)) this.pending.set(relative, event);
  }

  /**
   * Marks in a manifest what was heard since the last call; tells whether that changed it. `times`: when each file had
   * changed as it was stored, in ms since 1970. Rejects as `fs` does when a file cannot be stored.
   */
  async apply(manifest: SnapshotManifest, times: ReadonlyMap<string, number>, store: SnapshotStore): Promise<boolean> {
    const heard = this.pending;
    if (heard.size === 0) return false;
    this.pending = new Map();
    const files = new Map(manifest.files.map((file) => [file.path, file]));
    let changed = false;
    for (const [relative, reading] of heard) {
      const file = files.get(relative) ?? (await this.add(relative, manifest, store));
      if (file === undefined) continue;
      const uncertain = file.uncertain === true || differs(file, reading, times.get(relative));
      changed ||= file.used !== true || (file.uncertain === true) !== uncertain;
      file.used = true;
      if (uncertain) file.uncertain = true;
    }
    return changed;
  }

  /** Keeps a file that ran and that the snapshot lacks, unless it is secret, a link or too large. */
  private async add(
    relative: string,
    manifest: SnapshotManifest,
    store: SnapshotStore,
  ): Promise<SnapshotFile | undefined> {
    if (isSkippedPath(relative) || isSecretFile(path.posix.basename(relative)) || this.added >= MAX_ADDED)
      return undefined;
    const result = await this.keep(relative, store);
    if (result === undefined || 'reason' in result) return undefined;
    this.added += 1;
    insert(manifest.files, result);
    const listed = manifest.leftOut.findIndex((one) => one.path === relative);
    if (listed >= 0) manifest.leftOut.splice(listed, 1);
    return result;
  }

  private async keep(relative: string, store: SnapshotStore): Promise<SnapshotFile | LeftOutFile | undefined> {
    // The link is in the list of what was left out.
    if (isBehindLink(this.root, relative)) return undefined;
    try {
      const stat = lstatSync(path.join(this.root, relative));
      return stat.isFile() ? await store.keep({ path: relative, stat, late: true }) : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Whether a file was another when the training read it than when it was stored. */
function differs(file: SnapshotFile, { size, mtime }: Reading, storedTime: number | undefined): boolean {
  if (size !== undefined && size !== file.size) return true;
  return mtime !== undefined && storedTime !== undefined && Math.abs(mtime - storedTime) > SAME_MTIME_MS;
}

function insert(files: SnapshotFile[], file: SnapshotFile): void {
  const at = files.findIndex((one) => one.path > file.path);
  files.splice(at < 0 ? files.length : at, 0, file);
}
