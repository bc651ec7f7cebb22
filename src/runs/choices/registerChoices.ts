import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposables';
import type { Commands, RunTarget } from '../../platform/commands';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import type { StoreRegistry } from '../../store/registry';
import type { RunCommands } from '../runCommands';
import { editTags } from './editTags';
import { ExperimentCommands } from './experimentCommands';
import { askExperiment, moveRuns } from './moveRuns';

/** Which runs a command is about. */
interface Selection {
  /** The run that it was called on, or the first that is selected. */
  one(run: RunTarget | undefined): RunTarget | undefined;
  /** The selected runs where the one is among them, else it alone. */
  several(run: RunTarget | undefined, selected?: readonly RunTarget[]): readonly RunTarget[];
}

/** The commands by which people choose baselines, key metrics, tags and experiments. */
export function registerChoices(
  stores: StoreRegistry,
  commands: Commands,
  errors: ErrorBoundary,
  runs: RunCommands,
  selection: Selection,
): Disposable {
  const disposables = new DisposableStore();
  const experiments = new ExperimentCommands(stores, runs, errors);
  disposables.add(commands.register('trialbook.setBaseline', (run) => experiments.setBaseline(selection.one(run))));
  disposables.add(commands.register('trialbook.clearBaseline', (experiment) => experiments.clearBaseline(experiment)));
  disposables.add(
    commands.register('trialbook.chooseKeyMetric', (experiment) => experiments.chooseKeyMetric(experiment)),
  );
  disposables.add(
    commands.register('trialbook.editTags', async (run) => {
      const chosen = await runs.targetOr(selection.one(run), vscode.l10n.t('Edit the tags of which run?'));
      if (chosen !== undefined) await editTags(stores, errors, chosen);
    }),
  );
  disposables.add(
    commands.register('trialbook.moveToExperiment', async (run, selected) => {
      const first = await runs.targetOr(selection.one(run), vscode.l10n.t('Move which run?'));
      if (first === undefined) return;
      const { folder } = first;
      const experiment = await askExperiment(stores, folder);
      if (experiment !== undefined) {
        await moveRuns(stores, errors, selection.several(first, selected), { folder, experiment });
      }
    }),
  );
  return disposables;
}
