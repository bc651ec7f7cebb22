import * as vscode from 'vscode';
import type { Run } from '../protocol/entities';
import { executeCommand } from '../platform/commands';
import { statusText } from '../platform/runRows';

/** Tells how a run ended when that asks for something: it failed, or it left no metrics to look at. */
export function announceEnd(folder: string, run: Run): void {
  const target = { folder, runId: run.id };
  if (run.status === 'failed' || run.status === 'killed' || run.status === 'lost') {
    const showOutput = vscode.l10n.t('Show output');
    const text = vscode.l10n.t('{0} {1}: {2}', run.name, statusText(run.status), run.message ?? '');
    void vscode.window.showErrorMessage(text, showOutput).then((chosen) => {
      if (chosen === showOutput) void executeCommand('trialbook.showRunOutput', target);
    });
  } else if (run.status === 'finished' && run.metricCount === 0) {
    const find = vscode.l10n.t('Find metrics in the output');
    const text = vscode.l10n.t(
      '{0} finished without metrics. Trialbook can read them from the lines that it printed.',
      run.name,
    );
    void vscode.window.showInformationMessage(text, find).then((chosen) => {
      if (chosen === find) void executeCommand('trialbook.findOutputMetrics', target);
    });
  }
}
