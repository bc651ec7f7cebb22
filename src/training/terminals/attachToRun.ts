import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { Run } from '../../protocol/entities';
import { isLive } from '../../platform/runRows';
import { folderOf, requireTrust } from '../../platform/workspace';
import type { CommandLine } from '../../platform/commandLine';
import { TASK_TYPE } from '../recorderTask';

/**
 * Shows the output of a live run from its start in a terminal, whoever started it. Ctrl-C there stops the run, closing it
 * ends nothing. Throws a {@link UserError} when the run has ended.
 */
export async function attachToRun({ node, script, env }: CommandLine, dir: string, run: Run): Promise<void> {
  requireTrust();
  if (!isLive(run.status)) {
    throw new UserError(vscode.l10n.t('{0} has ended. "Show Run Output" shows what it printed.', run.name));
  }
  const task = new vscode.Task(
    { type: TASK_TYPE, attach: run.id },
    folderOf(vscode.Uri.file(dir)),
    run.name,
    'trialbook',
    new vscode.ProcessExecution(node, [script, 'attach', run.id, '--workspace', dir], { cwd: dir, env }),
    [],
  );
  task.presentationOptions = {
    echo: false,
    reveal: vscode.TaskRevealKind.Always,
    focus: true,
    panel: vscode.TaskPanelKind.Dedicated,
    showReuseMessage: false,
    clear: true,
  };
  await vscode.tasks.executeTask(task);
}
