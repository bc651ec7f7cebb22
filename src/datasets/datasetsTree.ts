import * as vscode from 'vscode';
import { isRemote } from '../common/remoteData';
import type { Dataset, DatasetVersion } from '../protocol/entities';
import { commandLink } from '../platform/commands';
import { formatBytes } from '../protocol/units';
import { formatAge } from '../platform/format';
import { runRefRow } from '../platform/runRows';
import type { TreeNode } from '../platform/tree';

/** A dataset, its versions (newest first), and below each the runs that read it. */
export class DatasetNode implements TreeNode {
  readonly id: string;

  constructor(
    private readonly folder: string,
    readonly dataset: Dataset,
    readonly parent: TreeNode | undefined,
  ) {
    this.id = `${folder}|${dataset.name}`;
  }

  item(): vscode.TreeItem {
    const { dataset } = this;
    const item = new vscode.TreeItem(dataset.name, vscode.TreeItemCollapsibleState.Collapsed);
    const newest = dataset.versions[0];
    item.iconPath = new vscode.ThemeIcon(isRemote(dataset.name) ? 'cloud' : 'database');
    item.description = [
      ...(newest === undefined ? [] : [`v${newest.version}`, ...this.size(newest)]),
      dataset.runCount === 1 ? vscode.l10n.t('1 run') : vscode.l10n.t('{0} runs', dataset.runCount),
    ].join(' · ');
    item.tooltip = newest === undefined ? dataset.name : `${dataset.name}\nsha256 ${newest.digest}`;
    item.contextValue = 'dataset';
    return item;
  }

  children(): TreeNode[] {
    return this.dataset.versions.map((version) => this.version(version));
  }

  private version(version: DatasetVersion): TreeNode {
    const row: TreeNode = {
      id: `${this.id}|v${version.version}`,
      parent: this,
      item: () => {
        const item = new vscode.TreeItem(`v${version.version}`, vscode.TreeItemCollapsibleState.Expanded);
        item.iconPath = new vscode.ThemeIcon('versions');
        item.description = [
          version.digest.slice(0, 12),
          ...this.size(version),
          formatAge(version.firstSeenAt, Date.now()),
        ].join(' · ');
        item.tooltip = `sha256 ${version.digest}`;
        if (!isRemote(this.dataset.name)) {
          const title = vscode.l10n.t('Open file');
          item.command = commandLink('trialbook.openArtifact', title, this.folder, this.dataset.name);
        }
        return item;
      },
      children: () => version.runs.map((run) => runRefRow(this.folder, run, row)),
    };
    return row;
  }

  /** What is elsewhere was not measured. */
  private size({ size }: DatasetVersion): string[] {
    return isRemote(this.dataset.name) ? [] : [formatBytes(size)];
  }
}
