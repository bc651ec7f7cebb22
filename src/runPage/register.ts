import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import type { Commands, RunTarget } from '../platform/commands';
import type { ErrorBoundary } from '../platform/errorBoundary';
import type { StoreRegistry } from '../store/registry';
import { RunPanels } from './runPanels';

/** What this feature needs of that of the runs. */
export interface RunChoice {
  /** Lets the user pick a run; `undefined` when dismissed. */
  pickRun(title: string): Promise<RunTarget | undefined>;
  /** Those that are selected where the user works. */
  selectedRuns(): readonly RunTarget[];
}

/** The page of a run. */
export function registerRunPage(
  extensionUri: vscode.Uri,
  stores: StoreRegistry,
  commands: Commands,
  errors: ErrorBoundary,
  runs: RunChoice,
): Disposable {
  const disposables = new DisposableStore();
  const panels = disposables.add(new RunPanels(extensionUri, stores, errors));
  disposables.add(
    commands.register('trialbook.openRun', async (run) => {
      const target = run ?? runs.selectedRuns()[0] ?? (await runs.pickRun(vscode.l10n.t('Open which run?')));
      if (target !== undefined) await panels.show(target.folder, target.runId);
    }),
  );
  return disposables;
}
