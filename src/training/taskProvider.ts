import path from 'node:path';
import * as vscode from 'vscode';
import { relativeToWorkspace } from '../common/workspaceFolder';
import type { CommandLine } from '../platform/commandLine';
import { folderOfTask, TASK_TYPE } from '../platform/commandLineTask';
import type { StoreRegistry } from '../store/registry';
import { exists } from '../platform/files';
import { createRecorderTask, type TrialbookTaskDefinition } from './recorderTask';
import { attachTask } from './terminals/attachToRun';
import type { TrainingLines } from './trainingLines';

/** Scripts of a folder that are offered because they have runs. */
const MOST_SCRIPTS = 20;

/**
 * Offers the training scripts of a workspace as tasks, and resolves those of type `trialbook` from `tasks.json` and those
 * that the editor runs again after a reload. Nothing is offered or resolved in a workspace that is not trusted.
 */
export class TrialbookTaskProvider implements vscode.TaskProvider {
  constructor(
    private readonly commandLine: CommandLine,
    private readonly stores: StoreRegistry,
    private readonly lines: TrainingLines,
  ) {}

  /** The scripts that are open or have runs: finding all would mean reading the whole workspace. */
  async provideTasks(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    return (await Promise.all(folders.map((folder) => this.offered(folder)))).flat();
  }

  async resolveTask(task: vscode.Task): Promise<vscode.Task | undefined> {
    const definition = task.definition as TrialbookTaskDefinition;
    const folder = folderOfTask(task);
    if (definition.type !== TASK_TYPE || folder === undefined) return undefined;
    if (!vscode.workspace.isTrusted) return undefined;
    const { attach } = definition;
    if (attach !== undefined) return attachTask(this.commandLine, folder, attach, task.name);
    return createRecorderTask(this.commandLine, folder, definition);
  }

  private async offered(folder: vscode.WorkspaceFolder): Promise<vscode.Task[]> {
    const scripts = new Set([...this.openScripts(folder), ...(await this.scriptsWithRuns(folder))]);
    const tasks = [...scripts].map((script) =>
      // One whose program is missing cannot be offered; its lens says why.
      createRecorderTask(this.commandLine, folder, { type: TASK_TYPE, script }).catch(() => undefined),
    );
    return (await Promise.all(tasks)).filter((task) => task !== undefined);
  }

  private openScripts(folder: vscode.WorkspaceFolder): string[] {
    return vscode.workspace.textDocuments
      .filter(({ uri }) => uri.scheme === 'file' && vscode.workspace.getWorkspaceFolder(uri)?.index === folder.index)
      .filter((document) => this.lines.lineOf(document) !== undefined)
      .flatMap(({ uri }) => relativeToWorkspace(folder.uri.fsPath, uri.fsPath) ?? []);
  }

  private async scriptsWithRuns({ uri }: vscode.WorkspaceFolder): Promise<string[]> {
    const store = this.stores.get(uri.fsPath);
    const scripts = await store.request('recentScripts', { limit: MOST_SCRIPTS }).catch(() => []);
    const present = await Promise.all(scripts.map((script) => exists(path.join(uri.fsPath, script))));
    return scripts.filter((_, index) => present[index]);
  }
}
