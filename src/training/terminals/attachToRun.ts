import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { Run } from '../../protocol/entities';
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
  const task = commandLineTask(commandLine, {
    folder: folderOf(vscode.Uri.file(dir)),
    definition: { type: TASK_TYPE, attach: run.id },
    name: run.name,
    words: ['attach', run.id, '--workspace', dir],
    cwd: dir,
    ownTerminal: true,
  });
  await vscode.tasks.executeTask(task);
}
