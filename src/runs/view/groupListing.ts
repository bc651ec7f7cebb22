import * as vscode from 'vscode';
import type { Run, RunId } from '../../protocol/entities';
import type { RunGroup } from '../../protocol/storeApi';
import { quotedText } from '../../common/filterText';
import { commandLink } from '../../platform/commands';
import type { TreeNode } from '../../platform/tree';
import type { StoreClient } from '../../store/client';
import type { GroupNode } from './groupNode';

const PAGE = 100;
/** The store gives no longer pages at once. */
const LONGEST_PAGE = 1000;
/** Ids in one question. */
const MOST_ASKED = 500;

/** Which groups a list shows. */
export interface GroupScope {
  /** Unique in the view. */
  id: string;
  folder: string;
  field: string;
  filter: string;
  parent?: null;
  row: TreeNode | undefined;
}

/** What became other in a list of groups. */
export interface GroupChanges {
  /** Groups came, went, or stand in another order. */
  listed: boolean;
  /** Those whose number of runs or newest run is another one. */
  groups: GroupNode[];
}

/** What is loaded of the groups of runs, that with the newest run first. */
export class GroupListing {
  nodes: readonly GroupNode[] = [];
  total = 0;
  private limit = PAGE;
  private loading: Promise<unknown> | undefined;

  constructor(
    readonly scope: GroupScope,
    private readonly store: () => StoreClient,
    private readonly makeNode: (value: string | null, isFirst: boolean) => GroupNode,
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

  /** Has what is loaded read again. When that fails, what was read before stays. */
  async reload(): Promise<GroupChanges> {
    if (this.loading === undefined) return { listed: false, groups: [] };
    const before = new Map(this.nodes.map((node) => [node, lookOf(node)]));
    const listed = this.listed();
    // One after the other, so that the last to begin is the last to end.
    const loading = this.loading.catch(() => undefined).then(() => this.load());
    this.loading = loading.catch(() => undefined);
    await loading;
    const groups = this.nodes.filter((node) => before.has(node) && before.get(node) !== lookOf(node));
    return { listed: listed !== this.listed(), groups };
  }

  /** Has a further page read. */
  async loadMore(): Promise<void> {
    this.limit += PAGE;
    await this.reload();
  }

  /** The group that a run is known to be in: of each group the newest runs are. */
  groupOf(runId: RunId): GroupNode | undefined {
    return this.nodes.find((node) => node.runIds.includes(runId));
  }

  /** Finds a group by its value, and loads pages until it is there. */
  async reach(value: string | null): Promise<GroupNode | undefined> {
    for (;;) {
      const rows = await this.rows();
      const node = this.nodes.find((one) => one.value === value);
      if (node !== undefined || rows.length === this.nodes.length) return node;
      await this.loadMore();
    }
  }

  private listed(): string {
    return [this.total, ...this.nodes.map(({ id }) => id)].join('\n');
  }

  private async load(): Promise<void> {
    const { field, filter, parent } = this.scope;
    const query = { by: [field], metrics: [], filter, ...(parent === undefined ? {} : { parent }) };
    const found: RunGroup[] = [];
    let total = 0;
    do {
      const limit = Math.min(LONGEST_PAGE, this.limit - found.length);
      const page = await this.store().request('groupRuns', { ...query, offset: found.length, limit });
      total = page.total;
      if (page.groups.length === 0) break;
      found.push(...page.groups);
    } while (found.length < Math.min(this.limit, total));
    const known = new Map(this.nodes.map((node) => [node.value, node]));
    this.nodes = found.map(({ values, n, runIds }, index) => {
      const value = valueOf(values[0]);
      const node = known.get(value) ?? this.makeNode(value, index === 0);
      node.n = n;
      node.runIds = runIds;
      return node;
    });
    this.total = Math.max(total, this.nodes.length);
    if (field === 'parent') await this.nameStudies();
  }

  /** Groups by parent are named by ids: finds the runs. */
  private async nameStudies(): Promise<void> {
    const ids = this.nodes.flatMap(({ value }) => value ?? []);
    const found = new Map<string, Run>();
    for (let at = 0; at < ids.length; at += MOST_ASKED) {
      const asked = ids.slice(at, at + MOST_ASKED);
      const filter = `run_id IN (${asked.map(quotedText).join(', ')})`;
      const { runs } = await this.store().request('listRuns', { filter, offset: 0, limit: asked.length });
      for (const run of runs) found.set(run.id, run);
    }
    for (const node of this.nodes) node.study = node.value === null ? undefined : found.get(node.value);
  }

  private moreRow(hidden: number): TreeNode {
    const { id, folder, row } = this.scope;
    const text = vscode.l10n.t('Load more groups ({0})', hidden);
    const item = new vscode.TreeItem(text);
    item.iconPath = new vscode.ThemeIcon('ellipsis');
    item.command = commandLink('trialbook.loadMoreRuns', text, folder, id);
    return { id: `${id}|more`, parent: row, item: () => item };
  }
}

/** What is grouped by here is always a text. */
function valueOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function lookOf({ n, runIds }: GroupNode): string {
  return `${n} ${runIds[0] ?? ''}`;
}
