import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { shownLabel, shownText } from '../../common/shownText';
import { type CommandId, executeCommand, type RunTarget } from '../../platform/commands';
import { folderName, folderPaths } from '../../platform/workspace';
import type { LiveRun, LiveRuns } from './liveRuns';
import { courseOf } from './liveTexts';

/** What is known here of the queue, which is another feature. */
export interface QueueOfRuns {
  /** Of all folders together. */
  summary(): { waiting: number; paused: boolean; pausable: boolean };
  onDidChange(listener: () => void): vscode.Disposable;
}

type RunCommandId = 'trialbook.stopRun' | 'trialbook.showRunOutput' | 'trialbook.compareRuns' | 'trialbook.revealRun';
type QueueCommandId = 'trialbook.pauseQueue' | 'trialbook.resumeQueue';

interface MenuItem extends vscode.QuickPickItem {
  act?: () => Thenable<unknown>;
}

/** The menu behind the status bar's item: what can be done about the runs that train, and about the queue. */
export async function showLiveMenu(live: LiveRuns, queue: QueueOfRuns): Promise<void> {
  const { runs } = live;
  const items = [...runItems(runs), ...queueItems(queue)];
  if (items.length === 0) throw new UserError(vscode.l10n.t('Nothing trains, and nothing waits in the queue.'));
  await choose(items, runs.length === 1 ? titleOf(runs[0]!) : vscode.l10n.t('Runs in training'));
}

/** Of one run its actions at once; of several the runs, each with its actions behind it and as buttons. */
function runItems(runs: readonly LiveRun[]): MenuItem[] {
  const [only] = runs;
  if (only !== undefined && runs.length === 1) return actionItems(only);
  return runs.map((one) => ({
    label: shownLabel(one.run.name),
    description: courseOf(one)
      .map((text) => shownLabel(text))
      .join(' · '),
    ...(folderPaths().length > 1 ? { detail: folderName(one.folder) } : {}),
    buttons: actionsOf(one).map(({ label, icon, act }) => ({ tooltip: label, iconPath: icon, act })),
    act: () => choose(actionItems(one), titleOf(one)),
  }));
}

function actionItems(one: LiveRun): MenuItem[] {
  return actionsOf(one).map(({ label, icon, act }) => ({ label, iconPath: icon, act }));
}

function actionsOf({
  folder,
  run,
}: LiveRun): { label: string; icon: vscode.ThemeIcon; act: () => Thenable<unknown> }[] {
  const target: RunTarget = { folder, runId: run.id };
  const action = (label: string, icon: string, id: RunCommandId): ReturnType<typeof actionsOf>[number] => ({
    label,
    icon: new vscode.ThemeIcon(icon),
    act: () => executeCommand(id, target),
  });
  return [
    action(vscode.l10n.t('Show output'), 'output', 'trialbook.showRunOutput'),
    action(vscode.l10n.t('Show curves'), 'graph-line', 'trialbook.compareRuns'),
    action(vscode.l10n.t('Show in the Runs view'), 'list-tree', 'trialbook.revealRun'),
    action(vscode.l10n.t('Stop'), 'debug-stop', 'trialbook.stopRun'),
  ];
}

function queueItems(queue: QueueOfRuns): MenuItem[] {
  const { waiting, paused, pausable } = queue.summary();
  if (waiting === 0 && !paused) return [];
  const item = (label: string, icon: string, id: QueueCommandId): MenuItem => ({
    label,
    iconPath: new vscode.ThemeIcon(icon),
    act: () => executeCommand<CommandId>(id),
  });
  return [
    { label: vscode.l10n.t('{0} waiting in the queue', waiting), kind: vscode.QuickPickItemKind.Separator },
    ...(paused ? [item(vscode.l10n.t('Resume the queue'), 'debug-continue', 'trialbook.resumeQueue')] : []),
    ...(pausable ? [item(vscode.l10n.t('Pause the queue'), 'debug-pause', 'trialbook.pauseQueue')] : []),
  ];
}

function titleOf(one: LiveRun): string {
  return [shownText(one.run.name), ...courseOf(one)].join(' · ');
}

/** Lets the user pick an item, or a button of one, and does it. */
async function choose(items: readonly MenuItem[], title: string): Promise<void> {
  const pick = vscode.window.createQuickPick<MenuItem>();
  pick.title = title;
  pick.items = items;
  pick.matchOnDescription = true;
  const act = await new Promise<MenuItem['act']>((resolve) => {
    pick.onDidAccept(() => resolve(pick.activeItems[0]?.act));
    pick.onDidTriggerItemButton(({ button }) => resolve((button as MenuItem).act));
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  });
  pick.dispose();
  await act?.();
}
