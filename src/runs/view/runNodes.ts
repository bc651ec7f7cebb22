/** Rows of the Runs view: a run, and below it the runs inside it and what it measured, read and wrote. */
import path from 'node:path';
import * as vscode from 'vscode';
import { shownText } from '../../common/shownText';
import { isRemote } from '../../common/remoteData';
import { runDir } from '../../common/workspaceFolder';
import {
  type Artifact,
  type DatasetInput,
  type MetricSummary,
  type Run,
  type RunDetail,
  type RunId,
  type SeriesSource,
} from '../../protocol/entities';
import { commandLink, type KeptCopy, type RunTarget } from '../../platform/commands';
import { formatBytes } from '../../protocol/units';
import { formatMetric } from '../../platform/format';
import { isLive, statusIcon } from '../../platform/runRows';
import type { TreeNode } from '../../platform/tree';
import { failingFrame, frameName, openFrame } from '../frames';
import type { RunChoices } from './runChoices';
import { checkedIcon } from './runColors';
import { describeRun, failureText, innerRunsText, metricsListed, spokenRun } from './runTexts';
import type { SortedValue } from './sortedValues';

/** Metrics shown below a run; the comparison shows them all. */
const MAX_METRIC_ROWS = 12;

/** What a run's row shows below it. */
export interface RunContents {
  detail(runId: RunId): Promise<RunDetail | null>;
  /** The rows of the runs inside a run. */
  innerRuns(run: RunNode): Promise<TreeNode[]>;
  /** The rows of a run's code. */
  codeRows(run: RunNode): Promise<TreeNode[]>;
  /** Whether it is ticked for the comparison. */
  isChecked(run: RunTarget): boolean;
  choices: RunChoices;
  hoverCard(run: RunDetail): Promise<vscode.MarkdownString>;
}

/** A run's row. Its `run` is replaced in place when the store tells of a change, so that the view redraws one row. */
export class RunNode implements TreeNode, RunTarget {
  readonly runId: RunId;
  /** What the list is sorted by, where the row does not show it anyway. */
  sortedBy: SortedValue | undefined;
  /** The row below it that the runs inside it stand below. */
  readonly innerRunsRow: TreeNode;

  constructor(
    readonly id: string,
    readonly folder: string,
    public run: Run,
    readonly parent: TreeNode | undefined,
    private readonly contents: RunContents,
  ) {
    this.runId = run.id;
    this.innerRunsRow = {
      id: `${this.id}|inside`,
      parent: this,
      item: () => this.innerRunsItem(),
      children: () => this.contents.innerRuns(this),
    };
  }

  item(): vscode.TreeItem {
    const { run, contents } = this;
    const { choices } = contents;
    const isChecked = contents.isChecked(this);
    const name = shownText(run.name);
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
    item.iconPath = isChecked ? checkedIcon(run) : statusIcon(run.status);
    item.description = describeRun(run, choices, this.sortedBy, Date.now());
    // What runs inside another is ended by that one's recorder.
    item.contextValue = !isLive(run.status) ? 'run.ended' : run.parent === null ? 'run.live' : 'run.inner';
    item.accessibilityInformation = { label: spokenRun(run, choices, this.sortedBy, Date.now()) };
    const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
    item.checkboxState = {
      state: isChecked ? Checked : Unchecked,
      tooltip: isChecked ? vscode.l10n.t('Take out of the comparison') : vscode.l10n.t('Tick to compare'),
      accessibilityInformation: { label: vscode.l10n.t('Compare {0}', name) },
    };
    return item;
  }

  async children(): Promise<TreeNode[]> {
    const detail = await this.contents.detail(this.runId);
    if (detail === null) return [];
    const metrics = detail.metrics.slice(0, MAX_METRIC_ROWS);
    const hidden = metricsListed(detail) - metrics.length;
    return [
      ...this.failure(detail),
      ...detail.warnings.map((warning, index) => this.note(`warning${index}`, warning.message, 'warning')),
      ...(detail.childCount === 0 ? [] : [this.innerRunsRow]),
      ...metrics.map((metric) => this.metric(metric, detail.sources)),
      ...(hidden > 0
        ? [this.note('more', vscode.l10n.t('{0} more metrics in the comparison', hidden), 'ellipsis')]
        : []),
      ...detail.inputs.map((input) => this.input(input)),
      ...detail.artifacts.map((artifact) => this.artifact(artifact)),
      // A run inside another has the code of that one.
      ...(detail.parent === null ? await this.contents.codeRows(this) : []),
    ];
  }

  async tooltip(): Promise<vscode.MarkdownString | undefined> {
    const detail = await this.contents.detail(this.runId);
    return detail === null ? undefined : this.contents.hoverCard(detail);
  }

  private row(key: string, item: vscode.TreeItem): TreeNode {
    return { id: `${this.id}|${key}`, parent: this, item: () => item };
  }

  /** Why it failed; a click opens the line where. */
  private failure(detail: RunDetail): TreeNode[] {
    const text = detail.message ?? (detail.failure === null ? undefined : failureText(detail.failure));
    if (text === undefined) return [];
    const item = new vscode.TreeItem(shownText(text));
    item.iconPath = new vscode.ThemeIcon('error');
    item.tooltip = text;
    const frame = failingFrame(detail);
    if (frame !== undefined) {
      item.description = frameName(frame);
      item.command = openFrame(this.folder, frame);
    }
    return [this.row('message', item)];
  }

  private innerRunsItem(): vscode.TreeItem {
    const text = innerRunsText(this.run.childCount);
    const item = new vscode.TreeItem(text, vscode.TreeItemCollapsibleState.Collapsed);
    item.iconPath = new vscode.ThemeIcon('list-tree');
    return item;
  }

  private note(key: string, text: string, icon: string): TreeNode {
    const item = new vscode.TreeItem(shownText(text));
    item.iconPath = new vscode.ThemeIcon(icon);
    item.tooltip = text;
    return this.row(key, item);
  }

  private metric(metric: MetricSummary, sources: readonly SeriesSource[]): TreeNode {
    const item = new vscode.TreeItem(shownText(metric.key));
    item.iconPath = new vscode.ThemeIcon('graph-line');
    item.description = formatMetric(metric.last);
    const summary = vscode.l10n.t(
      'last {0}, smallest {1}, largest {2}, {3} points',
      ...[metric.last, metric.min, metric.max].map(formatMetric),
      metric.count,
    );
    item.tooltip = [summary, ...sourcesTexts(sources.filter(({ key }) => key === metric.key))].join('\n');
    return this.row(`m:${metric.key}`, item);
  }

  private input(input: DatasetInput): TreeNode {
    const item = new vscode.TreeItem(shownText(input.path));
    item.iconPath = new vscode.ThemeIcon(isRemote(input.path) ? 'cloud' : 'database');
    item.description = vscode.l10n.t('read · v{0}', input.version);
    item.tooltip = input.uncertain
      ? vscode.l10n.t('The file changed while the run used it: version {0} may not be what it read.', input.version)
      : `sha256 ${input.digest}`;
    item.command = commandLink('trialbook.revealDataset', vscode.l10n.t('Show dataset'), this.folder, input.path);
    return this.row(`i:${input.path}`, item);
  }

  private artifact(artifact: Artifact): TreeNode {
    const isModel = artifact.kind === 'model';
    const item = new vscode.TreeItem(shownText(artifact.path));
    item.iconPath = new vscode.ThemeIcon(isModel ? 'package' : 'file');
    item.description = isModel
      ? vscode.l10n.t('model · v{0} · {1}', artifact.version ?? 1, formatBytes(artifact.size))
      : vscode.l10n.t('wrote · {0}', formatBytes(artifact.size));
    item.tooltip = `sha256 ${artifact.digest}`;
    item.command = isModel
      ? commandLink('trialbook.revealModel', vscode.l10n.t('Show model'), this.folder, artifact.path)
      : commandLink(
          'trialbook.openArtifact',
          vscode.l10n.t('Open file'),
          this.folder,
          artifact.path,
          this.copyOf(artifact),
        );
    return this.row(`a:${artifact.path}`, item);
  }

  private copyOf({ copy, digest }: Artifact): KeptCopy | undefined {
    return copy === null ? undefined : { file: path.join(runDir(this.folder, this.runId), copy), digest };
  }
}

function sourcesTexts(sources: readonly SeriesSource[]): string[] {
  const names = (are: (source: SeriesSource) => boolean): string =>
    sources
      .filter(are)
      .map(({ source }) => source)
      .join(', ');
  const kept = names(({ duplicateOf }) => duplicateOf === null);
  const left = names(({ duplicateOf }) => duplicateOf !== null);
  return [
    ...(kept === '' ? [] : [vscode.l10n.t('from {0}', kept)]),
    ...(left === '' ? [] : [vscode.l10n.t('the same from {0}', left)]),
  ];
}
