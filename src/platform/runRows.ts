/** How a run looks in any tree: the same icon, words and link wherever it is named. */
import * as vscode from 'vscode';
import { shownText } from '../common/shownText';
import type { MetricSummary, RunRef, RunStatus } from '../protocol/entities';
import { commandLink } from './commands';
import { formatAge, formatMetric } from './format';
import type { TreeNode } from './tree';

/** The editor's own testing icons and colours. */
const ICONS: Record<RunStatus, [icon: string, color: string]> = {
  queued: ['testing-queued-icon', 'testing.iconQueued'],
  running: ['loading~spin', 'testing.runAction'],
  finished: ['testing-passed-icon', 'testing.iconPassed'],
  failed: ['testing-failed-icon', 'testing.iconFailed'],
  killed: ['testing-error-icon', 'testing.iconErrored'],
  cancelled: ['circle-slash', 'testing.iconSkipped'],
  lost: ['question', 'testing.iconUnset'],
};

export function statusIcon(status: RunStatus): vscode.ThemeIcon {
  const [icon, color] = ICONS[status];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}

export function statusText(status: RunStatus): string {
  switch (status) {
    case 'queued':
      return vscode.l10n.t('queued');
    case 'running':
      return vscode.l10n.t('running');
    case 'finished':
      return vscode.l10n.t('finished');
    case 'failed':
      return vscode.l10n.t('failed');
    case 'killed':
      return vscode.l10n.t('killed');
    case 'cancelled':
      return vscode.l10n.t('cancelled');
    case 'lost':
      return vscode.l10n.t('lost');
  }
}

export function isLive(status: RunStatus): boolean {
  return status === 'queued' || status === 'running';
}

/** `0.934 accuracy`. */
export function metricText(metric: MetricSummary): string {
  return `${formatMetric(metric.last)} ${shownText(metric.key)}`;
}

/** A run below a dataset or model version; a click shows it in the Runs view. */
export function runRefRow(folder: string, run: RunRef, parent: TreeNode): TreeNode {
  return {
    id: `${parent.id}|${run.id}`,
    parent,
    item: () => {
      const name = shownText(run.name);
      const item = new vscode.TreeItem(name);
      item.iconPath = statusIcon(run.status);
      item.description = [
        ...(run.keyMetric ? [metricText(run.keyMetric)] : []),
        formatAge(run.startedAt, Date.now()),
      ].join(' · ');
      item.accessibilityInformation = { label: `${name}, ${statusText(run.status)}, ${item.description}` };
      item.command = commandLink('trialbook.revealRun', vscode.l10n.t('Show run'), { folder, runId: run.id });
      return item;
    },
  };
}
