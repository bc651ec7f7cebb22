import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { shownLabel, shownText } from '../../common/shownText';
import type { RunId } from '../../protocol/entities';
import type { ExperimentTarget, RunTarget } from '../../platform/commands';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import type { StoreRegistry } from '../../store/registry';
import { runCountText } from '../view/groupTexts';

/** Moves runs of one folder to another experiment, and offers to undo it. */
export async function moveRuns(
  stores: StoreRegistry,
  errors: ErrorBoundary,
  runs: readonly RunTarget[],
  { folder, experiment }: ExperimentTarget,
): Promise<void> {
  if (runs.some((run) => run.folder !== folder)) {
    throw new UserError(vscode.l10n.t('Runs stay in their workspace folder: choose an experiment of that one.'));
  }
  const runIds = runs.map(({ runId }) => runId);
  const before = await stores.get(folder).request('moveToExperiment', { runIds, experiment });
  const moved = before.filter((run) => run.experiment !== experiment);
  if (moved.length === 0) return;
  // Nobody waits for the answer: the message stays until it is read.
  void errors.run('trialbook.moveToExperiment', () => offerUndo(stores, folder, experiment, moved));
}

async function offerUndo(
  stores: StoreRegistry,
  folder: string,
  experiment: string,
  moved: readonly { runId: RunId; experiment: string }[],
): Promise<void> {
  const undo = vscode.l10n.t('Undo');
  const text = vscode.l10n.t('{0} moved to {1}.', runCountText(moved.length), shownText(experiment));
  if ((await vscode.window.showInformationMessage(text, undo)) !== undo) return;
  for (const former of new Set(moved.map((run) => run.experiment))) {
    const runIds = moved.filter((run) => run.experiment === former).map(({ runId }) => runId);
    await stores.get(folder).request('moveToExperiment', { runIds, experiment: former });
  }
}

/** Lets the user choose an experiment of a folder, or name a new one; `undefined` when dismissed. */
export async function askExperiment(stores: StoreRegistry, folder: string): Promise<string | undefined> {
  const experiments = await stores.get(folder).request('experiments', {});
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { experiment: string }>();
  pick.title = vscode.l10n.t('Move to which experiment?');
  pick.placeholder = vscode.l10n.t('Choose an experiment, or type the name of a new one');
  const present = experiments.map(({ name, runs }) => {
    return { label: shownLabel(name), description: runCountText(runs), experiment: name };
  });
  const show = (): void => {
    const typed = pick.value.trim();
    const isNew = typed !== '' && !experiments.some(({ name }) => name === typed);
    const made = {
      label: `$(add) ${vscode.l10n.t('New experiment {0}', shownLabel(typed))}`,
      alwaysShow: true,
      experiment: typed,
    };
    pick.items = isNew ? [...present, made] : present;
  };
  const chosen = await new Promise<string | undefined>((resolve) => {
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => resolve(pick.activeItems[0]?.experiment));
    pick.onDidHide(() => resolve(undefined));
    show();
    pick.show();
  });
  pick.dispose();
  return chosen;
}
