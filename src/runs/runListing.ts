import * as vscode from 'vscode';
import type { Run, RunId } from '../protocol/entities';
import { commandLink } from '../platform/commands';
import type { TreeNode } from '../platform/tree';
import type { StoreRegistry } from '../store/registry';
import type { RunNode } from './runNodes';

const PAGE = 100;
/** The store gives no longer pages at once. */
const LONGEST_PAGE = 1000;

/** What is loaded of a list of runs, newest first: those at the top of a folder, or those inside a run. */
export class RunListing {
  nodes: readonly RunNode[] = [];
  private total = 0;
  private limit = PAGE;
  private loading: Promise<void> | undefined;

  constructor(
    private readonly stores: StoreRegistry,
    readonly folder: string,
    /** The run that they are inside of; `null` at the top. */
    readonly parent: RunId | null,
    private readonly makeNode: (run: Run) => RunNode,
    /** The row that they stand below. */
    private readonly row: TreeNode | undefined,
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

  /** Has what is loaded read again. */
  reload(): void {
    if (this.loading === undefined) return;
    // One after the other, so that the last to begin is the last to end.
    this.loading = this.loading.catch(() => undefined).then(() => this.load());
    // Who asks for the rows hears of a failure; nobody may ask before they are seen.
    this.loading.catch(() => undefined);
  }

  /** Has a further page read. */
  loadMore(): void {
    this.limit += PAGE;
    this.reload();
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
      this.loadMore();
    }
  }

  private async load(): Promise<void> {
    const known = new Map(this.nodes.map((node) => [node.runId, node]));
    const store = this.stores.get(this.folder);
    const runs: Run[] = [];
    let total = 0;
    do {
      const limit = Math.min(LONGEST_PAGE, this.limit - runs.length);
      const page = await store.request('listRuns', { offset: runs.length, limit, parent: this.parent });
      total = page.total ?? 0;
      if (page.runs.length === 0) break;
      runs.push(...page.runs);
    } while (runs.length < Math.min(this.limit, total));
    this.nodes = runs.map((run) => {
      const node = known.get(run.id) ?? this.makeNode(run);
      node.run = run;
      return node;
    });
    this.total = Math.max(total, runs.length);
  }

  private moreRow(hidden: number): TreeNode {
    const item = new vscode.TreeItem(vscode.l10n.t('Load older runs ({0})', hidden));
    item.iconPath = new vscode.ThemeIcon('ellipsis');
    const title = vscode.l10n.t('Load older runs');
    item.command = commandLink('trialbook.loadMoreRuns', title, this.folder, this.parent);
    return { id: `${this.folder}|${this.parent ?? ''}|more`, parent: this.row, item: () => item };
  }
}
