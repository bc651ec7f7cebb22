import * as vscode from 'vscode';
import { UserError } from '../common/errors';

/** Absolute paths of the workspace's folders on disk, in the editor's order. */
export function folderPaths(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === 'file')
    .map((folder) => folder.uri.fsPath);
}

/** Calls back with each folder on disk that leaves the workspace. */
export function onFolderRemoved(listener: (folder: string) => void): vscode.Disposable {
  return vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
    for (const { uri } of removed) if (uri.scheme === 'file') listener(uri.fsPath);
  });
}

/** The name that the editor shows for a folder. */
export function folderName(folder: string): string {
  return vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder))?.name ?? folder;
}

/** The workspace folder that holds a file. Throws a {@link UserError} that says how to get one. */
export function folderOf(file: vscode.Uri): vscode.WorkspaceFolder {
  const folder = vscode.workspace.getWorkspaceFolder(file);
  if (folder) return folder;
  throw new UserError(
    vscode.l10n.t(
      'Trialbook keeps runs in the folder that is open in the editor. Open the folder that holds {0} first (File > Open Folder).',
      file.path.slice(file.path.lastIndexOf('/') + 1),
    ),
  );
}

/** Throws a {@link UserError} unless the user trusts the workspace: nothing is launched in one that is only browsed. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(
    vscode.l10n.t('This workspace is not trusted, so Trialbook only shows its runs. Trust it to track new ones.'),
  );
}
