import path from 'node:path';
import { isSkippedPath } from '../common/fileKinds';
import { forEach } from '../common/forEach';
import { relativeToWorkspace } from '../common/workspaceFolder';
import { describeEnvironment } from './facts/runEnvironment';
import { readGitState } from './gitState';
import { findNvidiaSmi, listGpus } from './machine/nvidiaSmi';
import { writeManifest } from '../common/snapshots/manifestJson';
import { SnapshotCache } from '../common/snapshots/snapshotCache';
import { isBehindLink, isSameFile, type ReadFile, readNow } from '../common/snapshots/snapshotFile';
import type { LeftOutFile, SnapshotFile, SnapshotManifest } from '../protocol/snapshotManifest';
import { isSecretFile, isSnapshotFile } from '../common/snapshots/snapshotRules';
import { SnapshotStore } from '../common/snapshots/snapshotStore';
import { SnapshotWalk, type WalkResult } from '../common/snapshots/snapshotWalk';
import { statFile } from '../common/statFile';
import { SnapshotMarks } from './snapshotMarks';
import type { RunSpecification } from './specification';
import type { OpenEvent } from '../protocol/trainingEvents';
import { filesOnCommandLine } from './trainingCommand';

/** How long the training waits for all files to be looked at; the rest is looked at while it runs. */
const WALK_LIMIT_MS = 80;
/** Code and configuration named by the command that is read before the start. */
const MAX_NAMED_FILES = 16;
/** Files that are stored at once. */
const AT_ONCE = 8;
/** How often marks are written while the training runs: a manifest may have 1 MB. */
const MARKS_MS = 5_000;

/**
 * The plain code snapshot of a run. Before the training starts the files that its command names are read, and all others
 * looked at; they are read and stored while it runs. What changed meanwhile is marked as uncertain. What a tracker saw
 * the training read or import is marked as used, a few seconds later, so that it is there even if the recorder is killed.
 */
export class Snapshot {
  private readonly named: ReadonlyMap<string, ReadFile>;
  private readonly walk: SnapshotWalk;
  private readonly marks: SnapshotMarks;
  private readonly times = new Map<string, number>();
  private manifest: SnapshotManifest | undefined;
  private store: SnapshotStore | undefined;
  private markedAt = 0;
  private marking: Promise<void> = Promise.resolve();
  private writing: Promise<void> = Promise.resolve();

  /**
   * Does what the training waits for, and never throws. `since` is the time now by the clock of the file system, in ms
   * since 1970; `script` the absolute path of the script.
   */
  constructor(
    private readonly specification: RunSpecification,
    private readonly runDir: string,
    private readonly script: string | undefined,
    private readonly since: number,
  ) {
    this.marks = new SnapshotMarks(specification.root);
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
    const store = new SnapshotStore(workspace, root, cache, this.since);
    const stored = await this.storeFiles(walk, store);
    const environment = describeEnvironment(this.specification);
    if (findNvidiaSmi() === undefined) environment.gpus = [];
    this.manifest = { version: 1, createdAt: Date.now(), git, environment, ...stored };
    this.store = store;
    await this.writeManifest();
    // Without it the next snapshot takes longer, that is all.
    await cache?.write().catch(() => undefined);
  }

  /** Adds to the manifest what may take seconds to learn. Rejects as `fs` does. */
  async complete(): Promise<void> {
    const { manifest } = this;
    if (manifest === undefined || manifest.environment.gpus !== null) return;
    Object.assign(manifest.environment, await listGpus());
    await this.writeManifest();
  }

  /** Hears of a file that the training opened or imported. */
  opened(event: OpenEvent): void {
    this.marks.opened(event);
  }

  /**
   * Writes the marks of what was heard, once the snapshot is stored: every few seconds, and at the `last` call. Rejects as
   * `fs` does.
   */
  mark(last = false): Promise<void> {
    if (!last && Date.now() - this.markedAt < MARKS_MS) return this.marking;
    this.markedAt = Date.now();
    const write = (): Promise<void> => this.writeMarks();
    this.marking = this.marking.then(write, write);
    return this.marking;
  }

  private async writeMarks(): Promise<void> {
    const { manifest, store } = this;
    if (manifest === undefined || store === undefined) return;
    const begins = manifest.marked !== true && !this.specification.off.includes('opens');
    if (begins) manifest.marked = true;
    const changed = await this.marks.apply(manifest, this.times, store);
    if (changed || begins) await this.writeManifest();
  }

  private async storeFiles(
    walk: WalkResult,
    store: SnapshotStore,
  ): Promise<Pick<SnapshotManifest, 'files' | 'leftOut' | 'leftOutTotal'>> {
    const files: SnapshotFile[] = [];
    // What was run is kept even where `.gitignore` names it, and as it was read before the start.
    const leftOut = walk.leftOut.filter((file) => !this.named.has(file.path));
    const unlisted = walk.leftOutTotal - walk.leftOut.length;
    const take = (result: SnapshotFile | LeftOutFile): void => {
      if ('reason' in result) leftOut.push(result);
      else files.push(result);
    };
    for (const [relative, read] of this.named) {
      this.times.set(relative, read.stat.mtimeMs);
      const kept = await store.keepRead(relative, read, this.changedSince(relative, read));
      take('object' in kept && this.isScript(relative) ? { ...kept, used: true } : kept);
    }
    const others = walk.files.filter((file) => !this.named.has(file.path));
    for (const { path: relative, stat } of others) this.times.set(relative, stat.mtimeMs);
    await forEach(others, AT_ONCE, async (file) => take(await store.keep(file)));
    const total = unlisted === 0 ? {} : { leftOutTotal: leftOut.length + unlisted };
    return { files: files.sort(byPath), leftOut: leftOut.sort(byPath), ...total };
  }

  /** Whether a file was edited after it was read: what the training read may be either. */
  private changedSince(relative: string, { stat }: ReadFile): boolean {
    const now = statFile(path.join(this.specification.root, relative));
    return now === undefined || !isSameFile(now, stat);
  }

  private isScript(relative: string): boolean {
    return this.script !== undefined && relative === relativeToWorkspace(this.specification.root, this.script);
  }

  /** Writes the manifest as it is by then; one write follows the other. */
  private writeManifest(): Promise<void> {
    const write = async (): Promise<void> => {
      if (this.manifest !== undefined) await writeManifest(this.runDir, this.manifest);
    };
    this.writing = this.writing.then(write, write);
    return this.writing;
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
    const read = isBehindLink(root, relative) ? undefined : readNow(file);
    if (read !== undefined) named.set(relative, read);
  }
  return named;
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : 1;
}
