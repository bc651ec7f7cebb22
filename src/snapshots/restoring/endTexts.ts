/** What is told when a reproduction or a bisection has ended. */
import * as vscode from 'vscode';
import type { BisectionReport, ReproductionReport } from '../../protocol/reproduction';
import { formatMetric } from '../../platform/format';
import type { ReportAddress } from './reportAddress';
import { openReport } from './reports';

export async function announceReproduction(folder: string, report: ReproductionReport): Promise<void> {
  const show = showReport();
  const { verdict, ofName } = report;
  const address: ReportAddress = { folder, kind: 'reproduction', id: report.run };
  if (verdict === 'agrees') {
    const text = vscode.l10n.t('{0} was reproduced: its metrics agree.', ofName);
    return offer(vscode.window.showInformationMessage(text, show), address, report.name);
  }
  await offer(vscode.window.showWarningMessage(whyNotReproduced(report), show), address, report.name);
}

function whyNotReproduced({ verdict, status, ofName, metrics }: ReproductionReport): string {
  if (verdict === 'unknown') {
    return status === 'cancelled'
      ? vscode.l10n.t('The reproduction of {0} was stopped before its end.', ofName)
      : vscode.l10n.t('Whether {0} can be reproduced is not known: there is nothing to compare.', ofName);
  }
  const apart = [...new Set(metrics.filter(({ by }) => by === null).map(({ key }) => key))];
  if (apart.length === 0) return vscode.l10n.t('{0} was not reproduced: it ended otherwise.', ofName);
  return vscode.l10n.t('{0} was not reproduced: {1} differs.', ofName, apart.slice(0, 3).join(', '));
}

export async function announceBisection(folder: string, report: BisectionReport): Promise<void> {
  const { first, metric, suspects } = report;
  const text =
    first === null
      ? vscode.l10n.t('No change was found that moved {0}.', metric)
      : suspects.length > 0
        ? vscode.l10n.t('{0} was moved by one of {1}.', metric, suspects.join(', '))
        : vscode.l10n.t(
            '{0} was moved by the change of {1}: from {2} to {3}.',
            metric,
            first.name,
            formatMetric(first.before),
            formatMetric(first.after),
          );
  const address: ReportAddress = { folder, kind: 'bisection', id: report.id };
  await offer(vscode.window.showInformationMessage(text, showReport()), address, vscode.l10n.t('bisect {0}', metric));
}

/** Of a task that came to no result; its terminal is of the same name, in several folders with the folder's behind. */
export async function announceNoResult(task: string): Promise<void> {
  const terminal = vscode.window.terminals.findLast(({ name }) => name === task || name.startsWith(`${task} (`));
  const show = vscode.l10n.t('Show the terminal');
  const text = vscode.l10n.t('“{0}” ended without a result: its terminal tells why.', task);
  const chosen = await vscode.window.showWarningMessage(text, ...(terminal === undefined ? [] : [show]));
  if (chosen === show) terminal?.show();
}

function showReport(): string {
  return vscode.l10n.t('Show report');
}

async function offer(chosen: Thenable<string | undefined>, address: ReportAddress, title: string): Promise<void> {
  if ((await chosen) !== undefined) await openReport(address, title);
}
