import path from 'node:path';
import * as vscode from 'vscode';
import { TASK_TYPE } from '../platform/commandLineTask';
import { type Disposable, DisposableStore } from '../common/disposables';
import type { CommandLine } from '../platform/commandLine';
import type { Commands } from '../platform/commands';
import type { StoreRegistry } from '../store/registry';
import { debugScript } from './debugging/debugScript';
import { RunConfigurationProvider } from './debugging/runConfigurationProvider';
import { openExample } from './example';
import { selectInterpreter } from './interpreter';
import { type ScriptCommand, TrainingLauncher } from './launcher';
import { TrainingLenses } from './lenses';
import { findOutputMetrics } from './outputMetrics';
import { pickFolder } from './pickFolder';
import { SCRIPT_LANGUAGES } from './scriptKinds';
import { offerShellCommand } from './shellCommand';
import { ShownInterpreters } from './shownInterpreters';
import { TrialbookTaskProvider } from './taskProvider';
import { registerTerminals, type TerminalNeeds } from './terminals/registerTerminals';
import { TrainingLines } from './trainingLines';

/** What training needs of the stores and of other features. */
export interface TrainingNeeds extends TerminalNeeds {
  stores: StoreRegistry;
  /** Makes sure that the store of a folder is open before a run starts there. */
  openStore(folder: string): void;
  /** Has the store of a folder read what was written to its run folders. */
  refreshStore(folder: string): Promise<void>;
}

/** What other features may ask of this one. */
export interface TrainingFeature extends Disposable {
  /** Asks for the arguments of a script (the active editor's without one); gives the command that runs it. */
  askCommand(script: vscode.Uri | undefined): Promise<ScriptCommand | undefined>;
}

/** Starting scripts as tracked runs: lenses, commands, tasks, interpreters, and metrics from printed lines. */
export function registerTraining(
  context: Pick<vscode.ExtensionContext, 'environmentVariableCollection' | 'extensionUri' | 'workspaceState'>,
  commandLine: CommandLine,
  commands: Commands,
  needs: TrainingNeeds,
): TrainingFeature {
  const disposables = new DisposableStore();
  offerShellCommand(context.environmentVariableCollection, context.extensionUri.fsPath);
  const interpreters = new ShownInterpreters();
  const lines = new TrainingLines();
  const openStore = (folder: string): void => needs.openStore(folder);
  const launcher = new TrainingLauncher(commandLine, context.workspaceState, interpreters, openStore);
  const lenses = disposables.add(new TrainingLenses(needs.stores, interpreters, lines));
  const scripts = SCRIPT_LANGUAGES.map((language) => ({ language, scheme: 'file' }));
  disposables.add(vscode.languages.registerCodeLensProvider(scripts, lenses));
  const tasks = new TrialbookTaskProvider(commandLine, needs.stores, lines);
  disposables.add(vscode.tasks.registerTaskProvider(TASK_TYPE, tasks));

  const tracker = path.join(context.extensionUri.fsPath, 'python');
  const debugging = new RunConfigurationProvider(commandLine, tracker, (folder) => needs.openStore(folder));
  disposables.add(vscode.debug.registerDebugConfigurationProvider('*', debugging));

  disposables.add(commands.register('trialbook.trackFile', (script) => launcher.track(script)));
  disposables.add(
    commands.register('trialbook.trackFileWithArguments', (script) => launcher.trackWithArguments(script)),
  );
  disposables.add(
    commands.register('trialbook.selectInterpreter', async () => {
      await selectInterpreter(await pickFolder());
      interpreters.forget();
    }),
  );
  disposables.add(
    commands.register('trialbook.debugFile', async (script) => debugScript(await launcher.prepare(script))),
  );
  disposables.add(
    commands.register('trialbook.findOutputMetrics', async (run) => {
      const target = run ?? (await needs.pickRun(vscode.l10n.t('Find metrics in the output of which run?')));
      if (target === undefined) return;
      await findOutputMetrics(commandLine, target);
      await needs.refreshStore(target.folder);
    }),
  );
  disposables.add(commands.register('trialbook.openExample', () => openExample(context.extensionUri)));
  disposables.add(registerTerminals(context.environmentVariableCollection, commandLine, commands, needs));
  return { askCommand: (script) => launcher.askCommand(script), dispose: () => disposables.dispose() };
}
