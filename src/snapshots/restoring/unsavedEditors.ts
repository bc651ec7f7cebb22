import path from 'node:path';
import * as vscode from 'vscode';

/**
 * Has unsaved editors of these files saved, so that nothing typed is lost; `false` when the user would rather not. Paths
 * are relative to the folder, with `/`.
 */
export async function saveUnsaved(folder: string, paths: readonly string[]): Promise<boolean> {
  const files = new Set(paths.map((one) => vscode.Uri.file(path.join(folder, one)).toString()));
  const unsaved = vscode.workspace.textDocuments.filter((one) => one.isDirty && files.has(one.uri.toString()));
  if (unsaved.length === 0) return true;
  const names = unsaved.map((one) => vscode.workspace.asRelativePath(one.uri));
  const save = vscode.l10n.t('Save and go on');
  const text = vscode.l10n.t('Files that would be replaced have unsaved changes.');
  const detail = [...names, vscode.l10n.t('Saved, they are kept like all that is replaced.')].join('\n');
  if ((await vscode.window.showWarningMessage(text, { modal: true, detail }, save)) !== save) return false;
  for (const document of unsaved) if (!(await document.save())) return false;
  return true;
}
