import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import { queueDir } from '../common/workspaceFolder';
import type { ListedEntry, QueuedRunRequest } from '../protocol/queue';
import type { CommandLine } from '../platform/commandLine';
import type { Commands, RunTarget } from '../platform/commands';
import type { ErrorBoundary } from '../platform/errorBoundary';
import { onSettingChange } from '../platform/settings';
import { NodeTree } from '../platform/tree';
import { setContext } from '../platform/contextKeys';
import { createTreeView } from '../platform/views';
import { folderPaths } from '../platform/workspace';
import { QUEUE_SETTINGS, QueueActions } from './queueActions';
import { pauseText, pickQueue, pickWaiting, summarize, type QueueSummary } from './queuePicks';
import type { QueueState } from './queueModel';
import { QueueDragAndDrop, QueueNode } from './queueTree';
import { Queues } from './queues';

/** What the queue needs of other features. */
export interface QueueNeeds {
  /** Makes sure that the store of a folder is open before a run starts there. */
  openStore(folder: string): void;
  /** Asks for the arguments of a script; gives the command that runs it in its folder; `undefined` when dismissed. */
  askCommand(script: vscode.Uri | undefined): Promise<{ folder: string; command: string[] } | undefined>;
}

/** What other features may ask of this one. */
export interface QueueFeature extends Disposable {
  /** Puts runs at the end of the queue of a folder. Throws a `UserError` that says what to do. */
  enqueue(folder: string, runs: readonly QueuedRunRequest[]): Promise<ListedEntry[]>;
  summary(): QueueSummary;
  onDidChange(listener: () => void): Disposable;
}

/** The queue of runs: its view, its commands, and the process that works on it. */
export function registerQueue(
  commandLine: CommandLine,
  commands: Commands,
  errors: ErrorBoundary,
  needs: QueueNeeds,
): QueueFeature {
  const disposables = new DisposableStore();
  const queues = disposables.add(new Queues(commandLine, folderPaths, errors));
  const actions = new QueueActions(queues, errors);
  for (const id of QUEUE_SETTINGS) {
    const tell = (): void => {
      const used = folderPaths().filter((folder) => existsSync(queueDir(folder)));
      for (const folder of used) void errors.run(id, () => actions.tellSettings(folder));
    };
    disposables.add(onSettingChange(id, tell));
  }

  const tree = disposables.add(
    new NodeTree((folder, parent) =>
      queues.stateOf(folder).waiting.map((entry, index) => new QueueNode(folder, entry, index + 1, parent)),
    ),
  );
  const dragAndDropController = new QueueDragAndDrop(async (folder, ids, to) => {
    await errors.run('trialbook.queue', () => actions.move(folder, ids, to));
  });
  const view = disposables.add(
    createTreeView('trialbook.queue', tree, {
      canSelectMany: true,
      dragAndDropController,
      showCollapseAll: false,
    }),
  );
  const show = (): void => {
    const { waiting, running, paused, pausable } = summarize(queues);
    setContext('trialbook.queueLength', waiting);
    setContext('trialbook.queuePaused', paused);
    setContext('trialbook.queuePausable', pausable);
    view.description = [
      ...(paused ? [vscode.l10n.t('paused')] : []),
      ...(running > 0 ? [vscode.l10n.t('{0} in training', running)] : []),
    ].join(' · ');
    view.message = pauseText(queues);
    tree.refresh();
  };
  disposables.add(queues.onDidChange(show));
  show();

  /** A row with the other selected ones if it is one of them, the keyboard's selection, or what the user picks. */
  const targets = async (
    title: string,
    run?: RunTarget,
    selected?: readonly RunTarget[],
  ): Promise<readonly RunTarget[]> => {
    const chosen = selected ?? view.selection.filter((node) => node instanceof QueueNode);
    if (run !== undefined) return chosen.some(({ runId }) => runId === run.runId) ? chosen : [run];
    return view.visible && chosen.length > 0 ? chosen : pickWaiting(queues, title);
  };
  const enqueue = async (folder: string, runs: readonly QueuedRunRequest[]): Promise<ListedEntry[]> => {
    needs.openStore(folder);
    await actions.tellGivenSettings(folder);
    return queues.enqueue(folder, runs);
  };
  disposables.add(
    commands.register('trialbook.queueFile', async (script) => {
      const asked = await needs.askCommand(script);
      if (asked === undefined) return;
      await enqueue(asked.folder, [{ command: asked.command, cwd: asked.folder }]);
    }),
  );
  /** A command on the one queue that it can be about, or the one that the user picks. */
  const registerForQueue = (
    id: 'trialbook.pauseQueue' | 'trialbook.resumeQueue' | 'trialbook.clearQueue' | 'trialbook.setQueueParallel',
    action: (folder: string) => Promise<void>,
    matches?: (state: QueueState) => boolean,
  ): void => {
    const act = async (): Promise<void> => {
      const folder = await pickQueue(queues, matches);
      if (folder !== undefined) await action(folder);
    };
    disposables.add(commands.register(id, act));
  };
  const isPaused = ({ paused }: QueueState): boolean => paused;
  registerForQueue(
    'trialbook.pauseQueue',
    (folder) => actions.pause(folder),
    (state) => !isPaused(state),
  );
  registerForQueue('trialbook.resumeQueue', (folder) => actions.resume(folder), isPaused);
  registerForQueue(
    'trialbook.clearQueue',
    (folder) => actions.clear(folder),
    ({ waiting }) => waiting.length > 0,
  );
  registerForQueue('trialbook.setQueueParallel', (folder) => actions.askParallel(folder));
  disposables.add(
    commands.register('trialbook.removeFromQueue', async (run, selected) =>
      actions.remove(await targets(vscode.l10n.t('Remove which run from the queue?'), run, selected)),
    ),
  );
  disposables.add(
    commands.register('trialbook.runNext', async (run, selected) =>
      actions.runNext(await targets(vscode.l10n.t('Which run shall be next?'), run, selected)),
    ),
  );
  disposables.add(
    commands.register('trialbook.moveUpInQueue', async (run, selected) =>
      actions.shift(await targets(vscode.l10n.t('Move which run up?'), run, selected), -1),
    ),
  );
  disposables.add(
    commands.register('trialbook.moveDownInQueue', async (run, selected) =>
      actions.shift(await targets(vscode.l10n.t('Move which run down?'), run, selected), 1),
    ),
  );
  return {
    enqueue,
    summary: () => summarize(queues),
    onDidChange: queues.onDidChange,
    dispose: () => disposables.dispose(),
  };
}
