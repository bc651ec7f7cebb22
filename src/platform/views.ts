import * as vscode from 'vscode';

/** Every view of the sidebar. A test holds this type against package.json. */
export type ViewId = 'trialbook.runs' | 'trialbook.queue' | 'trialbook.datasets' | 'trialbook.models';

/** Every page (webview panel type). */
export type PageId =
  'trialbook.compare' | 'trialbook.changes' | 'trialbook.rerun' | 'trialbook.table' | 'trialbook.run';

/** Creates one of our tree views. */
export function createTreeView<T>(
  id: ViewId,
  provider: vscode.TreeDataProvider<T>,
  options: Pick<
    vscode.TreeViewOptions<T>,
    'canSelectMany' | 'dragAndDropController' | 'manageCheckboxStateManually' | 'showCollapseAll'
  > = {},
): vscode.TreeView<T> {
  return vscode.window.createTreeView(id, { treeDataProvider: provider, showCollapseAll: true, ...options });
}
