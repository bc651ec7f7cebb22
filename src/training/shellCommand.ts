import path from 'node:path';
import * as vscode from 'vscode';
import { ENV } from '../protocol/trackerEnvironment';

/** Read by `bin/trialbook`: the Node that runs it. */
const NODE_VARIABLE = 'TRIALBOOK_NODE';

/** Makes `trialbook` a command in the editor's terminals, run by the editor's own Node and in its language. */
export function offerShellCommand(
  variables: Pick<vscode.EnvironmentVariableCollection, 'description' | 'prepend' | 'replace'>,
  extensionPath: string,
): void {
  variables.description = vscode.l10n.t('Finds the command trialbook, which runs and lists trainings.');
  // Shells whose start files set PATH anew are told again when they have done so.
  const options = { applyAtProcessCreation: true, applyAtShellIntegration: true };
  variables.prepend('PATH', path.join(extensionPath, 'bin') + path.delimiter, options);
  variables.replace(NODE_VARIABLE, process.execPath);
  variables.replace(ENV.locale, vscode.env.language);
}
