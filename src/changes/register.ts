import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import { UserError } from '../common/errors';
import type { Commands, RunTarget } from '../platform/commands';
import type { ErrorBoundary } from '../platform/errorBoundary';
import type { StoreRegistry } from '../store/registry';
import { ChangesPanels } from './changesPanels';
import { TriedValuesHover } from './triedValuesHover';

/** What changed between two runs, and what was tried of a value in the code. `pickRun` lets the user pick a run. */
export function registerChanges(
  extensionUri: vscode.Uri,
  stores: StoreRegistry,
  commands: Commands,
  errors: ErrorBoundary,
  pickRun: (title: string) => Promise<RunTarget | undefined>,
): Disposable {
  const disposables = new DisposableStore();
  const panels = disposables.add(new ChangesPanels(extensionUri, stores, errors));
  disposables.add(new TriedValuesHover(stores));
  disposables.add(
    commands.register('trialbook.showChanges', async (run, base) => {
      const pair = Array.isArray(base) ? ofSelected(run, base) : { run, base };
      const target = pair.run ?? (await pickRun(vscode.l10n.t('What changed in which run?')));
      if (target === undefined) return;
      if (pair.base !== undefined && pair.base.folder !== target.folder) {
        throw new UserError(vscode.l10n.t('Choose two runs of the same workspace folder.'));
      }
      panels.show(target.folder, {
        runId: target.runId,
        ...(pair.base === undefined ? {} : { base: pair.base.runId }),
      });
    }),
  );
  return disposables;
}

/** Of two selected rows the newer run is held against the older one: ids sort by time. */
function ofSelected(
  run: RunTarget | undefined,
  selected: readonly RunTarget[],
): { run: RunTarget | undefined; base?: RunTarget } {
  const [older, newer, ...more] = selected.toSorted((a, b) => (a.runId < b.runId ? -1 : 1));
  if (older === undefined || newer === undefined || !selected.some(({ runId }) => runId === run?.runId)) return { run };
  if (more.length > 0) throw new UserError(vscode.l10n.t('Select two runs to see what changed from one to the other.'));
  return { run: newer, base: older };
}
