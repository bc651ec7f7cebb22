import * as vscode from 'vscode';

/** Shows a notification while an action goes on that cannot be cancelled. */
export function withProgress<T>(title: string, action: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, action);
}
