import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { folderPaths } from './workspace';

/**
 * The only folder of the workspace, or the one that the user picks; `undefined` when dismissed. Throws a
 * {@link UserError} where no folder is open.
 */
export async function pickFolder(question?: string): Promise<string | undefined> {
  const [first, ...others] = folderPaths();
  if (first === undefined) throw new UserError(vscode.l10n.t('Open a folder first: its runs are kept in it.'));
  if (others.length === 0) return first;
  const options = question === undefined ? {} : { placeHolder: question };
  return (await vscode.window.showWorkspaceFolderPick(options))?.uri.fsPath;
}
