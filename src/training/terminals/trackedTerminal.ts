import path from 'node:path';
import * as vscode from 'vscode';
import { requireTrust } from '../../platform/workspace';
import { pickFolder } from '../pickFolder';
import type { CommandLine } from '../../platform/commandLine';
import { trackedVariables, trackerFolder, usersPythonPath } from './folderTerminals';
import { pythonPath } from './trackedEnvironment';

/** Where "Tracked Terminal" stands in the editor's list of profiles; see package.json. */
export const TRACKED_PROFILE = 'trialbook.trackedTerminal';

/**
 * What the editor needs to open a terminal in which the Python scripts of a folder become runs. Asks for the folder where
 * there are several. Throws a `UserError` in a workspace that is not trusted.
 */
export async function trackedTerminal(commandLine: CommandLine): Promise<vscode.TerminalOptions> {
  requireTrust();
  const folder = await pickFolder();
  return {
    name: vscode.l10n.t('{0} (tracked)', path.parse(vscode.env.shell).name),
    iconPath: new vscode.ThemeIcon('record'),
    color: new vscode.ThemeColor('terminal.ansiGreen'),
    message: vscode.l10n.t('Python scripts of {0} that are run here become tracked runs.', folder.name),
    cwd: folder.uri,
    env: {
      ...trackedVariables(commandLine, folder),
      PYTHONPATH: pythonPath(trackerFolder(commandLine), usersPythonPath(folder)),
    },
  };
}
