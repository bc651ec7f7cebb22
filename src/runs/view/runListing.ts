import * as vscode from 'vscode';
import type { Run, RunId } from '../../protocol/entities';
import type { SortKey } from '../../protocol/storeApi';
import { commandLink } from '../../platform/commands';
import type { TreeNode } from '../../platform/tree';
import type { StoreClient } from '../../store/client';
import type { RunNode } from './runNodes';
import { readSortedValues } from './sortedValues';

const PAGE = 100;
/** The store gives no longer pages at once. */
const LONGEST_PAGE = 1000;

/** Which runs a list shows. */
export interface ListScope {
  /** Unique in the view. */
  id: string;
  folder: string;
  filter: string;
  /** Only those inside this run, or with `null` those at the top. */
  parent?: RunId | null;
  sort: SortKey | null;
  /** The row that they stand below. */
  row: TreeNode | undefined;
}

/** What is loaded of a list of runs. */
export class RunListing {
  nodes: readonly RunNode[] = [];
  /** Number of all its runs, on whichever page. */
  total = 0;
  private limit = PAGE;
  private loading: Promise<unknown> | undefined;

  constructor(
    readonly scope: ListScope,
    private readonly store: () => StoreClient,
    private readonly makeNode: (run: Run) => RunNode,
  ) {}

  /** Whether anything of it was asked for. */
  get isLoaded(): boolean {
    return this.loading !== undefined;
  }

  /** The rows that are loaded, and one that loads more. Rejects as the store does; asking again tries again. */
  async rows(): Promise<TreeNode[]> {
    this.loading ??= this.load();
    try {
      await this.loading;
    } catch (error) {
      this.loading = undefined;
      throw error;
    }
    const hidden = this.total - this.nodes.length;
    return hidden > 0 ? [...this.nodes, this.moreRow(hidden)] : [...this.nodes];
  }

  /**
   * Has what is loaded read again; resolves to whether other runs are listed now, or in another order. When that fails,
   * what was read before stays.
   */
  async reload(): Promise<boolean> {
    if (this.loading === undefined) return false;
    const before = this.listed();
    // One after the other, so that the last to begin is the last to end.
    const loading = this.loading.catch(() => undefined).then(() => this.load());
    this.loading = loading.catch(() => undefined);
    await loading;
    return before !== this.listed();
  }

  /** Has a further page read. */
  async loadMore(pages = 1): Promise<void> {
    this.limit += pages * PAGE;
    await this.reload();
  }

  find(runId: RunId): RunNode | undefined {
    return this.nodes.find((node) => node.runId === runId);
  }

  /** Finds a run, and loads pages until it is there; `undefined` when it is not in the list. */
  async reach(runId: RunId): Promise<RunNode | undefined> {
    for (;;) {
      const rows = await this.rows();
      const node = this.find(runId);
      if (node !== undefined || rows.length === this.nodes.length) return node;
      // Twice as many each time: a run may be far down.
      await this.loadMore(this.limit / PAGE);
    }
  }

  /** How the list looks from outside. */
  private listed(): string {
    return [this.total, ...this.nodes.map(({ runId }) => runId)].join();
  }

  private async load(): Promise<void> {
    const known = new Map(this.nodes.map((node) => [node.runId, node]));
    const runs: Run[] = [];
    let total: number | null = 0;
    let isWhole = false;
    do {
      const limit = Math.min(LONGEST_PAGE, this.limit - runs.length);
      const page = await this.store().request('listRuns', { ...this.selection(), offset: runs.length, limit });
      total = page.total;
      isWhole = page.runs.length < limit;
      runs.push(...page.runs);
    } while (!isWhole && runs.length < this.limit);
    // Only of a list that goes on is it worth counting.
    if (isWhole) total = runs.length;
    else total ??= (await this.store().request('countRuns', this.selection())).total;
    const ids = runs.map(({ id }) => id);
    const sorted = await readSortedValues(this.store(), this.scope.sort, ids);
    this.nodes = runs.map((run) => {
      const node = known.get(run.id) ?? this.makeNode(run);
      node.run = run;
      node.sortedBy = sorted.get(run.id);
      return node;
    });
    this.total = Math.max(total, runs.length);
  }

  private selection(): { filter: string; parent?: RunId | null; sort: SortKey[] } {
    const { filter, parent, sort } = this.scope;
    return { filter, sort: sort === null ? [] : [sort], ...(parent === undefined ? {} : { parent }) };
  }

  private moreRow(hidden: number): TreeNode {
    const { id, folder, row, sort } = this.scope;
    const text =
      sort === null ? vscode.l10n.t('Load older runs ({0})', hidden) : vscode.l10n.t('Load more runs ({0})', hidden);
    const item = new vscode.TreeItem(text);
    item.iconPath = new vscode.ThemeIcon('ellipsis');
    item.command = commandLink('trialbook.loadMoreRuns', text, folder, id);
    return { id: `${id}|more`, parent: row, item: () => item };
  }
}
