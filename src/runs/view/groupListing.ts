import * as vscode from 'vscode';
import type { RunId } from '../../protocol/entities';
import type { StoreClient } from '../../store/client';
import type { GroupNode } from './groupNode';
import { type ListPlace, PagedRows } from './pagedRows';
import { readRuns } from './runsById';

/** Which groups a list shows. */
export interface GroupScope extends ListPlace {
  field: string;
  filter: string;
  parent?: null;
}

/** What became other in a list of groups. */
export interface GroupChanges {
  /** Groups came, went, or stand in another order. */
  listed: boolean;
  /** Those whose number of runs or newest runs are others. */
  groups: ReadonlySet<GroupNode>;
}

/** What is loaded of the groups of runs, that with the newest run first. */
export class GroupListing extends PagedRows<GroupNode> {
  constructor(
    readonly scope: GroupScope,
    private readonly store: () => StoreClient,
    private readonly makeNode: (value: string | null, isFirst: boolean) => GroupNode,
  ) {
    super();
  }

  /** {@link reload}, which tells what became other. */
  async reloadGroups(): Promise<GroupChanges> {
    const before = new Map(this.nodes.map((node) => [node, lookOf(node)]));
    const listed = await this.reload();
    const groups = this.nodes.filter((node) => before.has(node) && before.get(node) !== lookOf(node));
    return { listed, groups: new Set(groups) };
  }

  /** The group that a run is known to be in: of each group the newest runs are. */
  groupOf(runId: RunId): GroupNode | undefined {
    return this.nodes.find((node) => node.runIds.includes(runId));
  }

  protected async load(): Promise<void> {
    const { field, filter, parent } = this.scope;
    const query = { by: [field], metrics: [], filter, ...(parent === undefined ? {} : { parent }) };
    let total = 0;
    const found = await this.readPages(async (page) => {
      const { groups, total: all } = await this.store().request('groupRuns', { ...query, ...page });
      total = all;
      return groups;
    });
    const known = new Map(this.nodes.map((node) => [node.value, node]));
    this.nodes = found.map(({ values, n, runIds }, index) => {
      const value = valueOf(values[0]);
      // Of those that come later none unfolds by itself: many may, one after the other.
      const node = known.get(value) ?? this.makeNode(value, index === 0 && known.size === 0);
      node.n = n;
      node.runIds = runIds;
      return node;
    });
    this.total = Math.max(total, this.nodes.length);
    if (field === 'parent') await this.nameStudies();
  }

  protected moreText(hidden: number): string {
    return vscode.l10n.t('Load more groups ({0})', hidden);
  }

  /** Groups by parent are named by ids: finds the runs. */
  private async nameStudies(): Promise<void> {
    const ids = this.nodes.flatMap(({ value }) => value ?? []);
    const found = new Map((await readRuns(this.store(), ids)).map((run) => [run.id, run]));
    for (const node of this.nodes) node.study = node.value === null ? undefined : found.get(node.value);
  }
}

/** What is grouped by here is always a text. */
function valueOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function lookOf({ n, runIds }: GroupNode): string {
  return [n, ...runIds].join();
}
