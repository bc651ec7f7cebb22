import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import { UserError } from '../common/errors';
import type { Commands } from '../platform/commands';
import type { ErrorBoundary } from '../platform/errorBoundary';
import type { SharedFiles } from '../platform/sharedFile';
import { folderPaths } from '../platform/workspace';
import type { StoreRegistry } from '../store/registry';
import { TablePanels } from './tablePanels';

/** The run table, an editor tab per workspace folder. */
export function registerTable(
  extensionUri: vscode.Uri,
  stores: StoreRegistry,
  shared: SharedFiles,
  commands: Commands,
  errors: ErrorBoundary,
): Disposable {
  const disposables = new DisposableStore();
  const panels = disposables.add(new TablePanels(extensionUri, stores, shared, errors));
  disposables.add(
    commands.register('trialbook.openRunTable', async () => {
      const folder = await pickFolder();
      if (folder !== undefined) panels.show(folder);
    }),
  );
  return disposables;
}

async function pickFolder(): Promise<string | undefined> {
  const [first, ...others] = folderPaths();
  if (first === undefined) throw new UserError(vscode.l10n.t('Open a folder first: its runs are kept in it.'));
  if (others.length === 0) return first;
  const picked = await vscode.window.showWorkspaceFolderPick({
    placeHolder: vscode.l10n.t('Show the runs of which folder?'),
  });
  return picked?.uri.fsPath;
}
