import * as vscode from 'vscode';
import type { Run } from '../protocol/entities';
import { executeCommand } from '../platform/commands';
import { statusText } from '../platform/runRows';
import type { StoreClient } from '../store/client';
import { failingFrame, frameName, openFrame } from './frames';

/**
 * Tells how a run ended when that asks for something: it failed, or it left no metrics to look at. Of runs inside others
 * nothing is told: a study has a thousand.
 */
export async function announceEnd(store: StoreClient, folder: string, run: Run): Promise<void> {
  if (run.parent !== null) return;
  if (run.status === 'failed' || run.status === 'killed' || run.status === 'lost') {
    await announceFailure(store, folder, run);
  } else if (run.status === 'finished' && run.keyMetric === null) {
    const find = vscode.l10n.t('Find metrics in the output');
    const text = vscode.l10n.t(
      '{0} finished without metrics. Trialbook can read them from the lines that it printed.',
      run.name,
    );
    const chosen = await vscode.window.showInformationMessage(text, find);
    if (chosen === find) await executeCommand('trialbook.findOutputMetrics', { folder, runId: run.id });
  }
}

async function announceFailure(store: StoreClient, folder: string, run: Run): Promise<void> {
  const detail = await store.request('getRun', { runId: run.id });
  const frame = detail === null ? undefined : failingFrame(detail);
  const showOutput = vscode.l10n.t('Show output');
  const openLine = frame === undefined ? undefined : vscode.l10n.t('Open {0}', frameName(frame));
  const text = vscode.l10n.t('{0} {1}: {2}', run.name, statusText(run.status), run.message ?? '');
  const actions = [...(openLine === undefined ? [] : [openLine]), showOutput];
  const chosen = await vscode.window.showErrorMessage(text, ...actions);
  if (chosen === undefined) return;
  if (chosen === showOutput) await executeCommand('trialbook.showRunOutput', { folder, runId: run.id });
  else if (frame !== undefined) {
    const { command, arguments: args = [] } = openFrame(folder, frame);
    await vscode.commands.executeCommand(command, ...(args as unknown[]));
  }
}
