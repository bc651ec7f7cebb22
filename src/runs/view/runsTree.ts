import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../common/disposables';
import type { RunId } from '../../protocol/entities';
import type { ChangeEvent } from '../../protocol/storeApi';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import type { RunTarget } from '../../platform/commands';
import { NodeTree, type TreeNode } from '../../platform/tree';
import { createTreeView } from '../../platform/views';
import type { StoreClient } from '../../store/client';
import type { StoreRegistry } from '../../store/registry';
import type { CheckedRuns } from './checkedRuns';
import { FolderRuns } from './folderRuns';
import { FolderUpdates } from './folderUpdates';
import { GroupNode } from './groupNode';
import { hoverCard } from './hoverCard';
import { RunChoices } from './runChoices';
import { RunNode } from './runNodes';
import type { RunsViewOptions } from './viewOptions';

/** Makes the rows below a run that show its code. */
export type CodeRows = (run: RunTarget & { name: string }, parent: TreeNode) => Promise<TreeNode[]>;

const AGE_REFRESH_MS = 60_000;

/** What a folder has in the view. */
interface Folder {
  runs: FolderRuns;
  updates: FolderUpdates;
}

/** What the Runs view is made with. */
export interface RunsTreeParts {
  stores: StoreRegistry;
  errors: ErrorBoundary;
  options: RunsViewOptions;
  checked: CheckedRuns;
  codeRows: CodeRows;
  /** Hears a drop of runs onto an experiment. */
  drag: vscode.TreeDragAndDropController<TreeNode>;
}

/** The Runs view: groups of runs, or one list of them, in pages, kept live by the store's change events. */
export class RunsTree implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly folders = new Map<string, Folder>();
  private readonly choices = new Map<string, RunChoices>();
  /** The editor forgets it of rows that are away for a while. */
  private readonly unfolded = new Map<string, boolean>();
  private readonly rowsRead = this.disposables.add(new vscode.EventEmitter<void>());
  private readonly tree: NodeTree = this.disposables.add(new NodeTree((folder, row) => this.topRows(folder, row)));
  readonly view: vscode.TreeView<TreeNode>;
  /** Fires when the rows at the top were read. */
  readonly onDidRead = this.rowsRead.event;

  constructor(private readonly parts: RunsTreeParts) {
    const { options, checked, drag } = parts;
    this.view = this.disposables.add(
      createTreeView('trialbook.runs', this.tree, {
        canSelectMany: true,
        manageCheckboxStateManually: true,
        dragAndDropController: drag,
      }),
    );
    this.disposables.add(this.view.onDidChangeCheckboxState(({ items }) => this.check(items)));
    this.disposables.add(this.view.onDidExpandElement(({ element }) => this.unfolded.set(element.id, true)));
    this.disposables.add(this.view.onDidCollapseElement(({ element }) => this.unfolded.set(element.id, false)));
    this.disposables.add(checked.onDidChange((runs) => this.drawRuns(runs)));
    this.disposables.add(options.onDidChange(() => this.reload()));
    this.disposables.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.reload()));
    const ages = setInterval(() => this.view.visible && this.tree.refresh(), AGE_REFRESH_MS);
    this.disposables.add({ dispose: () => clearInterval(ages) });
  }

  /** The runs that are selected in the view. */
  get selected(): RunNode[] {
    return this.view.selection.filter((node) => node instanceof RunNode);
  }

  /** The experiment whose row is selected in the view. */
  get selectedExperiment(): { folder: string; experiment: string } | undefined {
    return experimentOf(this.view.selection[0]);
  }

  /** What was chosen about the experiments of a folder. */
  choicesOf(folder: string): RunChoices {
    let choices = this.choices.get(folder);
    if (choices === undefined) this.choices.set(folder, (choices = new RunChoices(() => this.store(folder))));
    return choices;
  }

  /** Reads everything again. */
  reload(): void {
    for (const { updates } of this.folders.values()) updates.dispose();
    this.folders.clear();
    this.tree.refresh();
  }

  /** Takes in what the store of a folder says that changed. */
  async applyChange(folder: string, change: ChangeEvent): Promise<void> {
    for (const { runId, removed } of change.runs)
      if (removed === true) this.parts.checked.set({ folder, runId }, false);
    const shown = this.folders.get(folder);
    if (shown === undefined || !shown.runs.isLoaded) return this.tree.refresh();
    const choices = this.choicesOf(folder);
    // The value of a baseline is part of other rows.
    const isBaseline = change.runs.some(({ runId }) =>
      shown.runs.nodesOf(runId).some(({ run }) => choices.isBaseline(run)),
    );
    if (change.choices === true || isBaseline) {
      await choices.reload();
      this.tree.refresh();
    }
    // Another key metric is part of every row.
    if (change.choices === true) shown.updates.reload();
    await shown.updates.apply(change.runs);
  }

  /** Loads a further page of a list. */
  async loadMore(folder: string, list: string): Promise<void> {
    this.tree.refresh(await this.folders.get(folder)?.runs.loadMore(list));
  }

  /** Selects a run in the view, loading pages until it is there; resolves to false where the filter hides it. */
  async reveal(folder: string, runId: RunId): Promise<boolean> {
    const run = await this.store(folder).request('getRun', { runId });
    if (run === null) return true;
    const { runs } = this.folder(folder, this.tree.rowOf(folder));
    const before = runs.loaded().length;
    const node = await runs.reach(run);
    if (runs.loaded().length > before) this.tree.refresh();
    if (node === undefined) return false;
    await this.view.reveal(node, { select: true, focus: true, expand: true });
    return true;
  }

  dispose(): void {
    for (const { updates } of this.folders.values()) updates.dispose();
    this.disposables.dispose();
  }

  private store(folder: string): StoreClient {
    return this.parts.stores.get(folder);
  }

  private async topRows(folder: string, row: TreeNode | undefined): Promise<TreeNode[]> {
    const { runs } = this.folder(folder, row);
    await this.choicesOf(folder).ready();
    const rows = await this.guarded(() => runs.rows());
    this.rowsRead.fire();
    return rows;
  }

  private folder(folder: string, row: TreeNode | undefined): Folder {
    const present = this.folders.get(folder);
    if (present !== undefined) return present;
    const runs = this.makeRuns(folder, row);
    const updates = new FolderUpdates(
      runs,
      () => this.store(folder),
      (rows) => this.draw(rows),
      (work) => void this.parts.errors.run('trialbook.runs', work),
    );
    const made = { runs, updates };
    this.folders.set(folder, made);
    return made;
  }

  private makeRuns(folder: string, row: TreeNode | undefined): FolderRuns {
    const { options, checked, codeRows } = this.parts;
    const choices = this.choicesOf(folder);
    const runs: FolderRuns = new FolderRuns(folder, row, {
      store: () => this.store(folder),
      options: options.current,
      run: {
        detail: (runId) => this.store(folder).request('getRun', { runId }),
        codeRows: (node) => codeRows({ folder, runId: node.runId, name: node.run.name }, node),
        innerRuns: (run) => this.guarded(() => runs.inside(run).rows()),
        isChecked: (run) => checked.has(run),
        choices,
        hoverCard: (detail) => hoverCard(this.store(folder), folder, detail, choices),
      },
      group: {
        rowsOf: (listing) => this.guarded(() => listing.rows()),
        choices,
        unfolded: this.unfolded,
      },
    });
    return runs;
  }

  private async guarded(read: () => Promise<TreeNode[]>): Promise<TreeNode[]> {
    return (await this.parts.errors.run('trialbook.runs', read)) ?? [];
  }

  private draw(rows: readonly (TreeNode | undefined)[]): void {
    if (rows.includes(undefined)) return this.tree.refresh();
    for (const row of new Set(rows)) this.tree.refresh(row);
  }

  private drawRuns(targets: readonly RunTarget[]): void {
    this.draw(targets.flatMap(({ folder, runId }) => this.folders.get(folder)?.runs.nodesOf(runId) ?? []));
  }

  private check(items: ReadonlyArray<[TreeNode, vscode.TreeItemCheckboxState]>): void {
    for (const [node, state] of items) {
      if (node instanceof RunNode) this.parts.checked.set(node, state === vscode.TreeItemCheckboxState.Checked);
    }
  }
}

/** The experiment of a row: of a group, or of a run. */
export function experimentOf(node: TreeNode | undefined): { folder: string; experiment: string } | undefined {
  if (node instanceof RunNode) return { folder: node.folder, experiment: node.run.experiment };
  if (!(node instanceof GroupNode) || node.field !== 'experiment' || node.value === null) return undefined;
  return { folder: node.folder, experiment: node.value };
}
