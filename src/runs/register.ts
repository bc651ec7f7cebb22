import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import { UserError } from '../common/errors';
import type { Run } from '../protocol/entities';
import type { StoreEvent } from '../protocol/storeApi';
import type { Commands, RunTarget } from '../platform/commands';
import type { ErrorBoundary } from '../platform/errorBoundary';
import type { SharedFiles } from '../platform/sharedFile';
import { folderPaths, onFolderRemoved } from '../platform/workspace';
import type { StoreRegistry } from '../store/registry';
import { BundleCommands } from './bundleCommands';
import { ComparePanels } from './comparePanels';
import { EndNotices } from './endNotices';
import { FailureProblems } from './failureProblems';
import { RunCommands } from './runCommands';
import { type CodeRows, RunsTree } from './runsTree';
import { TrashCommands } from './trashCommands';

/** Runs that the comparison opens with when none is selected. */
const COMPARED_BY_DEFAULT = 5;

/** What other features may ask of this one. */
export interface RunsFeature extends Disposable {
  /** The runs that are selected in the view, while it is in sight. */
  selectedRuns(): readonly RunTarget[];
  /** Lets the user pick one of the runs that match; `undefined` when dismissed. */
  pickRun(title: string, matches?: (run: Run) => boolean): Promise<RunTarget | undefined>;
}

/** The Runs view, its commands, and the comparison of runs. */
export function registerRuns(
  extensionUri: vscode.Uri,
  stores: StoreRegistry,
  commands: Commands,
  errors: ErrorBoundary,
  codeRows: CodeRows,
  shared: SharedFiles,
): RunsFeature {
  const disposables = new DisposableStore();
  const tree = disposables.add(new RunsTree(stores, errors, codeRows));
  const actions = new RunCommands(stores);
  const bundles = new BundleCommands(stores);
  const trash = new TrashCommands(stores, actions, errors);
  const notices = disposables.add(new EndNotices(stores, errors));
  const problems = disposables.add(new FailureProblems(stores, errors));
  disposables.add(onFolderRemoved((folder) => problems.forget(folder)));
  const panels = disposables.add(new ComparePanels(extensionUri, stores, actions, errors, shared));

  const onEvent = (folder: string, event: StoreEvent): void => {
    if (event.kind === 'changed') void errors.run('trialbook.runs', () => tree.applyChange(folder, event));
    else if (event.kind === 'runEnded') {
      notices.ended(folder, event.run);
      problems.ended(folder, event.run);
    } else if (event.kind === 'restarted') tree.reload();
    else if (event.kind === 'access') tree.view.message = event.mode === 'readonly' ? (event.reason ?? '') : '';
    else if (event.kind === 'problem' && event.resolved !== true) void vscode.window.showWarningMessage(event.message);
  };
  disposables.add(stores.onEvent(({ dir, event }) => onEvent(dir, event)));

  /** A row, the keyboard's selection, or nothing, in which case the command asks. */
  const target = (run: RunTarget | undefined): RunTarget | undefined =>
    run ?? (tree.view.visible ? tree.selected[0] : undefined);
  const compare = async (run: RunTarget | undefined, selected: readonly RunTarget[] = tree.selected): Promise<void> => {
    const chosen = run === undefined || selected.some(({ runId }) => runId === run.runId) ? selected : [run];
    const folder = chosen[0]?.folder ?? folderPaths()[0];
    if (folder === undefined) throw new UserError(vscode.l10n.t('Open a folder first: its runs are kept in it.'));
    const runIds = chosen.filter((one) => one.folder === folder).map(({ runId }) => runId);
    if (runIds.length > 0) return panels.show(folder, runIds);
    const page = { offset: 0, limit: COMPARED_BY_DEFAULT, parent: null };
    const { runs } = await stores.get(folder).request('listRuns', page);
    panels.show(
      folder,
      runs.map(({ id }) => id),
    );
  };

  disposables.add(commands.register('trialbook.compareRuns', compare));
  const toExport = (run: RunTarget | undefined, selected?: readonly RunTarget[]): readonly RunTarget[] => {
    const several = selected ?? (tree.view.visible ? tree.selected : []);
    return run === undefined || several.some(({ runId }) => runId === run.runId) ? several : [run];
  };
  disposables.add(
    commands.register('trialbook.exportRuns', (run, selected, file) => bundles.export(toExport(run, selected), file)),
  );
  disposables.add(commands.register('trialbook.importRuns', (file) => bundles.import(file)));
  disposables.add(commands.register('trialbook.showRunOutput', (run) => actions.showOutput(target(run))));
  disposables.add(commands.register('trialbook.stopRun', (run) => actions.stop(run)));
  disposables.add(commands.register('trialbook.renameRun', (run) => actions.rename(target(run))));
  disposables.add(commands.register('trialbook.editNote', (run) => actions.editNote(target(run))));
  disposables.add(
    commands.register('trialbook.deleteRun', (run, selected) =>
      trash.delete(target(run), selected?.filter(isRun) ?? tree.selected),
    ),
  );
  disposables.add(commands.register('trialbook.showTrash', () => trash.show()));
  disposables.add(commands.register('trialbook.emptyTrash', () => trash.empty()));
  disposables.add(commands.register('trialbook.revealRunFolder', (run) => actions.revealFolder(target(run))));
  disposables.add(commands.register('trialbook.openRunScript', (run) => actions.openScript(target(run))));
  disposables.add(commands.register('trialbook.revealRun', ({ folder, runId }) => tree.reveal(folder, runId)));
  disposables.add(
    commands.register('trialbook.openArtifact', (folder, file, copy) => actions.openFile(folder, file, copy)),
  );
  disposables.add(commands.register('trialbook.loadMoreRuns', (folder, parent) => tree.loadMore(folder, parent)));
  disposables.add(
    commands.register('trialbook.refresh', async () => {
      await Promise.all(folderPaths().map((folder) => stores.get(folder).request('refresh', {})));
      tree.reload();
    }),
  );
  return {
    selectedRuns: () => (tree.view.visible ? tree.selected : []),
    pickRun: (title, matches) => actions.targetOr(undefined, title, matches),
    dispose: () => disposables.dispose(),
  };
}

/** Rows of other kinds may be selected beside those of runs. */
function isRun(row: object): boolean {
  return 'runId' in row;
}
