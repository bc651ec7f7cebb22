/** Rows of the Runs view: a run, and below it what it measured, read and wrote. */
import * as vscode from 'vscode';
import type { Artifact, DatasetInput, MetricSummary, Run, RunDetail, RunId } from '../protocol/entities';
import { commandLink, type RunTarget } from '../platform/commands';
import { formatAge, formatBytes, formatDuration, formatMetric } from '../platform/format';
import { isLive, metricText, statusIcon, statusText } from '../platform/runRows';
import type { TreeNode } from '../platform/tree';

/** Metrics shown below a run; the comparison shows them all. */
const MAX_METRIC_ROWS = 12;

/** A run's row. Its `run` is replaced in place when the store tells of a change, so that the view redraws one row. */
export class RunNode implements TreeNode, RunTarget {
  readonly id: string;
  readonly runId: RunId;

  constructor(
    readonly folder: string,
    public run: Run,
    readonly parent: TreeNode | undefined,
    private readonly loadDetail: (runId: RunId) => Promise<RunDetail | null>,
  ) {
    this.id = `${folder}|${run.id}`;
    this.runId = run.id;
  }

  item(): vscode.TreeItem {
    const { run } = this;
    const item = new vscode.TreeItem(run.name, vscode.TreeItemCollapsibleState.Collapsed);
    item.iconPath = statusIcon(run.status);
    item.description = describeRun(run, Date.now());
    item.contextValue = isLive(run.status) ? 'run.live' : 'run.ended';
    item.accessibilityInformation = { label: `${run.name}, ${statusText(run.status)}, ${item.description}` };
    return item;
  }

  async children(): Promise<TreeNode[]> {
    const detail = await this.loadDetail(this.runId);
    if (detail === null) return [];
    const metrics = detail.metrics.slice(0, MAX_METRIC_ROWS);
    const hidden = detail.metricCount - metrics.length;
    return [
      ...(detail.message === null ? [] : [this.note('message', detail.message, 'error')]),
      ...detail.warnings.map((warning, index) => this.note(`warning${index}`, warning.message, 'warning')),
      ...metrics.map((metric) => this.metric(metric)),
      ...(hidden > 0
        ? [this.note('more', vscode.l10n.t('{0} more metrics in the comparison', hidden), 'ellipsis')]
        : []),
      ...detail.inputs.map((input) => this.input(input)),
      ...detail.artifacts.map((artifact) => this.artifact(artifact)),
    ];
  }

  async tooltip(): Promise<vscode.MarkdownString | undefined> {
    const detail = await this.loadDetail(this.runId);
    return detail === null ? undefined : describeDetail(detail);
  }

  private row(key: string, item: vscode.TreeItem): TreeNode {
    return { id: `${this.id}|${key}`, parent: this, item: () => item };
  }

  private note(key: string, text: string, icon: string): TreeNode {
    const item = new vscode.TreeItem(text);
    item.iconPath = new vscode.ThemeIcon(icon);
    item.tooltip = text;
    return this.row(key, item);
  }

  private metric(metric: MetricSummary): TreeNode {
    const item = new vscode.TreeItem(metric.key);
    item.iconPath = new vscode.ThemeIcon('graph-line');
    item.description = formatMetric(metric.last);
    item.tooltip = vscode.l10n.t(
      'last {0}, smallest {1}, largest {2}, {3} points',
      ...[metric.last, metric.min, metric.max].map(formatMetric),
      metric.count,
    );
    return this.row(`m:${metric.key}`, item);
  }

  private input(input: DatasetInput): TreeNode {
    const item = new vscode.TreeItem(input.path);
    item.iconPath = new vscode.ThemeIcon('database');
    item.description = vscode.l10n.t('read · v{0}', input.version);
    item.tooltip = input.uncertain
      ? vscode.l10n.t('The file changed while the run used it: version {0} may not be what it read.', input.version)
      : `sha256 ${input.digest}`;
    item.command = commandLink('trialbook.revealDataset', vscode.l10n.t('Show dataset'), this.folder, input.path);
    return this.row(`i:${input.path}`, item);
  }

  private artifact(artifact: Artifact): TreeNode {
    const isModel = artifact.kind === 'model';
    const item = new vscode.TreeItem(artifact.path);
    item.iconPath = new vscode.ThemeIcon(isModel ? 'package' : 'file');
    item.description = isModel
      ? vscode.l10n.t('model · v{0} · {1}', artifact.version ?? 1, formatBytes(artifact.size))
      : vscode.l10n.t('wrote · {0}', formatBytes(artifact.size));
    item.tooltip = `sha256 ${artifact.digest}`;
    item.command = isModel
      ? commandLink('trialbook.revealModel', vscode.l10n.t('Show model'), this.folder, artifact.path)
      : commandLink('trialbook.openArtifact', vscode.l10n.t('Open file'), this.folder, artifact.path);
    return this.row(`a:${artifact.path}`, item);
  }
}

/** `0.934 accuracy · 3 m`, or why a run has no such answer. */
function describeRun(run: Run, now: number): string {
  const failed = run.status === 'finished' || isLive(run.status) ? [] : [run.message ?? statusText(run.status)];
  const metric = run.keyMetric === null ? [] : [metricText(run.keyMetric)];
  return [...metric, ...failed, formatAge(run.startedAt, now)].join(' · ');
}

function describeDetail(run: RunDetail): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  const lasted = formatDuration((run.endedAt ?? Date.now()) - run.startedAt);
  text.appendText(`${run.name} · ${statusText(run.status)} · ${lasted}\n`);
  text.appendText(`${new Date(run.startedAt).toLocaleString(vscode.env.language)}\n`);
  if (run.message !== null) text.appendText(`${run.message}\n`);
  if (run.note !== null) text.appendText(`${run.note}\n`);
  appendTable(
    text,
    vscode.l10n.t('Parameters'),
    run.params.slice(0, 20).map((p) => [p.key, String(p.value)]),
  );
  appendTable(
    text,
    vscode.l10n.t('Metrics'),
    run.metrics.slice(0, 20).map((metric) => [metric.key, formatMetric(metric.last)]),
  );
  text.appendCodeblock(run.command.join(' '), 'shellscript');
  return text;
}

/** Aligned columns in a code block: values are text, never Markdown. */
function appendTable(text: vscode.MarkdownString, title: string, rows: [string, string][]): void {
  if (rows.length === 0) return;
  const width = Math.max(...rows.map(([key]) => key.length));
  text.appendText(`${title}\n`);
  text.appendCodeblock(rows.map(([key, value]) => `${key.padEnd(width)}  ${value}`).join('\n'), 'plaintext');
}
