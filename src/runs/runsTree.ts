import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import type { RunId } from '../protocol/entities';
import type { ChangeEvent } from '../protocol/storeApi';
import type { ErrorBoundary } from '../platform/errorBoundary';
import { commandLink } from '../platform/commands';
import { isLive } from '../platform/runRows';
import { NodeTree, type TreeNode } from '../platform/tree';
import { createTreeView } from '../platform/views';
import type { StoreRegistry } from '../store/registry';
import { RunNode } from './runNodes';

const PAGE = 100;
const AGE_REFRESH_MS = 60_000;

/** What is loaded of one folder's runs. */
interface Listing {
  nodes: RunNode[];
  total: number;
  limit: number;
}

/** The Runs view: pages of runs, newest first, kept live by the store's change events. */
export class RunsTree implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly listings = new Map<string, Promise<Listing>>();
  private readonly tree = this.disposables.add(new NodeTree((folder, parent) => this.rows(folder, parent)));
  readonly view = this.disposables.add(createTreeView('trialbook.runs', this.tree, { canSelectMany: true }));

  constructor(
    private readonly stores: StoreRegistry,
    private readonly errors: ErrorBoundary,
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

  /** Redraws the rows of changed runs; only a run that came or went has the list read again. */
  async applyChange(folder: string, change: ChangeEvent): Promise<void> {
    const listing = await this.listings.get(folder);
    if (listing === undefined) {
      this.tree.refresh();
      return;
    }
    const known = new Map(listing.nodes.map((node) => [node.runId, node]));
    if (change.runs.some(({ runId, removed }) => removed === true || !known.has(runId))) {
      this.listings.set(folder, this.load(folder, listing.nodes[0]?.parent, listing.limit));
      this.tree.refresh();
    } else {
      for (const { runId } of change.runs) {
        const node = known.get(runId);
        const run = await this.stores.get(folder).request('getRun', { runId });
        if (node === undefined || run === null) continue;
        node.run = run;
        this.tree.refresh(node);
      }
    }
    await this.updateBadge();
  }

  /** Loads a further page below those that are shown. */
  async loadMore(folder: string): Promise<void> {
    const listing = await this.listings.get(folder);
    if (listing === undefined) return;
    this.listings.set(folder, this.load(folder, listing.nodes[0]?.parent, listing.limit + PAGE));
    this.tree.refresh();
  }

  /** Selects a run in the view, loading pages until it is there. */
  async reveal(folder: string, runId: RunId): Promise<void> {
    for (;;) {
      const node = await this.tree.find(folder, (one) => one instanceof RunNode && one.runId === runId);
      if (node !== undefined) return this.view.reveal(node, { select: true, focus: true, expand: true });
      const listing = await this.listings.get(folder);
      if (listing === undefined || listing.nodes.length >= listing.total) return;
      await this.loadMore(folder);
    }
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private async rows(folder: string, parent: TreeNode | undefined): Promise<TreeNode[]> {
    let listing = this.listings.get(folder);
    if (listing === undefined) this.listings.set(folder, (listing = this.load(folder, parent, PAGE)));
    try {
      const { nodes, total } = await listing;
      return nodes.length < total ? [...nodes, this.moreRow(folder, parent, total - nodes.length)] : nodes;
    } catch (error) {
      this.listings.delete(folder);
      this.errors.report('trialbook.runs', error);
      return [];
    }
  }

  private async load(folder: string, parent: TreeNode | undefined, limit: number): Promise<Listing> {
    const store = this.stores.get(folder);
    const before = new Map((await this.listings.get(folder)?.catch(() => undefined))?.nodes.map((n) => [n.runId, n]));
    const { runs, total } = await store.request('listRuns', { offset: 0, limit });
    const nodes = runs.map((run) => {
      const node =
        before.get(run.id) ?? new RunNode(folder, run, parent, (runId) => store.request('getRun', { runId }));
      node.run = run;
      return node;
    });
    return { nodes, total: total ?? nodes.length, limit };
  }

  private moreRow(folder: string, parent: TreeNode | undefined, hidden: number): TreeNode {
    const item = new vscode.TreeItem(vscode.l10n.t('Load older runs ({0})', hidden));
    item.iconPath = new vscode.ThemeIcon('ellipsis');
    item.command = commandLink('trialbook.loadMoreRuns', vscode.l10n.t('Load older runs'), folder);
    return { id: `${folder}|more`, parent, item: () => item };
  }

  private async updateBadge(): Promise<void> {
    const listings = await Promise.all(this.listings.values());
    const live = listings.flatMap(({ nodes }) => nodes).filter(({ run }) => isLive(run.status)).length;
    this.view.badge = live === 0 ? undefined : { value: live, tooltip: vscode.l10n.t('Runs in training: {0}', live) };
  }
}
