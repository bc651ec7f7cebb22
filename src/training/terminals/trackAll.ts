import path from 'node:path';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposables';
import { setContext } from '../../platform/contextKeys';
import { onSettingChange, readSetting, writeSetting } from '../../platform/settings';
import type { CommandLine } from '../../platform/commandLine';
import { TERMINAL_SETTINGS, trackedVariables, trackerFolder, usersPythonPath } from './folderTerminals';

const SETTING = 'trialbook.terminal.trackAll';

/** Where the setting says so, every new terminal of a folder is a tracked one; the status bar shows it. */
export class TrackAll implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly status = this.disposables.add(
    vscode.window.createStatusBarItem(SETTING, vscode.StatusBarAlignment.Left),
  );

  constructor(
    private readonly variables: vscode.GlobalEnvironmentVariableCollection,
    private readonly commandLine: CommandLine,
  ) {
    this.status.name = vscode.l10n.t('Tracked Terminals');
    this.status.command = 'trialbook.untrackTerminals';
    const update = (): void => this.update();
    this.disposables.add(onSettingChange('trialbook', update));
    this.disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(update));
    this.disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(update));
    this.disposables.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (TERMINAL_SETTINGS.some((section) => change.affectsConfiguration(section))) update();
      }),
    );
    update();
  }

  /** Writes the setting of the folders that are open; tells what it means for the terminals that are open. */
  async set(on: boolean): Promise<void> {
    const changed = folders().filter((folder) => readSetting(SETTING, folder.uri) !== on);
    for (const folder of changed) await writeSetting(SETTING, on, folder.uri);
    if (on) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'Python scripts that you run in a new terminal become tracked runs. The status bar turns it off.',
        ),
      );
      return;
    }
    const undo = vscode.l10n.t('Turn On Again');
    const text = vscode.l10n.t('New terminals are not tracked any more. Those that are open stay as they are.');
    if ((await vscode.window.showInformationMessage(text, undo)) === undo) await this.set(true);
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private update(): void {
    const tracked = folders().filter((folder) => vscode.workspace.isTrusted && readSetting(SETTING, folder.uri));
    for (const folder of folders()) {
      const variables = this.variables.getScoped({ workspaceFolder: folder });
      if (tracked.includes(folder)) this.track(folder, variables);
      else if ([...variables].length > 0) variables.clear();
    }
    this.show(tracked);
  }

  private track(folder: vscode.WorkspaceFolder, variables: vscode.EnvironmentVariableCollection): void {
    const pythonDir = trackerFolder(this.commandLine);
    variables.description = vscode.l10n.t('Python scripts of {0} that are run here become tracked runs.', folder.name);
    for (const [name, value] of Object.entries(trackedVariables(this.commandLine, folder))) {
      variables.replace(name, value);
    }
    // What is put before a variable that is not there leaves an empty entry, which puts the working directory on the path.
    if (usersPythonPath(folder)) variables.prepend('PYTHONPATH', pythonDir + path.delimiter);
    else variables.replace('PYTHONPATH', pythonDir);
  }

  private show(tracked: readonly vscode.WorkspaceFolder[]): void {
    const some = tracked.length === 0 ? undefined : 'some';
    setContext('trialbook.terminalsTracked', some && tracked.length === folders().length ? 'all' : some);
    if (tracked.length === 0) {
      this.status.hide();
      return;
    }
    const names = tracked.map(({ name }) => name).join(', ');
    this.status.text = `$(record) ${vscode.l10n.t('Terminals tracked')}`;
    this.status.tooltip = vscode.l10n.t(
      'Python scripts of {0} that you run in a new terminal become tracked runs. Click to turn this off.',
      names,
    );
    this.status.show();
  }
}

function folders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}
