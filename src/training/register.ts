import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import type { Commands } from '../platform/commands';
import { openExample } from './example';
import { selectInterpreter } from './interpreter';
import { TrainingLauncher } from './launcher';
import { TrainingLenses } from './lenses';
import { findOutputMetrics } from './outputMetrics';
import { pickFolder } from './pickFolder';
import { bundledCommandLine, TASK_TYPE } from './recorderTask';
import { offerShellCommand } from './shellCommand';
import { TrialbookTaskProvider } from './taskProvider';
import { registerTerminals, type TerminalNeeds } from './terminals/registerTerminals';

/** What training needs of other features. */
export interface TrainingNeeds extends TerminalNeeds {
  /** Makes sure that the store of a folder is open before a run starts there. */
  openStore(folder: string): void;
  /** Has the store of a folder read what was written to its run folders. */
  refreshStore(folder: string): Promise<void>;
}

/** Starting scripts as tracked runs: lenses, commands, tasks, interpreters, and metrics from printed lines. */
export function registerTraining(
  context: Pick<vscode.ExtensionContext, 'environmentVariableCollection' | 'extensionUri' | 'workspaceState'>,
  commands: Commands,
  needs: TrainingNeeds,
): Disposable {
  const disposables = new DisposableStore();
  const commandLine = bundledCommandLine(context.extensionUri.fsPath);
  offerShellCommand(context.environmentVariableCollection, context.extensionUri.fsPath);
  const launcher = new TrainingLauncher(commandLine, context.workspaceState, (folder) => needs.openStore(folder));
  const lenses = disposables.add(new TrainingLenses());
  disposables.add(vscode.languages.registerCodeLensProvider({ language: 'python', scheme: 'file' }, lenses));
  disposables.add(vscode.tasks.registerTaskProvider(TASK_TYPE, new TrialbookTaskProvider(commandLine)));

  disposables.add(commands.register('trialbook.trackFile', (script) => launcher.track(script)));
  disposables.add(
    commands.register('trialbook.trackFileWithArguments', (script) => launcher.trackWithArguments(script)),
  );
  disposables.add(commands.register('trialbook.selectInterpreter', async () => selectInterpreter(await pickFolder())));
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
  return disposables;
}
