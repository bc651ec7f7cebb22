/** Ending a run that trains. */
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { errorCode, UserError } from '../common/errors';
import { CONTROL_FILE, runDir } from '../common/workspaceFolder';
import type { Run } from '../protocol/entities';
import type { ControlCommand } from '../protocol/recorderChannel';
import type { RunTarget } from '../platform/commands';
import { formatDuration } from '../platform/format';
import { isLive } from '../platform/runRows';
import { readSetting } from '../platform/settings';

/** How long the status bar says that a run is being stopped. */
const TOLD_MS = 5_000;

/** Whether the user means it. Of a run that has trained for less time than one is told of, nothing is asked. */
export async function confirmStop(folder: string, { name, startedAt, status }: Run): Promise<boolean> {
  const lasted = Date.now() - startedAt;
  const isYoung = lasted < readSetting('trialbook.notify.after', vscode.Uri.file(folder)) * 1000;
  if (isYoung || !isLive(status)) return true;
  const stop = vscode.l10n.t('Stop Run');
  const question = vscode.l10n.t('Stop {0}, which has trained for {1}?', name, formatDuration(lasted));
  const detail = vscode.l10n.t('What it recorded so far stays.');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, stop)) === stop;
}

/** Asks the recorder of a run to end it. Throws a {@link UserError} where the run's folder is gone. */
export async function requestStop({ folder, runId }: RunTarget, name: string): Promise<void> {
  const command: ControlCommand = { cmd: 'stop', at: Date.now() };
  try {
    await appendFile(path.join(runDir(folder, runId), CONTROL_FILE), `${JSON.stringify(command)}\n`);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new UserError(
      vscode.l10n.t('{0} cannot be told to stop: its folder is gone. End its process yourself.', name),
    );
  }
  vscode.window.setStatusBarMessage(`$(loading~spin) ${vscode.l10n.t('Stopping {0}…', name)}`, TOLD_MS);
}
