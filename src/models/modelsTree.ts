import * as vscode from 'vscode';
import type { Model, ModelVersion } from '../protocol/entities';
import { formatBytes } from '../protocol/units';
import { metricText, runRefRow } from '../platform/runRows';
import type { TreeNode } from '../platform/tree';

/** A model file, its versions (newest first), and below each the runs that wrote it. */
export class ModelNode implements TreeNode {
  readonly id: string;

  constructor(
    private readonly folder: string,
    readonly model: Model,
    readonly parent: TreeNode | undefined,
  ) {
    this.id = `${folder}|${model.name}`;
  }

  item(): vscode.TreeItem {
    const newest = this.model.versions[0];
    const item = new vscode.TreeItem(this.model.name, vscode.TreeItemCollapsibleState.Expanded);
    item.iconPath = new vscode.ThemeIcon('package');
    if (newest !== undefined) {
      item.description = `v${newest.version} · ${formatBytes(newest.size)}`;
      item.tooltip = `${this.model.name}\nsha256 ${newest.digest}`;
    }
    item.contextValue = 'model';
    return item;
  }

  children(): TreeNode[] {
    return this.model.versions.map((version) => this.version(version));
  }

  private version(version: ModelVersion): TreeNode {
    const row: TreeNode = {
      id: `${this.id}|v${version.version}`,
      parent: this,
      item: () => {
        const item = new vscode.TreeItem(`v${version.version}`, vscode.TreeItemCollapsibleState.Expanded);
        const metric = version.runs[0]?.keyMetric;
        item.iconPath = new vscode.ThemeIcon('versions');
        item.description = [...(metric ? [metricText(metric)] : []), formatBytes(version.size)].join(' · ');
        item.tooltip = `sha256 ${version.digest}`;
        return item;
      },
      children: () => version.runs.map((run) => runRefRow(this.folder, run, row)),
    };
    return row;
  }
}
