import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import type { Run, RunId } from '../protocol/entities';
import type { ChangeEvent } from '../protocol/storeApi';
import type { ErrorBoundary } from '../platform/errorBoundary';
import type { RunTarget } from '../platform/commands';
import { isLive } from '../platform/runRows';
import { NodeTree, type TreeNode } from '../platform/tree';
import { createTreeView } from '../platform/views';
import type { StoreRegistry } from '../store/registry';
import { RunListing } from './runListing';
import { RunNode, type RunContents } from './runNodes';

/** Makes the rows below a run that show its code. */
export type CodeRows = (run: RunTarget & { name: string }, parent: TreeNode) => Promise<TreeNode[]>;

const AGE_REFRESH_MS = 60_000;

/** The Runs view: pages of runs, newest first, with the runs inside them, kept live by the store's change events. */
export class RunsTree implements Disposable {
  private readonly disposables = new DisposableStore();
  /** By folder, and by the run that they are inside of. */
  private readonly listings = new Map<string, RunListing>();
  private readonly tree: NodeTree = this.disposables.add(
    new NodeTree((folder, row) => this.rows(this.top(folder, row))),
  );
  readonly view = this.disposables.add(createTreeView('trialbook.runs', this.tree, { canSelectMany: true }));

  constructor(
    private readonly stores: StoreRegistry,
    private readonly errors: ErrorBoundary,
    private readonly codeRows: CodeRows,
  ) {
    const ages = setInterval(() => this.view.visible && this.tree.refresh(), AGE_REFRESH_MS);
    this.disposables.add({ dispose: () => clearInterval(ages) });
  }

  /** The runs that are selected in the view. */
  get selected(): RunNode[] {
    return this.view.selection.filter((node) => node instanceof RunNode);
  }

  /** Reads everything again. */
  reload(): void {
    this.listings.clear();
    this.tree.refresh();
  }

  /** Redraws the rows of changed runs; only where a run came or went is the list read again. */
  async applyChange(folder: string, change: ChangeEvent): Promise<void> {
    if (!this.top(folder).isLoaded) return this.tree.refresh();
    const stale = new Set<RunId | null>();
    for (const { runId, parent = null, removed } of change.runs) {
      const holder = this.holderOf(folder, runId);
      if (removed === true) {
        stale.add(holder?.parent ?? null);
        this.listings.delete(keyOf(folder, runId));
      } else if (holder?.parent === parent) {
        await this.redraw(folder, runId);
      } else {
        // It is new, or its parent came or went.
        for (const list of holder === undefined ? [parent] : [parent, holder.parent]) stale.add(list);
      }
    }
    await this.reloadLists(folder, stale);
    await this.updateBadge();
  }

  /** Loads a further page below those that are shown. */
  loadMore(folder: string, parent: RunId | null): void {
    this.listings.get(keyOf(folder, parent))?.loadMore();
    this.tree.refresh(parent === null ? undefined : this.holderOf(folder, parent)?.find(parent));
  }

  /** Selects a run in the view, loading pages until it is there. */
  async reveal(folder: string, runId: RunId): Promise<void> {
    const node = await this.reach(folder, runId);
    if (node !== undefined) await this.view.reveal(node, { select: true, focus: true, expand: true });
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private async reach(folder: string, runId: RunId): Promise<RunNode | undefined> {
    const run = await this.stores.get(folder).request('getRun', { runId });
    if (run === null) return undefined;
    const parent = run.parent === null ? undefined : await this.reach(folder, run.parent);
    const listing = parent === undefined ? this.top(folder) : this.inside(parent);
    const before = listing.nodes.length;
    const node = await listing.reach(runId);
    if (listing.nodes.length > before) this.tree.refresh(parent);
    return node;
  }

  /** Has lists read again, each named by the run that it is inside of, and their rows drawn. */
  private async reloadLists(folder: string, parents: ReadonlySet<RunId | null>): Promise<void> {
    for (const parent of parents) this.listings.get(keyOf(folder, parent))?.reload();
    // The row of a run tells how many are inside it.
    for (const parent of parents) if (parent !== null) await this.redraw(folder, parent);
    if (parents.has(null)) this.tree.refresh();
  }

  private async redraw(folder: string, runId: RunId): Promise<void> {
    const node = this.holderOf(folder, runId)?.find(runId);
    const run = node && (await this.stores.get(folder).request('getRun', { runId }));
    if (node === undefined || run === null || run === undefined) return;
    node.run = run;
    this.tree.refresh(node);
  }

  /** The list that shows a run. */
  private holderOf(folder: string, runId: RunId): RunListing | undefined {
    return [...this.listings.values()].find((one) => one.folder === folder && one.find(runId) !== undefined);
  }

  private async rows(listing: RunListing): Promise<TreeNode[]> {
    try {
      return await listing.rows();
    } catch (error) {
      this.errors.report('trialbook.runs', error);
      return [];
    }
  }

  private top(folder: string, row: TreeNode | undefined = this.tree.rowOf(folder)): RunListing {
    return this.listing(folder, null, row);
  }

  private inside(run: RunNode): RunListing {
    return this.listing(run.folder, run.runId, run.innerRunsRow);
  }

  private listing(folder: string, parent: RunId | null, row: TreeNode | undefined): RunListing {
    const present = this.listings.get(keyOf(folder, parent));
    if (present !== undefined) return present;
    const contents: RunContents = {
      detail: (runId) => this.stores.get(folder).request('getRun', { runId }),
      codeRows: (node) => this.codeRows({ folder, runId: node.runId, name: node.run.name }, node),
      innerRuns: (run) => this.rows(this.inside(run)),
    };
    const makeNode = (run: Run): RunNode => new RunNode(folder, run, row, contents);
    const listing = new RunListing(this.stores, folder, parent, makeNode, row);
    this.listings.set(keyOf(folder, parent), listing);
    return listing;
  }

  /** A training counts once, however many runs are inside it. */
  private async updateBadge(): Promise<void> {
    const tops = [...this.listings.values()].filter(({ parent, isLoaded }) => parent === null && isLoaded);
    await Promise.all(tops.map((listing) => this.rows(listing)));
    const live = tops.flatMap(({ nodes }) => nodes).filter(({ run }) => isLive(run.status)).length;
    this.view.badge = live === 0 ? undefined : { value: live, tooltip: vscode.l10n.t('Runs in training: {0}', live) };
  }
}

function keyOf(folder: string, parent: RunId | null): string {
  return `${folder}|${parent ?? ''}`;
}
