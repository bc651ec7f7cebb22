/** Which queues and which of their runs a command is about. */
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import type { RunTarget } from '../platform/commands';
import { folderName, folderPaths } from '../platform/workspace';
import type { QueueState } from './queueModel';
import type { Queues } from './queues';

/** Of all folders together. */
export interface QueueSummary {
  waiting: number;
  running: number;
  /** Whether one of them is. */
  paused: boolean;
  /** Whether one that holds something is not paused. */
  pausable: boolean;
}

export function summarize(queues: Queues): QueueSummary {
  const states = folderPaths().map((folder) => queues.stateOf(folder));
  return {
    waiting: states.reduce((sum, { waiting }) => sum + waiting.length, 0),
    running: states.reduce((sum, { running }) => sum + running, 0),
    paused: states.some(({ paused }) => paused),
    pausable: states.some(({ waiting, running, paused }) => !paused && waiting.length + running > 0),
  };
}

/** What the view says above its rows: why a queue paused by itself. */
export function pauseText(queues: Queues): string {
  const states = folderPaths().map((folder) => queues.stateOf(folder));
  return states.flatMap(({ paused, reason }) => (paused && reason !== null ? [reason] : [])).join(' ');
}

/** The folders whose queue holds something or is paused; all where there is none. */
function queueFolders(queues: Queues): string[] {
  const isUsed = ({ waiting, running, paused }: QueueState): boolean => waiting.length + running > 0 || paused;
  const used = folderPaths().filter((folder) => isUsed(queues.stateOf(folder)));
  if (folderPaths().length === 0) throw new UserError(vscode.l10n.t('Open a folder first: its runs are kept in it.'));
  return used.length > 0 ? used : folderPaths();
}

/** Lets the user pick runs that wait; none when dismissed. */
export async function pickWaiting(queues: Queues, title: string): Promise<RunTarget[]> {
  const items = folderPaths().flatMap((folder) =>
    queues.stateOf(folder).waiting.map((entry, index) => ({
      folder,
      runId: entry.id,
      label: entry.name,
      description: [String(index + 1), entry.script ?? '', ...entry.arguments].join(' '),
      ...(folderPaths().length > 1 ? { detail: folderName(folder) } : {}),
    })),
  );
  if (items.length === 0) throw new UserError(vscode.l10n.t('No run waits in the queue.'));
  const chosen = await vscode.window.showQuickPick(items, { title, canPickMany: true, matchOnDescription: true });
  return chosen ?? [];
}

/** The only queue in use that matches, or the one that the user picks; `undefined` when dismissed. */
export async function pickQueue(
  queues: Queues,
  matches: (state: QueueState) => boolean = () => true,
): Promise<string | undefined> {
  const used = queueFolders(queues);
  const matching = used.filter((folder) => matches(queues.stateOf(folder)));
  const folders = matching.length > 0 ? matching : used;
  if (folders.length === 1) return folders[0];
  const items = folders.map((folder) => ({ label: folderName(folder), description: folder, folder }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('The queue of which folder?') }))?.folder;
}
