import * as vscode from 'vscode';
import type { CommandLine } from './commandLine';

/** Type of the tasks that show tracked runs: people write them in `tasks.json`, and the editor takes them up again. */
export const TASK_TYPE = 'trialbook';

/** Tells the editor from a viewer's lines whether a background task is at work. */
const BACKGROUND_MATCHER = '$trialbook';

export interface CommandLineTask {
  folder: vscode.WorkspaceFolder;
  /** What the editor keeps of the task on its disk; it holds no secrets. */
  definition: vscode.TaskDefinition;
  name: string;
  detail?: string;
  /** Words behind the program. */
  words: string[];
  cwd: string;
  env?: Record<string, string>;
  /** Whether the editor runs the task again after a reload: only where that starts nothing twice. */
  survivesReload?: boolean;
  /** A terminal of its own, which gets the focus. */
  ownTerminal?: boolean;
}

/** The editor task in whose terminal our command line runs. */
export function commandLineTask({ node, script, env }: CommandLine, options: CommandLineTask): vscode.Task {
  const { folder, definition, name, detail, words, cwd, survivesReload = false, ownTerminal = false } = options;
  const execution = new vscode.ProcessExecution(node, [script, ...words], { cwd, env: { ...options.env, ...env } });
  // Of these alone the viewer's lines tell when the work begins and ends.
  const matchers = survivesReload && definition.type === TASK_TYPE ? [BACKGROUND_MATCHER] : [];
  const task = new vscode.Task(definition, folder, name, 'trialbook', execution, matchers);
  task.isBackground = survivesReload;
  if (detail !== undefined) task.detail = detail;
  task.presentationOptions = {
    // The command line says in one line what it does; its own words are nothing to read.
    echo: false,
    reveal: vscode.TaskRevealKind.Always,
    focus: ownTerminal,
    panel: ownTerminal ? vscode.TaskPanelKind.Dedicated : vscode.TaskPanelKind.Shared,
    showReuseMessage: false,
    clear: true,
  };
  return task;
}

/** The folder that a task belongs to; the first one of a task of the whole workspace. */
export function folderOfTask({ scope }: vscode.Task): vscode.WorkspaceFolder | undefined {
  return typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
}
