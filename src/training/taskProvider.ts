import * as vscode from 'vscode';
import type { CommandLine } from '../platform/commandLine';
import { createRecorderTask, TASK_TYPE, type TrialbookTaskDefinition } from './recorderTask';

/** Resolves tasks of type `trialbook` from `tasks.json`, and those that the editor runs again after a reload. */
export class TrialbookTaskProvider implements vscode.TaskProvider {
  constructor(private readonly commandLine: CommandLine) {}

  /** None are offered unasked: scripts are tracked from their lens, and named trainings stand in `tasks.json`. */
  provideTasks(): vscode.Task[] {
    return [];
  }

  async resolveTask(task: vscode.Task): Promise<vscode.Task | undefined> {
    const definition = task.definition as TrialbookTaskDefinition;
    const scope = task.scope;
    const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
    if (definition.type !== TASK_TYPE || folder === undefined || typeof definition.script !== 'string')
      return undefined;
    if (!vscode.workspace.isTrusted) return undefined;
    return createRecorderTask(this.commandLine, folder, definition);
  }
}
