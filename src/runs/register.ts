import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import { UserError } from '../common/errors';
import type { Run, RunId } from '../protocol/entities';
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
import { registerChoices } from './choices/registerChoices';
import { RunDrag } from './choices/runDrag';
import { ReportCommands } from './reportCommands';
import { RunCommands } from './runCommands';
import { StoreJobs } from './storeJobs';
import { TrashCommands } from './trashCommands';
import { registerView } from './view/registerView';
import type { CodeRows } from './view/runsTree';

/** Runs that the comparison opens with when none is selected. */
const COMPARED_BY_DEFAULT = 5;

/** What other features may ask of this one. */
export interface RunsFeature extends Disposable {
  /** The runs that are selected in the view, while it is in sight. */
  selectedRuns(): readonly RunTarget[];
  /** Lets the user pick one of the runs that match; `undefined` when dismissed. */
  pickRun(title: string, matches?: (run: Run) => boolean): Promise<RunTarget | undefined>;
}

interface ChosenRuns {
  folder: string;
  runIds: RunId[];
}

/** The row that a command was called on, unless it is that of a group: the title of a view hands over the focused one. */
function runOf(row: RunTarget | undefined): RunTarget | undefined {
  return row !== undefined && 'runId' in row ? row : undefined;
}

/** The Runs view, its commands, and the comparison of runs. */
export function registerRuns(
  { extensionUri, workspaceState }: Pick<vscode.ExtensionContext, 'extensionUri' | 'workspaceState'>,
  stores: StoreRegistry,
  commands: Commands,
  errors: ErrorBoundary,
  codeRows: CodeRows,
  shared: SharedFiles,
): RunsFeature {
  const disposables = new DisposableStore();
  const drag = new RunDrag(stores, errors);
  const view = disposables.add(registerView(workspaceState, stores, commands, errors, codeRows, drag));
  const actions = new RunCommands(stores);
  const jobs = new StoreJobs();
  const bundles = new BundleCommands(stores, jobs);
  const reports = new ReportCommands(extensionUri.fsPath, stores, shared, jobs);
  const trash = new TrashCommands(stores, actions, errors);
  const notices = disposables.add(new EndNotices(stores, errors));
  const problems = disposables.add(new FailureProblems(stores, errors));
  disposables.add(onFolderRemoved((folder) => problems.forget(folder)));
  const panels = disposables.add(new ComparePanels(extensionUri, stores, actions, errors, shared, reports));

  const onEvent = (folder: string, event: StoreEvent): void => {
    view.hear(folder, event);
    if (event.kind === 'runEnded') {
      notices.ended(folder, event.run);
      problems.ended(folder, event.run);
    } else if (event.kind === 'problem' && event.resolved !== true)
      void vscode.window.showWarningMessage(event.message);
  };
  disposables.add(stores.onEvent(({ dir, event }) => onEvent(dir, event)));

  /** A row, the keyboard's selection, or nothing, in which case the command asks. */
  const target = (row: RunTarget | undefined): RunTarget | undefined => runOf(row) ?? view.selected()[0];
  /** The rows that are selected with the one that the command was called on, else that one alone. */
  const several = (row: RunTarget | undefined, selected?: readonly RunTarget[]): readonly RunTarget[] => {
    const run = runOf(row);
    const runs = selected?.filter((one) => runOf(one) !== undefined) ?? view.selected();
    return run === undefined || runs.some(({ runId }) => runId === run.runId) ? runs : [run];
  };
  /** The runs of one folder: called on no row, what is ticked counts before what is selected. */
  const chosenRuns = (run: RunTarget | undefined, selected?: readonly RunTarget[]): ChosenRuns => {
    const ticked = run === undefined ? view.checked() : [];
    const chosen = ticked.length > 0 ? ticked : several(run, selected);
    const folder = chosen[0]?.folder ?? folderPaths()[0];
    if (folder === undefined) throw new UserError(vscode.l10n.t('Open a folder first: its runs are kept in it.'));
    return { folder, runIds: chosen.filter((one) => one.folder === folder).map(({ runId }) => runId) };
  };
  const saveReport = async (run: RunTarget | undefined, selected?: readonly RunTarget[]): Promise<void> => {
    if (run === undefined && panels.saveReport()) return;
    const { folder, runIds } = chosenRuns(run, selected);
    const title = vscode.l10n.t('Report of which runs?');
    const picked = runIds.length > 0 ? runIds : await actions.pickRuns(folder, new Set(), title);
    if (picked !== undefined) await reports.save(folder, picked);
  };
  const compare = async (run: RunTarget | undefined, selected?: readonly RunTarget[]): Promise<void> => {
    const { folder, runIds } = chosenRuns(run, selected);
    if (runIds.length > 0) return panels.show(folder, runIds);
    const page = { offset: 0, limit: COMPARED_BY_DEFAULT, parent: null };
    const { runs } = await stores.get(folder).request('listRuns', page);
    panels.show(
      folder,
      runs.map(({ id }) => id),
    );
  };

  disposables.add(commands.register('trialbook.compareRuns', compare));
  disposables.add(commands.register('trialbook.compareCheckedRuns', () => compare(undefined)));
  disposables.add(
    commands.register('trialbook.exportRuns', (run, selected, file) => bundles.export(several(run, selected), file)),
  );
  disposables.add(commands.register('trialbook.saveReport', saveReport));
  disposables.add(commands.register('trialbook.importRuns', (file) => bundles.import(file)));
  disposables.add(commands.register('trialbook.showRunOutput', (run) => actions.showOutput(target(run))));
  disposables.add(commands.register('trialbook.stopRun', (run) => actions.stop(run)));
  disposables.add(commands.register('trialbook.renameRun', (run) => actions.rename(target(run))));
  disposables.add(commands.register('trialbook.editNote', (run) => actions.editNote(target(run))));
  disposables.add(
    commands.register('trialbook.deleteRun', (run, selected) =>
      trash.delete(target(run), selected?.filter((one) => runOf(one) !== undefined) ?? view.selected()),
    ),
  );
  disposables.add(commands.register('trialbook.showTrash', () => trash.show()));
  disposables.add(commands.register('trialbook.emptyTrash', () => trash.empty()));
  disposables.add(commands.register('trialbook.revealRunFolder', (run) => actions.revealFolder(target(run))));
  disposables.add(commands.register('trialbook.openRunScript', (run) => actions.openScript(target(run))));
  disposables.add(registerChoices(stores, commands, errors, actions, { one: target, several }));
  disposables.add(
    commands.register('trialbook.openArtifact', (folder, file, copy) => actions.openFile(folder, file, copy)),
  );
  disposables.add(
    commands.register('trialbook.refresh', async () => {
      await Promise.all(folderPaths().map((folder) => stores.get(folder).request('refresh', {})));
      view.reload();
    }),
  );
  return {
    selectedRuns: () => view.selected(),
    pickRun: (title, matches) => actions.targetOr(undefined, title, matches),
    dispose: () => disposables.dispose(),
  };
}
