import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../common/disposables';
import { commandLink } from '../platform/commands';
import { onSettingChange } from '../platform/settings';
import { findEntryPoint } from './entryPoints';
import { findInterpreter, interpreterLabel } from './interpreter';

/** Puts "Track this run" above the line where a Python file starts its training. */
export class TrainingLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changed.event;

  constructor() {
    this.disposables.add(onSettingChange('trialbook.pythonPath', () => this.changed.fire()));
    this.disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.changed.fire()));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    if (!vscode.workspace.isTrusted || folder === undefined) return [];
    const line = findEntryPoint(path.basename(document.fileName), document.getText());
    if (line === undefined) return [];
    const range = new vscode.Range(line, 0, line, 0);
    const lens = (command: vscode.Command): vscode.CodeLens => new vscode.CodeLens(range, command);
    return [
      lens(commandLink('trialbook.trackFile', `$(play) ${vscode.l10n.t('Track this run')}`, document.uri)),
      lens(commandLink('trialbook.debugFile', vscode.l10n.t('Debug this run'), document.uri)),
      lens(commandLink('trialbook.trackFileWithArguments', vscode.l10n.t('Track with arguments…'), document.uri)),
      lens(await interpreterLink(folder)),
    ];
  }

  dispose(): void {
    this.disposables.dispose();
  }
}

async function interpreterLink(folder: vscode.WorkspaceFolder): Promise<vscode.Command> {
  try {
    const interpreter = await findInterpreter(folder);
    const label = interpreterLabel(interpreter, folder.uri.fsPath);
    return {
      ...commandLink('trialbook.selectInterpreter', label),
      tooltip: vscode.l10n.t('Runs with {0}. Click to choose another interpreter.', interpreter.path),
    };
  } catch {
    return commandLink('trialbook.selectInterpreter', `$(warning) ${vscode.l10n.t('Choose a Python interpreter')}`);
  }
}
