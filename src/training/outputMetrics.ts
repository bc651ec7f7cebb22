import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import type { ExtractReport, MetricSuggestion, SuggestReport } from '../protocol/commandLine';
import { type CommandLine, runJson } from '../platform/commandLine';
import type { RunTarget } from '../platform/commands';
import { formatMetric } from '../platform/format';
import { readSetting, writeSetting } from '../platform/settings';
import { withProgress } from '../platform/progress';
import { folderOf, requireTrust } from '../platform/workspace';

interface SuggestionItem extends vscode.QuickPickItem {
  suggestion: MetricSuggestion;
}

/**
 * "Find metrics in the output": shows what could be read from the lines that a run printed; what the user confirms goes
 * into the setting `trialbook.outputMetrics` and is read from that run's log at once. Nothing is guessed silently.
 */
export async function findOutputMetrics(commandLine: CommandLine, { folder, runId }: RunTarget): Promise<void> {
  requireTrust();
  const scope = folderOf(vscode.Uri.file(folder)).uri;
  const run = <Report>(...args: string[]): Promise<Report> =>
    runJson(commandLine, ['metrics', runId, '--workspace', folder, '--json', ...args]);
  const { suggestions } = await withProgress(vscode.l10n.t('Looking for metrics in the output…'), () =>
    run<SuggestReport>('--suggest'),
  );
  if (suggestions.length === 0) {
    throw new UserError(
      vscode.l10n.t(
        'No numbers with names were found in the output of this run. Print lines such as "loss 0.31" or "::metric loss=0.31 step=5", or write a regular expression into the setting trialbook.outputMetrics.',
      ),
    );
  }
  const chosen = await pickSuggestions(suggestions);
  if (chosen === undefined || chosen.length === 0) return;
  const patterns = chosen.map(({ pattern }) => pattern);
  const present = readSetting('trialbook.outputMetrics', scope);
  await writeSetting('trialbook.outputMetrics', [...new Set([...present, ...patterns])], scope);
  const report = await run<ExtractReport>(...patterns.flatMap((pattern) => ['--pattern', pattern]));
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      '{0} points of {1} were added to this run. Later runs record them as they print.',
      report.added,
      report.metrics.map(({ key }) => key).join(', '),
    ),
  );
}

async function pickSuggestions(suggestions: MetricSuggestion[]): Promise<MetricSuggestion[] | undefined> {
  const items = suggestions.map((suggestion, index): SuggestionItem => {
    const values = suggestion.metrics.map(({ key, values: some }) => `${key}: ${some.map(formatMetric).join(', ')} …`);
    return {
      label: suggestion.keys.join(', '),
      description: vscode.l10n.t('{0} lines such as "{1}"', suggestion.lines, suggestion.example),
      detail: values.join('   '),
      picked: index === 0,
      suggestion,
    };
  });
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Which of these are metrics? Your choice is kept in the setting trialbook.outputMetrics'),
    canPickMany: true,
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  return chosen?.map(({ suggestion }) => suggestion);
}
