import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { Run, RunId } from '../../protocol/entities';
import { isLive } from '../../platform/runRows';
import { folderOf, requireTrust } from '../../platform/workspace';
import type { CommandLine } from '../../platform/commandLine';
import { commandLineTask, TASK_TYPE } from '../../platform/commandLineTask';

/**
 * Shows the output of a live run from its start in a terminal, whoever started it. Ctrl-C there stops the run, closing it
 * ends nothing. Throws a {@link UserError} when the run has ended.
 */
export async function attachToRun(commandLine: CommandLine, dir: string, run: Run): Promise<void> {
  requireTrust();
  if (!isLive(run.status)) {
    throw new UserError(vscode.l10n.t('{0} has ended. "Show Run Output" shows what it printed.', run.name));
  }
  await vscode.tasks.executeTask(attachTask(commandLine, folderOf(vscode.Uri.file(dir)), run.id, run.name));
}

/** The editor task that shows a run's output; the editor tells tasks apart by what package.json declares of a definition. */
export function attachTask(
  commandLine: CommandLine,
  folder: vscode.WorkspaceFolder,
  runId: RunId,
  name: string,
): vscode.Task {
  const dir = folder.uri.fsPath;
  return commandLineTask(commandLine, {
    folder,
    definition: { type: TASK_TYPE, attach: runId },
    name,
    words: ['attach', runId, '--workspace', dir],
    cwd: dir,
    ownTerminal: true,
  });
}
