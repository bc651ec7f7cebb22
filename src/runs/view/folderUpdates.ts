import type { RunId } from '../../protocol/entities';
import type { RunChange } from '../../protocol/storeApi';
import type { TreeNode } from '../../platform/tree';
import type { StoreClient } from '../../store/client';
import type { FolderRuns } from './folderRuns';
import { readRuns } from './runsById';

/** How often lists are read again at most: what they show of their runs is newer. */
const LISTS_MS = 1_000;
/** How often in a row the lists are read in vain before the user is told. */
const MOST_TRIES = 3;

/** Keeps the rows of a folder live: the row of a changed run is redrawn, lists are read only where a run came, went or moved. */
export class FolderUpdates {
  /** Runs that are in no list that is loaded, after these were read. */
  private readonly elsewhere = new Set<RunId>();
  private readonly staleInside = new Set<RunId>();
  private isTopStale = false;
  /** What rows show may be older than what the store holds. */
  private areRowsStale = false;
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;
  private readAt = 0;

  constructor(
    private readonly runs: FolderRuns,
    private readonly store: () => StoreClient,
    /** Draws rows again; `undefined` stands for all. */
    private readonly draw: (rows: readonly (TreeNode | undefined)[]) => void,
    /** Does something, and tells the user when it fails. */
    private readonly guard: (work: () => Promise<void>) => void,
  ) {}

  dispose(): void {
    clearTimeout(this.timer);
  }

  /** Takes in what a store says that changed. */
  async apply(changes: readonly RunChange[]): Promise<void> {
    for (const { runId } of changes.filter(({ removed }) => removed === true)) this.remove(runId);
    const known: RunId[] = [];
    for (const { runId, parent, removed } of changes) {
      if (removed === true) continue;
      if (this.isKnown(runId)) known.push(runId);
      else this.appear(runId, parent);
    }
    try {
      await this.refresh(known);
    } catch {
      // A store that does not answer may have crashed, and begins anew: all is read again then.
      this.areRowsStale = true;
    }
    this.schedule();
  }

  /** Has all that is loaded read again soon. */
  reload(): void {
    this.areRowsStale = true;
    this.schedule();
  }

  private isKnown(runId: RunId): boolean {
    return this.runs.nodesOf(runId).length > 0 || this.runs.groupOf(runId) !== undefined;
  }

  private remove(runId: RunId): void {
    this.elsewhere.delete(runId);
    const above = this.runs.nodesOf(runId).flatMap(({ run }) => run.parent ?? []);
    for (const parent of above) this.staleInside.add(parent);
    this.isTopStale = true;
  }

  /** Of a run that no list shows: it is new, or on a page that is not loaded. */
  private appear(runId: RunId, parent: RunId | undefined): void {
    const isNew = !this.elsewhere.has(runId);
    this.elsewhere.add(runId);
    if (parent !== undefined && isNew) this.staleInside.add(parent);
    if (this.runs.isVolatile || (isNew && parent === undefined)) this.isTopStale = true;
  }

  private async refresh(known: readonly RunId[]): Promise<void> {
    if (known.length === 0) return;
    const found = await readRuns(this.store(), known);
    if (found.length < known.length) this.isTopStale = true;
    const updated = await this.runs.update(found);
    if (updated.some(({ moved }) => moved)) this.isTopStale = true;
    if (found.some((run) => this.runs.isMisplaced(run)) || this.runs.disagrees) this.isTopStale = true;
    this.draw(updated.map(({ node }) => node));
  }

  private schedule(): void {
    if (!this.isTopStale && !this.areRowsStale && this.staleInside.size === 0) return;
    this.timer ??= setTimeout(
      () => this.guard(() => this.readStale()),
      Math.max(0, this.readAt + LISTS_MS - Date.now()),
    );
  }

  private async readStale(): Promise<void> {
    // What changes from here on is read next time.
    this.timer = undefined;
    this.readAt = Date.now();
    const stale = { inside: [...this.staleInside], top: this.isTopStale, rows: this.areRowsStale };
    this.staleInside.clear();
    this.isTopStale = this.areRowsStale = false;
    try {
      if (stale.rows) {
        await this.runs.reloadAll();
        this.draw([undefined]);
      } else this.draw(await this.readLists(stale.inside, stale.top));
      this.failures = 0;
    } catch (error) {
      this.areRowsStale = true;
      this.failures += 1;
      if (this.failures < MOST_TRIES) return this.schedule();
      this.failures = 0;
      throw error;
    }
  }

  private async readLists(inside: readonly RunId[], top: boolean): Promise<(TreeNode | undefined)[]> {
    const rows: (TreeNode | undefined)[] = [];
    for (const parent of inside) rows.push(...(await this.runs.reloadInside(parent)));
    if (top) rows.push(...(await this.runs.reloadTop()));
    // Their rows tell how many are inside.
    await this.refresh(inside.filter((runId) => this.isKnown(runId)));
    return rows;
  }
}
