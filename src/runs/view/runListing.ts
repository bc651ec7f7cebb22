import * as vscode from 'vscode';
import type { Run, RunId } from '../../protocol/entities';
import type { SortKey } from '../../protocol/storeApi';
import type { StoreClient } from '../../store/client';
import { type ListPlace, PagedRows } from './pagedRows';
import type { RunNode } from './runNodes';
import { readSortedValues } from './sortedValues';

/** Which runs a list shows. */
export interface ListScope extends ListPlace {
  filter: string;
  /** Only those inside this run, or with `null` those at the top. */
  parent?: RunId | null;
  sort: SortKey | null;
}

/** What is loaded of a list of runs. */
export class RunListing extends PagedRows<RunNode> {
  constructor(
    readonly scope: ListScope,
    private readonly store: () => StoreClient,
    private readonly makeNode: (run: Run) => RunNode,
  ) {
    super();
  }

  find(runId: RunId): RunNode | undefined {
    return this.nodes.find((node) => node.runId === runId);
  }

  protected async load(): Promise<void> {
    const known = new Map(this.nodes.map((node) => [node.runId, node]));
    let total: number | null = 0;
    const runs = await this.readPages(async (page) => {
      const found = await this.store().request('listRuns', { ...this.selection(), ...page });
      total = found.total;
      return found.runs;
    });
    // Only of a list that goes on is it worth counting.
    if (runs.length < this.limit) total = runs.length;
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

  protected moreText(hidden: number): string {
    return this.scope.sort === null
      ? vscode.l10n.t('Load older runs ({0})', hidden)
      : vscode.l10n.t('Load more runs ({0})', hidden);
  }

  private selection(): { filter: string; parent?: RunId | null; sort: SortKey[] } {
    const { filter, parent, sort } = this.scope;
    return { filter, sort: sort === null ? [] : [sort], ...(parent === undefined ? {} : { parent }) };
  }
}
