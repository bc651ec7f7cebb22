import { stat } from 'node:fs/promises';
import path from 'node:path';
import { readManifest } from '../../common/snapshots/manifestFile';
import { isRunId, runDir, SNAPSHOT_FILE } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { SnapshotManifest } from '../../protocol/snapshotManifest';
import type { Database } from '../database/database';

/** Manifests that are kept in memory; one of 5,000 files has 1 MB. */
const KEPT = 8;
/** A run inside a run inside a run … */
const MAX_DEPTH = 32;

interface Kept {
  /** What tells the file from what it was. */
  state: string;
  manifest: SnapshotManifest | undefined;
}

/** The snapshots of the runs of a workspace folder. */
export class RunSnapshots {
  /** The one used last is the last. */
  private readonly kept = new Map<RunId, Kept>();

  constructor(
    readonly workspaceDir: string,
    private readonly database: () => Database,
  ) {}

  /**
   * The snapshot of a run; of a run inside another without one of its own, that of the outer run: they share a process.
   * `undefined` where there is none that can be read.
   */
  async find(runId: RunId): Promise<SnapshotManifest | undefined> {
    for (const holder of this.withOuterRuns(runId)) {
      const manifest = await this.read(holder);
      if (manifest !== undefined) return manifest;
    }
    return undefined;
  }

  /** A run and those that it is inside of, the innermost first; none for what is no id. */
  *withOuterRuns(runId: RunId): Generator<RunId> {
    let holder: RunId | undefined = runId;
    for (let depth = 0; holder !== undefined && isRunId(holder) && depth < MAX_DEPTH; depth++) {
      yield holder;
      holder = this.parentOf(holder);
    }
  }

  private async read(runId: RunId): Promise<SnapshotManifest | undefined> {
    const folder = runDir(this.workspaceDir, runId);
    const file = await stat(path.join(folder, SNAPSHOT_FILE)).catch(() => undefined);
    if (file === undefined) return undefined;
    const state = [file.size, file.mtimeMs, file.ino].join(' ');
    const known = this.kept.get(runId);
    const kept = known?.state === state ? known : { state, manifest: await readManifest(folder) };
    this.kept.delete(runId);
    this.kept.set(runId, kept);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT && oldest !== undefined) this.kept.delete(oldest);
    return kept.manifest;
  }

  private parentOf(runId: RunId): RunId | undefined {
    const row = this.database().prepare<{ parent: RunId | null }>('SELECT parent FROM runs WHERE uid = ?').get(runId);
    return row?.parent ?? undefined;
  }
}
