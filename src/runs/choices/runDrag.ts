import * as vscode from 'vscode';
import type { RunTarget } from '../../platform/commands';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import type { TreeNode } from '../../platform/tree';
import type { StoreRegistry } from '../../store/registry';
import { RunNode } from '../view/runNodes';
import { experimentOf } from '../view/runsTree';
import { moveRuns } from './moveRuns';

/** The editor's own name for rows of the view. */
const RUNS = 'application/vnd.code.tree.trialbook.runs';

/** Runs that are dropped on an experiment, or on a run of one, are moved to it. */
export class RunDrag implements vscode.TreeDragAndDropController<TreeNode> {
  readonly dragMimeTypes = [RUNS];
  readonly dropMimeTypes = [RUNS];

  constructor(
    private readonly stores: StoreRegistry,
    private readonly errors: ErrorBoundary,
  ) {}

  handleDrag(rows: readonly TreeNode[], data: vscode.DataTransfer): void {
    // Not the rows themselves: the editor makes a text of what is dragged, and rows know their parents and these them.
    const runs: RunTarget[] = rows.flatMap((row) =>
      row instanceof RunNode ? { folder: row.folder, runId: row.runId } : [],
    );
    if (runs.length > 0) data.set(RUNS, new vscode.DataTransferItem(runs));
  }

  async handleDrop(target: TreeNode | undefined, data: vscode.DataTransfer): Promise<void> {
    const runs = data.get(RUNS)?.value as readonly RunTarget[] | undefined;
    const experiment = experimentOf(target);
    if (runs === undefined || !Array.isArray(runs) || experiment === undefined) return;
    await this.errors.run('trialbook.moveToExperiment', () => moveRuns(this.stores, this.errors, runs, experiment));
  }
}
