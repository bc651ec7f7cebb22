import * as vscode from 'vscode';
import { DisposableStore, toDisposable } from '../common/disposables';
import { relativeToWorkspace } from '../common/workspaceFolder';
import { commandLink } from '../platform/commands';
import { onSettingChange } from '../platform/settings';
import type { StoreRegistry } from '../store/registry';
import { interpreterLabel } from './interpreter';
import { COMPARED_RUNS, runLenses } from './lensTexts';
import { onInterpreterSelected } from './pythonExtension';
import { ScriptRuns } from './scriptRuns';
import type { ShownInterpreters } from './shownInterpreters';
import type { TrainingLines } from './trainingLines';

/** How often at most lenses are drawn anew while a training logs, ms. */
const REFRESH_MS = 500;
/** How often they are when nothing happens: "3 m ago" grows old, ms. */
const AGE_MS = 30_000;

/**
 * Puts "Track this run" above the line where a script starts its training, with the state of the run that goes on or the
 * result of the last one. The editor keeps the lenses that it has until the new ones are there, so that nothing flickers.
 */
export class TrainingLenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<void>());
  private readonly runs: ScriptRuns;
  private refreshTimer: NodeJS.Timeout | undefined;
  private listensToPython = false;

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(
    stores: StoreRegistry,
    private readonly interpreters: ShownInterpreters,
    private readonly lines: TrainingLines,
  ) {
    this.runs = new ScriptRuns(stores, () => this.refreshSoon());
    const refresh = (): void => this.changed.fire();
    this.disposables.add(onSettingChange('trialbook.pythonPath', refresh));
    this.disposables.add(onSettingChange('trialbook.trainingScripts', refresh));
    this.disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
    this.disposables.add(
      stores.onEvent(({ event }) => {
        if (event.kind === 'changed' && event.runs.length > 0) this.refreshSoon();
      }),
    );
    const aging = setInterval(refresh, AGE_MS);
    this.disposables.add(toDisposable(() => clearInterval(aging)));
    this.disposables.add(toDisposable(() => clearTimeout(this.refreshTimer)));
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    if (!vscode.workspace.isTrusted || folder === undefined) return [];
    const line = this.lines.lineOf(document);
    if (line === undefined) return [];
    const isPython = document.languageId === 'python';
    const [runs, interpreter] = await Promise.all([
      this.aboutRuns(folder, document.uri),
      isPython ? this.interpreterLink(folder) : [],
    ]);
    const range = new vscode.Range(line, 0, line, 0);
    return [...startLinks(document.uri, isPython), ...runs, ...interpreter].map(
      (command) => new vscode.CodeLens(range, command),
    );
  }

  dispose(): void {
    this.disposables.dispose();
  }

  private refreshSoon(): void {
    this.refreshTimer ??= setTimeout(() => {
      this.refreshTimer = undefined;
      this.changed.fire();
    }, REFRESH_MS);
  }

  private async aboutRuns(folder: vscode.WorkspaceFolder, uri: vscode.Uri): Promise<vscode.Command[]> {
    const dir = folder.uri.fsPath;
    const script = relativeToWorkspace(dir, uri.fsPath);
    if (script === undefined) return [];
    return runLenses(dir, await this.runs.newest(dir, script, COMPARED_RUNS), Date.now());
  }

  private async interpreterLink(folder: vscode.WorkspaceFolder): Promise<vscode.Command[]> {
    this.listenToPython();
    try {
      const interpreter = await this.interpreters.show(folder);
      const label = interpreterLabel(interpreter, folder.uri.fsPath);
      const tooltip = vscode.l10n.t('Runs with {0}. Click to choose another interpreter.', interpreter.path);
      return [{ ...commandLink('trialbook.selectInterpreter', label), tooltip }];
    } catch (error) {
      const label = `$(warning) ${vscode.l10n.t('Choose a Python interpreter')}`;
      const tooltip = error instanceof Error ? error.message : '';
      return [{ ...commandLink('trialbook.selectInterpreter', label), tooltip }];
    }
  }

  /** Not before a lens needs it, because asking for the Python extension's API starts that extension. */
  private listenToPython(): void {
    if (this.listensToPython) return;
    this.listensToPython = true;
    const selected = (): void => {
      this.interpreters.forget();
      this.changed.fire();
    };
    void onInterpreterSelected(selected).then(
      (listening) => listening && this.disposables.add(listening),
      // Its lens tells that the Python extension does not work.
      () => undefined,
    );
  }
}

function startLinks(uri: vscode.Uri, isPython: boolean): vscode.Command[] {
  return [
    commandLink('trialbook.trackFile', `$(play) ${vscode.l10n.t('Track this run')}`, uri),
    ...(isPython ? [commandLink('trialbook.debugFile', `$(debug-alt-small) ${vscode.l10n.t('Debug')}`, uri)] : []),
    commandLink('trialbook.trackFileWithArguments', vscode.l10n.t('with arguments…'), uri),
  ];
}
