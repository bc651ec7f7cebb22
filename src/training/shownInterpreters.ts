import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { readSetting } from '../platform/settings';
import { findInterpreter, type Interpreter } from './interpreter';
import { exists } from '../platform/files';

interface Shown {
  interpreter: Interpreter;
  /** The setting as it was: another one is another choice. */
  setting: string;
}

/**
 * The interpreters that lenses name, by folder. When the one that a lens shows goes, another would be found in its place:
 * nobody's training shall change its Python unnoticed, so the next start is refused and says so, and the one after it runs
 * with what there is.
 */
export class ShownInterpreters {
  private readonly shown = new Map<string, Shown>();

  /** The interpreter to show. Throws a {@link UserError} when there is none, or the one that was shown is gone. */
  async show(folder: vscode.WorkspaceFolder): Promise<Interpreter> {
    await this.requireShown(folder);
    const interpreter = await findInterpreter(folder);
    this.shown.set(folder.uri.fsPath, { interpreter, setting: readSetting('trialbook.pythonPath', folder.uri) });
    return interpreter;
  }

  /** Throws a {@link UserError}, once, when the interpreter that was shown is gone. */
  async confirm(folder: vscode.WorkspaceFolder): Promise<void> {
    try {
      await this.requireShown(folder);
    } catch (error) {
      this.shown.delete(folder.uri.fsPath);
      throw error;
    }
  }

  /** Another interpreter was selected: that the former one goes is no surprise. */
  forget(): void {
    this.shown.clear();
  }

  private async requireShown(folder: vscode.WorkspaceFolder): Promise<void> {
    const shown = this.shown.get(folder.uri.fsPath);
    if (shown === undefined || shown.setting !== readSetting('trialbook.pythonPath', folder.uri)) return;
    if (await exists(shown.interpreter.path)) return;
    throw new UserError(
      vscode.l10n.t(
        'The interpreter {0} is gone. Make its environment anew or choose another with "Trialbook: Select Python Interpreter"; tracked again, the script runs with the next one that is found.',
        shown.interpreter.path,
      ),
    );
  }
}
