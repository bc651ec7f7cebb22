import * as vscode from 'vscode';
import type { Disposable } from '../common/disposables';
import type { RunId } from '../protocol/entities';
import type { ErrorBoundary } from './errorBoundary';

/** A run as commands pass it around: what a tree row, a page or a notification knows of it. */
export interface RunTarget {
  /** Absolute path of the workspace folder that holds the run. */
  folder: string;
  runId: RunId;
}

/** A copy of a file that a run wrote. */
export interface KeptCopy {
  /** Absolute path. */
  file: string;
  /** SHA-256 of the file as the run left it. */
  digest: string;
}

/** A file as it was in a run; its path is relative to the workspace folder with `/`. */
export interface SnapshotFileTarget extends RunTarget {
  path: string;
}

/** An experiment of a workspace folder. */
export interface ExperimentTarget {
  folder: string;
  experiment: string;
}

/** Every command with its arguments. A test holds this map against package.json. */
export interface CommandArguments {
  'trialbook.trackFile': [script?: vscode.Uri];
  'trialbook.trackFileWithArguments': [script?: vscode.Uri];
  'trialbook.debugFile': [script?: vscode.Uri];
  'trialbook.selectInterpreter': [];
  'trialbook.newTrackedTerminal': [];
  /** Turns the setting `trialbook.terminal.trackAll` on and off for the folders that are open. */
  'trialbook.trackTerminals': [];
  'trialbook.untrackTerminals': [];
  'trialbook.attachToRun': [run?: RunTarget];
  /** Shows the page of a run. */
  'trialbook.openRun': [run?: RunTarget];
  /** Called from a tree with the row and all selected rows. */
  'trialbook.compareRuns': [run?: RunTarget, selected?: RunTarget[]];
  'trialbook.openRunTable': [];
  /** Called from a tree with the row and all selected rows. */
  'trialbook.showChanges': [run?: RunTarget, base?: RunTarget | RunTarget[]];
  'trialbook.showRunOutput': [run?: RunTarget];
  'trialbook.stopRun': [run?: RunTarget];
  /** The same command on the workspace's code as it is now. */
  'trialbook.rerun': [run?: RunTarget];
  'trialbook.rerunWithChanges': [run?: RunTarget];
  /** The same command on the code as it was in the run. */
  'trialbook.rerunOnSnapshot': [run?: RunTarget];
  'trialbook.renameRun': [run?: RunTarget];
  'trialbook.editNote': [run?: RunTarget];
  /** Called on a row of the Runs view, or with several, it takes the other selected ones along. */
  'trialbook.deleteRun': [run?: RunTarget, selected?: RunTarget[]];
  'trialbook.showTrash': [];
  'trialbook.emptyTrash': [];
  'trialbook.revealRunFolder': [run?: RunTarget];
  /** Without runs, those selected in the view or all; asks where to unless `file` says it. */
  'trialbook.exportRuns': [run?: RunTarget, selected?: RunTarget[], file?: vscode.Uri];
  'trialbook.importRuns': [file?: vscode.Uri];
  /** Without runs, those of the comparison in front, those that are ticked or selected, or those that the user picks. */
  'trialbook.saveReport': [run?: RunTarget, selected?: RunTarget[]];
  'trialbook.diffRunWithWorkspace': [run?: RunTarget];
  'trialbook.diffRunWithPrevious': [run?: RunTarget];
  /** Of two runs: a row and all selected rows, else those that the user picks. */
  'trialbook.diffRuns': [run?: RunTarget, selected?: RunTarget[], left?: RunTarget];
  'trialbook.openSnapshotFile': [file: SnapshotFileTarget];
  'trialbook.diffFileWithWorkspace': [file: SnapshotFileTarget];
  'trialbook.diffFileWithPrevious': [file: SnapshotFileTarget];
  /** Of the comparison of code in the active editor. */
  'trialbook.showAllCode': [];
  'trialbook.showCodeThatRan': [];
  'trialbook.findOutputMetrics': [run?: RunTarget];
  'trialbook.openRunScript': [run?: RunTarget];
  'trialbook.restoreSnapshot': [run?: RunTarget];
  /** Of a run that is a reproduction, it shows the report. */
  'trialbook.reproduceRun': [run?: RunTarget];
  /** Called from a tree with the row and all selected rows. */
  'trialbook.bisectRuns': [run?: RunTarget, selected?: RunTarget[]];
  'trialbook.revealRun': [run: RunTarget];
  'trialbook.revealDataset': [folder: string, name: string];
  'trialbook.revealModel': [folder: string, name: string];
  'trialbook.openArtifact': [folder: string, relativePath: string, copy?: KeptCopy];
  /** Of the list of the Runs view that has this id. */
  'trialbook.loadMoreRuns': [folder: string, list: string];
  'trialbook.groupRuns': [];
  'trialbook.sortRuns': [];
  'trialbook.filterRuns': [];
  'trialbook.clearRunFilter': [];
  'trialbook.compareCheckedRuns': [];
  'trialbook.clearCheckedRuns': [];
  'trialbook.setBaseline': [run?: RunTarget];
  /** Called on the row of an experiment; else that of the selected row, or one that the user picks. */
  'trialbook.clearBaseline': [experiment?: ExperimentTarget];
  'trialbook.chooseKeyMetric': [experiment?: ExperimentTarget];
  'trialbook.editTags': [run?: RunTarget];
  /** Called from a tree with the row and all selected rows. */
  'trialbook.moveToExperiment': [run?: RunTarget, selected?: RunTarget[]];
  'trialbook.queueFile': [script?: vscode.Uri];
  'trialbook.pauseQueue': [];
  'trialbook.resumeQueue': [];
  'trialbook.setQueueParallel': [];
  'trialbook.clearQueue': [];
  /** Called on a row of the queue they take the other selected ones along. */
  'trialbook.removeFromQueue': [run?: RunTarget, selected?: RunTarget[]];
  'trialbook.runNext': [run?: RunTarget, selected?: RunTarget[]];
  'trialbook.moveUpInQueue': [run?: RunTarget, selected?: RunTarget[]];
  'trialbook.moveDownInQueue': [run?: RunTarget, selected?: RunTarget[]];
  'trialbook.showLiveRuns': [];
  'trialbook.refresh': [];
  'trialbook.openExample': [];
  'trialbook.showLog': [];
}

export type CommandId = keyof CommandArguments;

/** Registers commands so that whatever they throw meets the one error boundary. */
export class Commands {
  constructor(private readonly errors: ErrorBoundary) {}

  register<Id extends CommandId>(id: Id, handler: (...args: CommandArguments[Id]) => unknown): Disposable {
    return vscode.commands.registerCommand(id, (...args: CommandArguments[Id]) =>
      this.errors.run(id, () => handler(...args)),
    );
  }
}

/** A command to put on a tree row or a lens, with its arguments checked. */
export function commandLink<Id extends CommandId>(
  id: Id,
  title: string,
  ...args: CommandArguments[Id]
): vscode.Command & { command: Id } {
  return { command: id, title, arguments: args };
}

/** Runs one of our own commands from code. */
export function executeCommand<Id extends CommandId>(id: Id, ...args: CommandArguments[Id]): Thenable<unknown> {
  return vscode.commands.executeCommand(id, ...args);
}
