import * as vscode from 'vscode';
import type { Disposable } from '../common/disposables';
import type { EngineChoice } from '../protocol/storeApi';

/** Every setting with its type. A test holds this map against package.json. */
export interface SettingTypes {
  'trialbook.pythonPath': string;
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
  'trialbook.terminal.trackAll': boolean;
  'trialbook.storage.engine': EngineChoice;
}

export type SettingId = keyof SettingTypes;

/** Reads a setting as it holds for a folder or file. package.json gives the default. */
export function readSetting<Id extends SettingId>(id: Id, scope: vscode.Uri): SettingTypes[Id] {
  return vscode.workspace.getConfiguration(undefined, scope).get(id) as SettingTypes[Id];
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
