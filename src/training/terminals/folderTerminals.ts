/** What a folder's terminals are told, and what they have by themselves. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { CommandLine } from '../../platform/commandLine';
import { settingOptions } from '../../platform/recorderOptions';
import { handoverVariables } from './trackedEnvironment';

/** The sections of the editor's settings that {@link usersPythonPath} depends on. */
export const TERMINAL_SETTINGS = ['terminal.integrated.env', 'terminal.integrated.inheritEnv'];

const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows', darwin: 'osx' };

/** The variables that make the folder's scripts runs, with the settings as they are now. */
export function trackedVariables(
  { node, script }: CommandLine,
  folder: vscode.WorkspaceFolder,
): Record<string, string> {
  const dir = folder.uri.fsPath;
  return handoverVariables(dir, [node, script, 'run', '--in-place', '--workspace', dir, ...settingOptions(folder.uri)]);
}

/** The folder that holds the tracker's `sitecustomize.py`. */
export function trackerFolder({ script }: CommandLine): string {
  return path.join(path.dirname(path.dirname(script)), 'python');
}

/** The `PYTHONPATH` of the folder's terminals without us, as far as the editor decides; it may hold `${…}` for the editor. */
export function usersPythonPath(folder: vscode.WorkspaceFolder): string | undefined {
  const settings = vscode.workspace.getConfiguration('terminal.integrated', folder.uri);
  const env = settings.get<Record<string, string | null>>(`env.${PLATFORMS[process.platform] ?? 'linux'}`, {});
  // `null` takes the variable away.
  if ('PYTHONPATH' in env) return env['PYTHONPATH'] ?? undefined;
  return settings.get<boolean>('inheritEnv') === false ? undefined : process.env['PYTHONPATH'];
}
