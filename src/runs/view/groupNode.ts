import * as vscode from 'vscode';
import type { Run, RunId, RunRef } from '../../protocol/entities';
import { shownText } from '../../common/shownText';
import { metricText, statusIcon } from '../../platform/runRows';
import type { TreeNode } from '../../platform/tree';
import type { RunChoices } from './runChoices';
import type { RunListing } from './runListing';
import { groupLabel, isStatus, runCountText } from './groupTexts';

/** What a group's row shows besides what it has itself. */
export interface GroupContents {
  /** The groups that were folded or unfolded, by their ids. */
  unfolded: Map<string, boolean>;
  rowsOf(listing: RunListing): Promise<TreeNode[]>;
  choices: RunChoices;
}

/** A row of runs that agree in a field. */
export class GroupNode implements TreeNode {
  /** Number of its runs. */
  n = 0;
  /** The run that they are all inside of, where they are grouped by that. */
  study: Run | undefined;
  /** The newest of its runs. */
  runIds: readonly RunId[] = [];
  readonly listing: RunListing;

  constructor(
    readonly id: string,
    readonly folder: string,
    readonly field: string,
    readonly value: string | null,
    readonly parent: TreeNode | undefined,
    /** Unfolded as long as nobody folds it. */
    readonly isFirst: boolean,
    makeListing: (group: GroupNode) => RunListing,
    private readonly contents: GroupContents,
  ) {
    this.listing = makeListing(this);
  }

  /** The experiment that its runs are of, where they are grouped by that. */
  get experiment(): string | undefined {
    return this.field === 'experiment' && this.value !== null ? this.value : undefined;
  }

  item(): vscode.TreeItem {
    const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    const label = this.label();
    const isOpen = this.contents.unfolded.get(this.id) ?? this.isFirst;
    const item = new vscode.TreeItem(label, isOpen ? Expanded : Collapsed);
    item.iconPath = this.icon();
    const baseline = this.baseline();
    item.description = [
      ...(this.study?.keyMetric ? [metricText(this.study.keyMetric)] : []),
      runCountText(this.n),
      ...(baseline === undefined ? [] : [vscode.l10n.t('baseline {0}', shownText(baseline.name))]),
    ].join(' · ');
    item.contextValue = this.experiment === undefined ? 'runGroup' : 'experiment';
    item.tooltip = `${label}\n${item.description}`;
    item.accessibilityInformation = { label: `${label}, ${item.description}` };
    return item;
  }

  children(): Promise<TreeNode[]> {
    return this.contents.rowsOf(this.listing);
  }

  private label(): string {
    return shownText(this.study?.name ?? groupLabel(this.field, this.value));
  }

  private baseline(): RunRef | undefined {
    return this.experiment === undefined ? undefined : this.contents.choices.baselineOf(this.experiment);
  }

  private icon(): vscode.ThemeIcon {
    if (this.study !== undefined) return statusIcon(this.study.status);
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
