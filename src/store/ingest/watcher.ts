import { type FSWatcher, existsSync, watch } from 'node:fs';
import { isRunId, runDir, runsDir, trialbookDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';

/** Watches are a scarce thing of the kernel's; runs beyond are seen by polling. */
const MOST_WATCHED_RUNS = 64;

export interface WatcherHooks {
  /** A folder on the way to `.trialbook/runs` changed. */
  folders(): void;
  /** Something changed in the folder of a run, or the folder itself. */
  run(runId: RunId): void;
}

/**
 * Watches the folder of runs and those of the live ones; never recursively. Watching is for speed alone: it fails on
 * network disks and when the kernel runs out of watches, and polling finds everything too.
 */
export class Watcher {
  private readonly roots = new Map<string, FSWatcher>();
  private readonly runs = new Map<RunId, FSWatcher>();

  constructor(
    private readonly workspaceDir: string,
    private readonly hooks: WatcherHooks,
  ) {}

  /** Watches the folder of runs or, as long as there is none, the folders in which it will appear. */
  watchRoots(): void {
    const runs = runsDir(this.workspaceDir);
    const roots = existsSync(runs)
      ? new Map([[runs, (name: string | null) => this.inRuns(name)]])
      : new Map([this.workspaceDir, trialbookDir(this.workspaceDir)].map((dir) => [dir, () => this.hooks.folders()]));
    for (const [dir, watcher] of this.roots) {
      if (roots.has(dir)) continue;
      watcher.close();
      this.roots.delete(dir);
    }
    for (const [dir, changed] of roots) this.start(this.roots, dir, dir, changed);
  }

  /** Watches the folders of these runs and no others. */
  watchRuns(runIds: Iterable<RunId>): void {
    const wanted = new Set([...runIds].slice(-MOST_WATCHED_RUNS));
    for (const runId of this.runs.keys()) if (!wanted.has(runId)) this.release(runId);
    for (const runId of wanted)
      this.start(this.runs, runId, runDir(this.workspaceDir, runId), () => this.hooks.run(runId));
  }

  /** Lets go of a run's folder: Windows does not rename one that is watched. */
  release(runId: RunId): void {
    this.runs.get(runId)?.close();
    this.runs.delete(runId);
  }

  close(): void {
    for (const watcher of [...this.roots.values(), ...this.runs.values()]) watcher.close();
    this.roots.clear();
    this.runs.clear();
  }

  private inRuns(name: string | null): void {
    if (name !== null && isRunId(name)) this.hooks.run(name);
    else this.hooks.folders();
  }

  private start(into: Map<string, FSWatcher>, key: string, dir: string, changed: (name: string | null) => void): void {
    if (into.has(key)) return;
    try {
      const watcher = watch(dir, { persistent: false }, (_, name) => changed(name));
      into.set(key, watcher);
      watcher.on('error', () => {
        watcher.close();
        if (into.get(key) === watcher) into.delete(key);
      });
    } catch {
      // Polling finds it.
    }
  }
}
