import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposables';
import { metricDirection } from '../../protocol/metricDirection';
import type { StoreEvent } from '../../protocol/storeApi';
import type { Commands, RunTarget } from '../../platform/commands';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import type { TreeNode } from '../../platform/tree';
import { folderPaths } from '../../platform/workspace';
import type { StoreRegistry } from '../../store/registry';
import { CheckedRuns } from './checkedRuns';
import { FilterBox } from './filterBox';
import { type CodeRows, RunsTree } from './runsTree';
import { ViewHead } from './viewHead';
import { RunsViewOptions } from './viewOptions';
import { askGrouping, askOrder } from './viewPicks';

/** What the rest of the feature may ask of the view. */
export interface RunsView extends Disposable {
  /** The runs that are selected, while the view is in sight. */
  selected(): readonly RunTarget[];
  /** Those that are ticked, whether in sight or not. */
  checked(): readonly RunTarget[];
  /** Reads everything again. */
  reload(): void;
  /** Takes in what a store says. */
  hear(folder: string, event: StoreEvent): void;
}

/** The Runs view and the commands that change what it shows. */
export function registerView(
  memento: vscode.Memento,
  stores: StoreRegistry,
  commands: Commands,
  errors: ErrorBoundary,
  codeRows: CodeRows,
  drag: vscode.TreeDragAndDropController<TreeNode>,
): RunsView {
  const disposables = new DisposableStore();
  const options = new RunsViewOptions(memento);
  const checked = new CheckedRuns();
  const tree = disposables.add(new RunsTree({ stores, errors, options, checked, codeRows, drag }));
  const head = disposables.add(new ViewHead(tree, stores, options, errors));
  const box = new FilterBox(stores, options, errors);
  const directionOf = (metric: string) =>
    folderPaths()
      .map((folder) => tree.choicesOf(folder).directionOf(metric))
      .find((direction) => direction !== undefined) ?? metricDirection(metric);

  disposables.add(commands.register('trialbook.groupRuns', () => askGrouping(stores, options)));
  disposables.add(commands.register('trialbook.sortRuns', () => askOrder(stores, options, directionOf)));
  disposables.add(commands.register('trialbook.filterRuns', () => box.open()));
  disposables.add(commands.register('trialbook.clearRunFilter', () => options.choose({ filter: '' })));
  disposables.add(commands.register('trialbook.clearCheckedRuns', () => checked.clear()));
  disposables.add(commands.register('trialbook.loadMoreRuns', (folder, list) => tree.loadMore(folder, list)));
  disposables.add(
    commands.register('trialbook.revealRun', async ({ folder, runId }) => {
      if (await tree.reveal(folder, runId)) return;
      const clear = vscode.l10n.t('Clear Filter');
      const text = vscode.l10n.t('The filter of the Runs view hides this run.');
      if ((await vscode.window.showInformationMessage(text, clear)) !== clear) return;
      options.choose({ filter: '' });
      await tree.reveal(folder, runId);
    }),
  );
  return {
    selected: () => (tree.view.visible ? tree.selected : []),
    checked: () => checked.all,
    reload: () => tree.reload(),
    hear: (folder, event) => {
      if (event.kind === 'access') head.setReason(folder, event.mode === 'readonly' ? (event.reason ?? '') : undefined);
      if (event.kind !== 'changed') return;
      head.countLiveSoon();
      void errors.run('trialbook.runs', () => tree.applyChange(folder, event));
    },
    dispose: () => disposables.dispose(),
  };
}
