import * as vscode from 'vscode';
import type { Disposable } from '../common/disposables';
import type { EngineChoice } from '../protocol/storeOptions';

/** Every setting with its type. A test holds this map against package.json. */
export interface SettingTypes {
  'trialbook.pythonPath': string;
  /** Globs relative to the folder; with `!` in front they take files out. */
  'trialbook.trainingScripts': string[];
  'trialbook.outputMetrics': string[];
  'trialbook.watchedMetrics': string[];
  'trialbook.stopOnDivergence': boolean;
  'trialbook.stop.grace': number;
  'trialbook.artifacts.copyBelow': number;
  'trialbook.environment': string[];
  /** Seconds; 0 for never. */
  'trialbook.machine.interval': number;
  /** MiB. */
  'trialbook.output.maxSize': number;
  'trialbook.tracker.scores': boolean;
  'trialbook.tracker.opens': boolean;
  /** Runs of the queue that train at once. */
  'trialbook.queue.maxParallel': number;
  /** Runs for each GPU; 0 hands none out. */
  'trialbook.queue.perGpu': number;
  /** Seconds. */
  'trialbook.notify.after': number;
  'trialbook.terminal.trackAll': boolean;
  'trialbook.storage.engine': EngineChoice;
}

export type SettingId = keyof SettingTypes;

/** Reads a setting as it holds for a folder or file. package.json gives the default. */
export function readSetting<Id extends SettingId>(id: Id, scope: vscode.Uri): SettingTypes[Id] {
  return vscode.workspace.getConfiguration(undefined, scope).get(id) as SettingTypes[Id];
}

/** Whether somebody has set it, for a folder or file. */
export function isSettingGiven(id: SettingId, scope: vscode.Uri): boolean {
  const found = vscode.workspace.getConfiguration(undefined, scope).inspect(id);
  return [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue].some((value) => value !== undefined);
}

/** Writes a setting into the settings of the folder, or of the workspace where it has but one folder. */
export async function writeSetting<Id extends SettingId>(
  id: Id,
  value: SettingTypes[Id],
  scope: vscode.Uri,
): Promise<void> {
  const target = vscode.workspace.workspaceFile
    ? vscode.ConfigurationTarget.WorkspaceFolder
    : vscode.ConfigurationTarget.Workspace;
  await vscode.workspace.getConfiguration(undefined, scope).update(id, value, target);
}

/** Calls back when a setting, or any of ours, changed anywhere. */
export function onSettingChange(id: SettingId | 'trialbook', listener: () => void): Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(id)) listener();
  });
}
