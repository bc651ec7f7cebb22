import * as vscode from 'vscode';

/** Every view of the sidebar. A test holds this type against package.json. */
export type ViewId = 'trialbook.runs' | 'trialbook.queue' | 'trialbook.datasets' | 'trialbook.models';

/** What of ours `when` clauses of package.json ask for, besides views. */
export type ContextKey = 'trialbook.queueLength' | 'trialbook.queuePaused';

export function setContext(key: ContextKey, value: number | boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}

/** Every page (webview panel type). */
export type PageId = 'trialbook.compare';

/** Creates one of our tree views. */
export function createTreeView<T>(
  id: ViewId,
  provider: vscode.TreeDataProvider<T>,
  options: Pick<vscode.TreeViewOptions<T>, 'canSelectMany' | 'dragAndDropController' | 'showCollapseAll'> = {},
): vscode.TreeView<T> {
  return vscode.window.createTreeView(id, { treeDataProvider: provider, showCollapseAll: true, ...options });
}
