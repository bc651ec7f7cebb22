import * as vscode from 'vscode';
import type { RunId, RunRef } from '../../protocol/entities';
import { statusIcon } from '../../platform/runRows';
import type { TreeNode } from '../../platform/tree';
import type { RunListing } from './runListing';
import { groupLabel, isStatus, runCountText } from './groupTexts';

/** What a group's row shows besides what it has itself. */
export interface GroupContents {
  rowsOf(listing: RunListing): Promise<TreeNode[]>;
  /** The run that the others of an experiment are measured by. */
  baselineOf(folder: string, experiment: string): RunRef | undefined;
  /** The name of a run, where it is known. */
  nameOf(runId: RunId): string | undefined;
}

/** A row of runs that agree in a field. */
export class GroupNode implements TreeNode {
  /** Number of its runs. */
  n = 0;
  /** The newest of its runs. */
  runIds: readonly RunId[] = [];
  readonly listing: RunListing;

  constructor(
    readonly id: string,
    readonly folder: string,
    readonly field: string,
    readonly value: string | null,
    readonly parent: TreeNode | undefined,
    private readonly isOpen: boolean,
    makeListing: (group: GroupNode) => RunListing,
    private readonly contents: GroupContents,
  ) {
    this.listing = makeListing(this);
  }

  item(): vscode.TreeItem {
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const label = this.label();
    const item = new vscode.TreeItem(label, this.isOpen ? Expanded : Collapsed);
    item.iconPath = this.icon();
    const baseline = this.baseline();
    item.description = [
      runCountText(this.n),
      ...(baseline === undefined ? [] : [vscode.l10n.t('baseline {0}', baseline.name)]),
    ].join(' · ');
    item.contextValue = this.field === 'experiment' ? 'experiment' : 'runGroup';
    item.tooltip = `${label}\n${item.description}`;
    item.accessibilityInformation = { label: `${label}, ${item.description}` };
    return item;
  }

  children(): Promise<TreeNode[]> {
    return this.contents.rowsOf(this.listing);
  }

  private label(): string {
    const name = this.field === 'parent' && this.value !== null ? this.contents.nameOf(this.value) : undefined;
    return name ?? groupLabel(this.field, this.value);
  }

  private baseline(): RunRef | undefined {
    if (this.field !== 'experiment' || this.value === null) return undefined;
    return this.contents.baselineOf(this.folder, this.value);
  }

  private icon(): vscode.ThemeIcon {
    if (this.field === 'status' && this.value !== null && isStatus(this.value)) return statusIcon(this.value);
    return new vscode.ThemeIcon(this.field.startsWith('tags.') ? 'tag' : (ICONS[this.field] ?? 'folder'));
  }
}

const ICONS: Readonly<Record<string, string>> = {
  experiment: 'beaker',
  script: 'file-code',
  day: 'calendar',
  parent: 'list-tree',
};
