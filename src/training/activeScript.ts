import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { isScriptFile, isScriptLanguage } from './scriptKinds';

/**
 * The script in the active editor. Where a page is active instead, such as the walkthrough, it is the script that is open
 * in another tab; of several the user picks one. Rejects when none is open, or none is picked.
 */
export async function activeScript(): Promise<vscode.Uri> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.uri.scheme === 'file' && isScriptLanguage(document.languageId)) return document.uri;
  const [script, ...others] = document === undefined ? scriptsInTabs() : [];
  if (script === undefined) {
    throw new UserError(vscode.l10n.t('Open a training script first (Python, R, Julia or shell), then track it.'));
  }
  return others.length === 0 ? script : pickScript([script, ...others]);
}

/** The scripts that are open in any group of editors, each once. */
function scriptsInTabs(): vscode.Uri[] {
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  const files = inputs.flatMap((input) => (input instanceof vscode.TabInputText ? input.uri : []));
  const scripts = files.filter(({ scheme, path: file }) => scheme === 'file' && isScriptFile(file));
  return [...new Map(scripts.map((uri) => [uri.toString(), uri])).values()];
}

async function pickScript(scripts: readonly vscode.Uri[]): Promise<vscode.Uri> {
  const items = scripts.map((uri) => ({
    label: path.basename(uri.fsPath),
    description: vscode.workspace.asRelativePath(path.dirname(uri.fsPath)),
    uri,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Track which script?') });
  if (picked === undefined) throw new vscode.CancellationError();
  return picked.uri;
}
