import path from 'node:path';
import { putFile } from '../common/atomicFile';
import { isSkippedPath } from '../common/fileKinds';
import { relativeToWorkspace, SNAPSHOT_FILE } from '../common/workspaceFolder';
import { describeEnvironment } from './facts/runEnvironment';
import { readGitState } from './gitState';
import { findNvidiaSmi, listGpus } from './machine/nvidiaSmi';
import { SnapshotCache } from '../common/snapshots/snapshotCache';
import { isSameFile, type ReadFile, readNow } from '../common/snapshots/snapshotFile';
import type { LeftOutFile, SnapshotFile, SnapshotManifest } from '../protocol/snapshotManifest';
import { isSecretFile, isSnapshotFile } from '../common/snapshots/snapshotRules';
import { SnapshotStore } from '../common/snapshots/snapshotStore';
import { SnapshotWalk, type WalkResult } from '../common/snapshots/snapshotWalk';
import { statFile } from '../common/statFile';
import type { RunSpecification } from './specification';
import { filesOnCommandLine } from './trainingCommand';

/** How long the training waits for all files to be looked at; the rest is looked at while it runs. */
const WALK_LIMIT_MS = 80;
/** Code and configuration named by the command that is read before the start. */
const MAX_NAMED_FILES = 16;
/** Files that are stored at once. */
const AT_ONCE = 8;

/**
 * The plain code snapshot of a run. Before the training starts the files that its command names are read, and all others
 * looked at; they are read and stored while it runs. What changed meanwhile is marked as uncertain.
 */
export class Snapshot {
  private readonly named: ReadonlyMap<string, ReadFile>;
  private readonly walk: SnapshotWalk;
  private manifest: SnapshotManifest | undefined;

  /**
   * Does what the training waits for, and never throws. `since` is the time now by the clock of the file system, in ms
   * since 1970; `script` the absolute path of the script.
   */
  constructor(
    private readonly specification: RunSpecification,
    private readonly runDir: string,
    script: string | undefined,
    private readonly since: number,
  ) {
    this.named = readNamedFiles(specification, script);
    this.walk = new SnapshotWalk(specification.root);
    this.walk.advance(WALK_LIMIT_MS);
  }

  /** Stores all files and writes the manifest. Rejects as `fs` does, on a full disk for instance. */
  async capture(): Promise<void> {
    const { workspace, root } = this.specification;
    const [git, walk, cache] = await Promise.all([
      readGitState(root),
      this.walk.finish(),
      // It speaks of the workspace's own files.
      root === workspace ? SnapshotCache.read(workspace) : undefined,
    ]);
    const { files, leftOut } = await this.storeFiles(walk, cache);
    const environment = describeEnvironment(this.specification);
    if (findNvidiaSmi() === undefined) environment.gpus = [];
    this.manifest = { version: 1, createdAt: Date.now(), git, environment, files, leftOut };
    await this.writeManifest(this.manifest);
    // Without it the next snapshot takes longer, that is all.
    await cache?.write().catch(() => undefined);
  }

  /** Adds to the manifest what may take seconds to learn. Rejects as `fs` does. */
  async complete(): Promise<void> {
    const { manifest } = this;
    if (manifest === undefined || manifest.environment.gpus !== null) return;
    await this.writeManifest({ ...manifest, environment: { ...manifest.environment, ...(await listGpus()) } });
  }

  private async storeFiles(
    walk: WalkResult,
    cache: SnapshotCache | undefined,
  ): Promise<Pick<SnapshotManifest, 'files' | 'leftOut'>> {
    const store = new SnapshotStore(this.specification.workspace, this.specification.root, cache, this.since);
    const files: SnapshotFile[] = [];
    // What was run is kept even where `.gitignore` names it, and as it was read before the start.
    const leftOut = walk.leftOut.filter((file) => !this.named.has(file.path));
    const take = (result: SnapshotFile | LeftOutFile): void => {
      if ('reason' in result) leftOut.push(result);
      else files.push(result);
    };
    for (const [relative, read] of this.named)
      take(await store.keepRead(relative, read, this.changedSince(relative, read)));
    const others = walk.files.filter((file) => !this.named.has(file.path));
    await forEach(others, AT_ONCE, async (file) => take(await store.keep(file)));
    return { files: files.sort(byPath), leftOut: leftOut.sort(byPath) };
  }

  /** Whether a file was edited after it was read: what the training read may be either. */
  private changedSince(relative: string, { stat }: ReadFile): boolean {
    const now = statFile(path.join(this.specification.root, relative));
    return now === undefined || !isSameFile(now, stat);
  }

  private writeManifest(manifest: SnapshotManifest): Promise<void> {
    return putFile(path.join(this.runDir, SNAPSHOT_FILE), JSON.stringify(manifest, undefined, 1));
  }
}

/** Reads the script, and other code and configuration that the command names. */
function readNamedFiles(specification: RunSpecification, script: string | undefined): Map<string, ReadFile> {
  const { command, cwd, root } = specification;
  const named = new Map<string, ReadFile>();
  for (const file of new Set([...(script === undefined ? [] : [script]), ...filesOnCommandLine(command, cwd)])) {
    const relative = relativeToWorkspace(root, file);
    if (relative === undefined || isSecretFile(path.basename(file)) || named.size >= MAX_NAMED_FILES) continue;
    if (file !== script && (!isSnapshotFile(relative) || isSkippedPath(relative))) continue;
    const read = readNow(file);
    if (read !== undefined) named.set(relative, read);
  }
  return named;
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : 1;
}

/** Calls `work` for every item, for so many at once. Rejects with the first failure. */
async function forEach<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
