import * as vscode from 'vscode';
import type { PageQuery } from '../../protocol/storeApi';
import { commandLink } from '../../platform/commands';
import type { TreeNode } from '../../platform/tree';

const PAGE = 100;
/** The store gives no longer pages at once. */
const LONGEST_PAGE = 1000;

/** Where a list stands. */
export interface ListPlace {
  /** Unique in the view. */
  id: string;
  folder: string;
  /** The row that its rows stand below. */
  row: TreeNode | undefined;
}

/** What is loaded of a list that grows without bound, page by page. */
export abstract class PagedRows<Node extends TreeNode> {
  abstract readonly scope: ListPlace;
  /** A row that was there before stays the same object when the list is read again. */
  nodes: readonly Node[] = [];
  /** Number of all, on whichever page. */
  total = 0;
  /** How many are to be loaded. */
  protected limit = PAGE;
  private loading: Promise<unknown> | undefined;

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
   * Has what is loaded read again; resolves to whether others are listed now, or in another order. When that fails, what
   * was read before stays.
   */
  async reload(): Promise<boolean> {
    if (this.loading === undefined) return false;
    const { nodes, total } = this;
    // One after the other, so that the last to begin is the last to end.
    const loading = this.loading.catch(() => undefined).then(() => this.load());
    this.loading = loading.catch(() => undefined);
    await loading;
    const isSame = nodes.length === this.nodes.length && nodes.every((node, index) => node === this.nodes[index]);
    return !isSame || total !== this.total;
  }

  /** Has further pages read. */
  async loadMore(pages = 1): Promise<void> {
    this.limit += pages * PAGE;
    await this.reload();
  }

  /** Finds a row, and loads pages until it is there; `undefined` when it is not in the list. */
  async reach(matches: (node: Node) => boolean): Promise<Node | undefined> {
    for (;;) {
      const rows = await this.rows();
      const node = this.nodes.find(matches);
      if (node !== undefined || rows.length === this.nodes.length) return node;
      // Twice as many each time: it may be far down.
      await this.loadMore(this.limit / PAGE);
    }
  }

  /** Reads {@link nodes} and {@link total}. */
  protected abstract load(): Promise<void>;

  /** What the row says that loads more. */
  protected abstract moreText(hidden: number): string;

  /** Reads a list from its beginning, as far as it is to be loaded; it ends with a page that is shorter than asked for. */
  protected async readPages<Item>(read: (page: PageQuery) => Promise<readonly Item[]>): Promise<Item[]> {
    const items: Item[] = [];
    while (items.length < this.limit) {
      const limit = Math.min(LONGEST_PAGE, this.limit - items.length);
      const page = await read({ offset: items.length, limit });
      items.push(...page);
      if (page.length < limit) break;
    }
    return items;
  }

  private moreRow(hidden: number): TreeNode {
    const { id, folder, row } = this.scope;
    const item = (): vscode.TreeItem => {
      const text = this.moreText(hidden);
      const shown = new vscode.TreeItem(text);
      shown.iconPath = new vscode.ThemeIcon('ellipsis');
      shown.command = commandLink('trialbook.loadMoreRuns', text, folder, id);
      return shown;
    };
    return { id: `${id}|more`, parent: row, item };
  }
}
