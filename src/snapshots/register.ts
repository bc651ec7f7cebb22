import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import type { Commands } from '../platform/commands';
import { SNAPSHOT_SCHEME } from '../platform/snapshotUri';
import type { TreeNode } from '../platform/tree';
import type { StoreRegistry } from '../store/registry';
import { ChangeDecorations } from './changeDecorations';
import { CodeCommands, type RunChoice } from './codeCommands';
import { CodeComparison } from './codeComparison';
import { CodeNodes, type CodeRun } from './codeNodes';
import { SnapshotFiles } from './snapshotFiles';

/** What other features may ask of this one. */
export interface SnapshotsFeature extends Disposable {
  /** The rows below a run that show its code. */
  codeRows(run: CodeRun, parent: TreeNode): Promise<TreeNode[]>;
}

/** The code of runs: as files that the editor opens, compared in its own editors, and as rows below a run. */
export function registerSnapshots(stores: StoreRegistry, commands: Commands, runs: RunChoice): SnapshotsFeature {
  const disposables = new DisposableStore();
  const files = new SnapshotFiles(stores);
  disposables.add(vscode.workspace.registerFileSystemProvider(SNAPSHOT_SCHEME, files, { isReadonly: true }));
  const comparison = disposables.add(new CodeComparison(stores));
  const actions = new CodeCommands(stores, runs, comparison);
  const nodes = new CodeNodes(stores, disposables.add(new ChangeDecorations(stores)));
  disposables.add(commands.register('trialbook.diffRunWithWorkspace', (run) => actions.withWorkspace(run)));
  disposables.add(commands.register('trialbook.diffRunWithPrevious', (run) => actions.withPrevious(run)));
  disposables.add(
    commands.register('trialbook.diffRuns', (run, selected, left) => actions.runsWithEachOther(run, selected, left)),
  );
  disposables.add(commands.register('trialbook.openSnapshotFile', (file) => actions.openFile(file)));
  disposables.add(commands.register('trialbook.diffFileWithWorkspace', (file) => actions.fileWithWorkspace(file)));
  disposables.add(commands.register('trialbook.diffFileWithPrevious', (file) => actions.fileWithPrevious(file)));
  disposables.add(commands.register('trialbook.showAllCode', () => comparison.showAgain(false)));
  disposables.add(commands.register('trialbook.showCodeThatRan', () => comparison.showAgain(true)));
  return { codeRows: (run, parent) => nodes.rows(run, parent), dispose: () => disposables.dispose() };
}
