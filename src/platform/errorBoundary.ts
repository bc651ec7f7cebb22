import * as vscode from 'vscode';
import { errorMessage, UserError } from '../common/errors';

/**
 * Where every error of a command, page or background task ends. A {@link UserError} is shown as written; cancelling is
 * silent; anything else is a bug: one sentence for the user, the stack for the log.
 */
export class ErrorBoundary {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** Runs an action; gives `undefined` when it failed, after telling the user. */
  async run<T>(what: string, action: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await action();
    } catch (error) {
      this.report(what, error);
      return undefined;
    }
  }

  /** Tells the user about an error without waiting for an answer. */
  report(what: string, error: unknown): void {
    if (error instanceof vscode.CancellationError) return;
    this.log.error(what, error instanceof Error ? (error.stack ?? error.message) : String(error));
    const expected = error instanceof UserError;
    const text = expected
      ? error.message
      : vscode.l10n.t('Trialbook could not do that ({0}). The log has the details.', errorMessage(error));
    const actions = expected ? [] : [vscode.l10n.t('Show log')];
    void vscode.window.showErrorMessage(text, ...actions).then((chosen) => {
      if (chosen !== undefined) this.log.show();
    });
  }
}
