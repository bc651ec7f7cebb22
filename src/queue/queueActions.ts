import * as vscode from 'vscode';
import { errorCode, errorMessage, UserError } from '../common/errors';
import {
  changeQueueSettings,
  type Destination,
  moveEntries,
  pauseQueue,
  removeEntries,
  type RemovedEntry,
  restoreEntries,
  resumeQueue,
} from '../common/queue/queueEdits';
import type { RunId } from '../protocol/entities';
import type { RunTarget } from '../platform/commands';
import type { ErrorBoundary } from '../platform/errorBoundary';
import { isSettingGiven, readSetting, writeSetting } from '../platform/settings';
import { folderName, folderPaths, requireTrust } from '../platform/workspace';
import type { Queues } from './queues';

export const QUEUE_SETTINGS = ['trialbook.queue.maxParallel', 'trialbook.queue.perGpu'] as const;

/** Runs that were taken out of the queue of a folder. */
interface Removal {
  folder: string;
  entries: RemovedEntry[];
}

/** What one does to what waits. */
export class QueueActions {
  constructor(
    private readonly queues: Queues,
    private readonly errors: ErrorBoundary,
  ) {}

  /** Takes runs out of the queue, and lets the user put them back. */
  async remove(runs: readonly RunTarget[]): Promise<void> {
    const name = this.nameOf(runs[0]);
    const removed: Removal[] = [];
    try {
      for (const [folder, ids] of byFolder(runs)) {
        removed.push({ folder, entries: await this.change(folder, () => removeEntries(folder, ids)) });
      }
    } finally {
      // Where one folder fails, the runs of those before it have left all the same.
      void this.errors.run('trialbook.removeFromQueue', () => this.offerUndo(name, removed));
    }
  }

  /** Offers to put runs back, again where that failed: they are nowhere else any more. */
  private async offerUndo(name: string, removed: readonly Removal[]): Promise<void> {
    const count = removed.reduce((sum, { entries }) => sum + entries.length, 0);
    if (count === 0) return;
    const undo = vscode.l10n.t('Undo');
    const text =
      count === 1 ? vscode.l10n.t('{0} left the queue.', name) : vscode.l10n.t('{0} runs left the queue.', count);
    if ((await vscode.window.showInformationMessage(text, undo)) !== undo) return;
    const lost: Removal[] = [];
    for (const removal of removed) {
      const putBack = await this.errors.run('trialbook.removeFromQueue', () => this.putBack(removal));
      if (putBack === undefined) lost.push(removal);
    }
    await this.offerUndo(name, lost);
  }

  /** Gives how many. */
  private async putBack({ folder, entries }: Removal): Promise<number> {
    await this.change(folder, () => restoreEntries(folder, entries));
    this.queues.keepWorking(folder);
    return entries.length;
  }

  /** Moves runs of one folder. */
  async move(folder: string, ids: readonly RunId[], to: Destination): Promise<void> {
    await this.change(folder, () => moveEntries(folder, ids, to));
  }

  async runNext(runs: readonly RunTarget[]): Promise<void> {
    for (const [folder, ids] of byFolder(runs)) await this.move(folder, ids, 'first');
  }

  /** Moves runs one place towards the front, or the end. */
  async shift(runs: readonly RunTarget[], by: -1 | 1): Promise<void> {
    for (const [folder, ids] of byFolder(runs)) {
      const order = this.queues.stateOf(folder).waiting.map(({ id }) => id);
      const destination = neighbourPlace(order, ids, by);
      if (destination !== undefined) await this.move(folder, ids, destination);
    }
  }

  async pause(folder: string): Promise<void> {
    await this.change(folder, () => pauseQueue(folder));
  }

  async resume(folder: string): Promise<void> {
    requireTrust();
    await this.change(folder, () => resumeQueue(folder));
    this.queues.keepWorking(folder);
  }

  /** Empties the queue of a folder once that is confirmed; what trains goes on. */
  async clear(folder: string): Promise<void> {
    const ids = this.queues.stateOf(folder).waiting.map(({ id }) => id);
    if (ids.length === 0) return;
    const remove = vscode.l10n.t('Remove All');
    const question =
      ids.length === 1
        ? vscode.l10n.t('Remove the run that waits from the queue?')
        : vscode.l10n.t('Remove all {0} runs that wait from the queue?', ids.length);
    const detail = [
      ...(folderPaths().length > 1 ? [vscode.l10n.t('Folder: {0}', folderName(folder))] : []),
      vscode.l10n.t('They have not been started. Runs that train go on.'),
    ].join('\n');
    const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, remove);
    if (chosen === remove) await this.remove(ids.map((runId) => ({ folder, runId })));
  }

  /** Asks how many runs train at once, and keeps the answer in the settings of the folder. */
  async askParallel(folder: string): Promise<void> {
    const scope = vscode.Uri.file(folder);
    const answer = await vscode.window.showInputBox({
      title: vscode.l10n.t('How many runs of the queue train at once?'),
      value: String(readSetting('trialbook.queue.maxParallel', scope)),
      validateInput: (text) =>
        /^[1-9]\d*$/.test(text.trim()) ? undefined : vscode.l10n.t('A whole number of 1 or more.'),
    });
    if (answer === undefined) return;
    await writeSetting('trialbook.queue.maxParallel', Number(answer), scope);
    await this.tellSettings(folder);
  }

  /** Keeps what the settings say where the process that works on the queue, which cannot see them, finds it. */
  async tellSettings(folder: string): Promise<void> {
    const scope = vscode.Uri.file(folder);
    const settings = {
      parallel: readSetting('trialbook.queue.maxParallel', scope),
      perGpu: readSetting('trialbook.queue.perGpu', scope),
    };
    await this.change(folder, () => changeQueueSettings(folder, settings));
  }

  /** Does that where somebody has set them; else what the command line set holds. */
  async tellGivenSettings(folder: string): Promise<void> {
    if (QUEUE_SETTINGS.some((id) => isSettingGiven(id, vscode.Uri.file(folder)))) await this.tellSettings(folder);
  }

  private async change<T>(folder: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      if (errorCode(error) === 'ENOENT') throw new UserError(vscode.l10n.t('That run has left the queue meanwhile.'));
      const text = vscode.l10n.t('The queue of {0} cannot be changed: {1}', folderName(folder), errorMessage(error));
      throw new UserError(text);
    } finally {
      await this.queues.refresh(folder);
    }
  }

  private nameOf(run: RunTarget | undefined): string {
    if (run === undefined) return '';
    return this.queues.stateOf(run.folder).waiting.find(({ id }) => id === run.runId)?.name ?? run.runId;
  }
}

/** Where runs stand after they were moved by one place; `undefined` where they cannot. */
function neighbourPlace(order: readonly RunId[], ids: readonly RunId[], by: -1 | 1): Destination | undefined {
  const places = ids.map((id) => order.indexOf(id)).filter((place) => place >= 0);
  if (places.length === 0) return undefined;
  if (by < 0) {
    const before = order[Math.min(...places) - 1];
    return before === undefined ? undefined : { before };
  }
  const last = Math.max(...places);
  if (last === order.length - 1) return undefined;
  const before = order[last + 2];
  return before === undefined ? 'last' : { before };
}

function byFolder(runs: readonly RunTarget[]): Map<string, RunId[]> {
  const ids = new Map<string, RunId[]>();
  for (const { folder, runId } of runs) ids.set(folder, [...(ids.get(folder) ?? []), runId]);
  return ids;
}
