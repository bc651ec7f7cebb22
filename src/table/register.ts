import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import type { Commands } from '../platform/commands';
import type { ErrorBoundary } from '../platform/errorBoundary';
import { pickFolder } from '../platform/pickFolder';
import type { SharedFiles } from '../platform/sharedFile';
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
      const folder = await pickFolder(vscode.l10n.t('Show the runs of which folder?'));
      if (folder !== undefined) panels.show(folder);
    }),
  );
  return disposables;
}
