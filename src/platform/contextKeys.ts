import * as vscode from 'vscode';

/** Every context key of ours that when-clauses name, save for the views. A test holds this type against package.json. */
export type ContextKey =
  | 'trialbook.codeComparison'
  | 'trialbook.queueLength'
  | 'trialbook.queuePausable'
  | 'trialbook.queuePaused'
  | 'trialbook.runsChecked'
  | 'trialbook.runsFiltered'
  | 'trialbook.terminalsTracked';

/** Sets a context key for when-clauses; `undefined` takes it back. */
export function setContext(key: ContextKey, value: string | number | boolean | undefined): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
