import path from 'node:path';
import { ulid } from 'ulid';
import * as vscode from 'vscode';
import type { CommandLine } from '../platform/commandLine';
import { settingOptions } from '../platform/recorderOptions';
import { findInterpreter } from './interpreter';

export const TASK_TYPE = 'trialbook';

/** What a task of ours says in `tasks.json`, and what the editor keeps of a running one over a reload. */
export interface TrialbookTaskDefinition extends vscode.TaskDefinition {
  type: typeof TASK_TYPE;
  /** The script, relative to the workspace folder. */
  script: string;
  args?: string[];
  /**
   * Fixed id of the run. The editor runs a background task again after a reload: with the same id the recorder's viewer
   * attaches to the run that goes on, and nothing is trained twice.
   */
  runId?: string;
}

/**
 * The editor task that shows a tracked run: a viewer of the recorder, which is detached and outlives it.
 * Throws a `UserError` when there is no Python.
 */
export async function createRecorderTask(
  commandLine: CommandLine,
  folder: vscode.WorkspaceFolder,
  definition: TrialbookTaskDefinition,
): Promise<vscode.Task> {
  const interpreter = await findInterpreter(folder);
  const args = definition.args ?? [];
  const options = ['--workspace', folder.uri.fsPath, '--id', definition.runId ?? ulid(), ...settingOptions(folder.uri)];
  const task = new vscode.Task(
    definition,
    folder,
    path.posix.basename(definition.script),
    'trialbook',
    new vscode.ProcessExecution(
      commandLine.node,
      [commandLine.script, 'run', ...options, '--', interpreter.path, definition.script, ...args],
      { cwd: folder.uri.fsPath, env: commandLine.env },
    ),
    [],
  );
  // Only with a fixed id is it harmless that the editor runs the task again after a reload.
  task.isBackground = definition.runId !== undefined;
  task.detail = [definition.script, ...args].join(' ');
  task.presentationOptions = {
    // The recorder says in one line what it tracks; its own command line is nothing to read.
    echo: false,
    reveal: vscode.TaskRevealKind.Always,
    panel: vscode.TaskPanelKind.Shared,
    showReuseMessage: false,
    clear: true,
  };
  return task;
}
