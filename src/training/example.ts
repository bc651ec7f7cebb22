import { cp } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { errorMessage, UserError } from '../common/errors';

/** Copies the example workspace to a folder that the user chooses and opens it. */
export async function openExample(extensionUri: vscode.Uri): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Where shall the example go?'),
    openLabel: vscode.l10n.t('Put the example here'),
    canSelectFolders: true,
    canSelectFiles: false,
  });
  const parent = chosen?.[0];
  if (parent === undefined) return;
  const target = path.join(parent.fsPath, 'trialbook-penguins');
  const source = vscode.Uri.joinPath(extensionUri, 'examples', 'penguins').fsPath;
  try {
    await cp(source, target, { recursive: true, force: false });
  } catch (error) {
    throw new UserError(vscode.l10n.t('The example could not be written to {0}: {1}', target, errorMessage(error)));
  }
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(target));
}
