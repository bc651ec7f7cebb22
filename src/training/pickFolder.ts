import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { folderOf } from '../platform/workspace';

/** The folder of the active file, the only folder, or the one that the user picks. */
export async function pickFolder(): Promise<vscode.WorkspaceFolder> {
  const active = vscode.window.activeTextEditor?.document.uri;
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new UserError(vscode.l10n.t('Open a folder first: its runs are kept in it.'));
  if (active !== undefined && vscode.workspace.getWorkspaceFolder(active) !== undefined) return folderOf(active);
  const [only] = folders;
  if (folders.length === 1 && only !== undefined) return only;
  const picked = await vscode.window.showWorkspaceFolderPick();
  if (picked === undefined) throw new vscode.CancellationError();
  return picked;
}
