import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposables';
import { errorMessage } from '../../common/errors';
import type { Run } from '../../protocol/entities';
import type { Commands, RunTarget } from '../../platform/commands';
import { isLive } from '../../platform/runRows';
import type { CommandLine } from '../../platform/commandLine';
import { attachToRun } from './attachToRun';
import { TrackAll } from './trackAll';
import { TRACKED_PROFILE, trackedTerminal } from './trackedTerminal';

/** What terminals need of other features. */
export interface TerminalNeeds {
  /** Asks the user for one of the runs that match. */
  pickRun(title: string, matches?: (run: Run) => boolean): Promise<RunTarget | undefined>;
  getRun(target: RunTarget): Promise<Run | null>;
}

/** Terminals in which Python scripts become runs, and terminals that show a run which began elsewhere. */
export function registerTerminals(
  variables: vscode.GlobalEnvironmentVariableCollection,
  commandLine: CommandLine,
  commands: Commands,
  needs: TerminalNeeds,
): Disposable {
  const disposables = new DisposableStore();
  const trackAll = disposables.add(new TrackAll(variables, commandLine));
  disposables.add(
    commands.register('trialbook.newTrackedTerminal', async () =>
      vscode.window.createTerminal(await trackedTerminal(commandLine)).show(),
    ),
  );
  disposables.add(commands.register('trialbook.trackTerminals', () => trackAll.set(true)));
  disposables.add(commands.register('trialbook.untrackTerminals', () => trackAll.set(false)));
  disposables.add(
    vscode.window.registerTerminalProfileProvider(TRACKED_PROFILE, {
      provideTerminalProfile: () => trackedProfile(commandLine),
    }),
  );
  disposables.add(
    commands.register('trialbook.attachToRun', async (given) => {
      const title = vscode.l10n.t('Attach to the output of which run?');
      const target = given ?? (await needs.pickRun(title, ({ status }) => isLive(status)));
      const run = target === undefined ? null : await needs.getRun(target);
      if (target !== undefined && run !== null) await attachToRun(commandLine, target.folder, run);
    }),
  );
  return disposables;
}

/** For the editor's own menus, which say nothing about what is thrown. */
async function trackedProfile(commandLine: CommandLine): Promise<vscode.TerminalProfile | undefined> {
  try {
    return new vscode.TerminalProfile(await trackedTerminal(commandLine));
  } catch (error) {
    if (!(error instanceof vscode.CancellationError)) void vscode.window.showErrorMessage(errorMessage(error));
    return undefined;
  }
}
