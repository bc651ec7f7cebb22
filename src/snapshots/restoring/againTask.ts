/** Editor tasks in which runs are reproduced and bisected. */
import { ulid } from 'ulid';
import * as vscode from 'vscode';
import type { CommandLine } from '../../platform/commandLine';
import { commandLineTask, folderOfTask } from '../../platform/commandLineTask';
import { settingOptions } from '../../platform/recorderOptions';
import type { RunId } from '../../protocol/entities';

const AGAIN_TASK = 'trialbook-again';

/**
 * What the editor keeps of such a task over a reload. It runs a background task again then: with the same id the command
 * goes on where it was, and nothing is trained twice.
 */
interface AgainDefinition extends vscode.TaskDefinition {
  type: typeof AGAIN_TASK;
  action: 'reproduce' | 'bisect';
  /** The run to reproduce, or a good and a bad one. */
  runs: RunId[];
  /** With `bisect`. */
  metric?: string;
  allowOtherData?: boolean;
  /** Of the new run, or of the bisection. */
  id: string;
}

/** A task that has ended. */
export interface AgainTask {
  /** `reproduce brisk-otter`: what the editor calls it and its terminal. */
  name: string;
  definition: AgainDefinition;
}

/** Starts the task; its end is told by {@link onAgainEnd}. */
export async function startAgain(
  commandLine: CommandLine,
  folder: vscode.WorkspaceFolder,
  asked: Omit<AgainDefinition, 'type' | 'id'>,
  name: string,
): Promise<void> {
  const { action, runs, metric, allowOtherData } = asked;
  const definition: AgainDefinition = { type: AGAIN_TASK, action, runs, id: ulid() };
  if (metric !== undefined) definition.metric = metric;
  if (allowOtherData !== undefined) definition.allowOtherData = allowOtherData;
  await vscode.tasks.executeTask(createTask(commandLine, folder, definition, name));
}

/** Has the editor run such tasks again after a reload, unless they have ended. */
export function registerAgainTasks(commandLine: CommandLine, hasEnded: (id: string) => boolean): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(AGAIN_TASK, {
    provideTasks: () => [],
    resolveTask: (task) => {
      const { definition, name } = task;
      const folder = folderOfTask(task);
      if (folder === undefined || !isDefinition(definition) || !vscode.workspace.isTrusted) return undefined;
      return hasEnded(definition.id) ? undefined : createTask(commandLine, folder, definition, name);
    },
  });
}

/** Calls back with the folder and the exit code when a task has ended by itself. */
export function onAgainEnd(listener: (folder: string, task: AgainTask, exitCode: number) => void): vscode.Disposable {
  return vscode.tasks.onDidEndTaskProcess(({ execution: { task }, exitCode }) => {
    const { name, definition } = task;
    if (!isDefinition(definition) || exitCode === undefined) return;
    const folder = folderOfTask(task);
    if (folder !== undefined) listener(folder.uri.fsPath, { name, definition }, exitCode);
  });
}

function isDefinition(definition: vscode.TaskDefinition): definition is AgainDefinition {
  const { type, action, runs, id } = definition as Partial<AgainDefinition>;
  return type === AGAIN_TASK && (action === 'reproduce' || action === 'bisect') && Array.isArray(runs) && Boolean(id);
}

function createTask(
  commandLine: CommandLine,
  folder: vscode.WorkspaceFolder,
  definition: AgainDefinition,
  name: string,
): vscode.Task {
  const { action, runs, metric, allowOtherData, id } = definition;
  const words = [action, ...runs, '--workspace', folder.uri.fsPath, '--id', id];
  if (metric !== undefined) words.push('--metric', metric);
  if (allowOtherData === true) words.push('--allow-other-data');
  return commandLineTask(commandLine, {
    folder,
    definition,
    name,
    words: [...words, '--', ...settingOptions(folder.uri)],
    cwd: folder.uri.fsPath,
    survivesReload: true,
  });
}
