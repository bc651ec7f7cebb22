import * as vscode from 'vscode';
import type { WorkspaceRestore } from '../../protocol/reproduction';
import type { RunTarget } from '../../platform/commands';
import { namedRunCode, workspaceCode } from '../codeSides';

/** Files that are opened in one editor; it makes a model of each. */
const MOST_FILES = 300;

/** Shows each file that a restore into the workspace would write: as it is now, and as it would be. */
export async function showRestorePreview(run: RunTarget, name: string, plan: WorkspaceRestore): Promise<void> {
  const [now, then] = [workspaceCode(run.folder), namedRunCode(run, name)];
  const rows = [
    ...plan.overwritten.map((path) => [now.uri(path), now.uri(path), then.uri(path)]),
    ...plan.created.map((path) => [now.uri(path), undefined, then.uri(path)]),
  ];
  const title = vscode.l10n.t('What restoring {0} changes', name);
  await vscode.commands.executeCommand('vscode.changes', title, rows.slice(0, MOST_FILES));
}
