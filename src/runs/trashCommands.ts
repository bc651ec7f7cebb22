import * as vscode from 'vscode';
import { shownLabel } from '../common/shownText';
import type { RunId, TrashedRun } from '../protocol/entities';
import type { RunTarget } from '../platform/commands';
import type { ErrorBoundary } from '../platform/errorBoundary';
import { formatAge } from '../platform/format';
import { isLive, metricText, statusText } from '../platform/runRows';
import { folderName, folderPaths } from '../platform/workspace';
import type { StoreRegistry } from '../store/registry';
import type { RunCommands } from './runCommands';
import { innerRunsText } from './view/runTexts';

/** Runs offered in the quick pick: the ones deleted last. */
const SHOWN = 1000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Deleting runs, and what can be done about it afterwards. */
export class TrashCommands {
  constructor(
    private readonly stores: StoreRegistry,
    private readonly runs: RunCommands,
    private readonly errors: ErrorBoundary,
  ) {}

  /** Moves a run to the trash, and with it the other selected ones if it is selected. */
  async delete(target: RunTarget | undefined, selected: readonly RunTarget[]): Promise<void> {
    const run = await this.runs.targetOr(target, vscode.l10n.t('Delete which run?'), ({ status }) => !isLive(status));
    if (run === undefined) return;
    const deleted = selected.some(({ runId }) => runId === run.runId) ? selected : [run];
    const first = await this.stores.get(run.folder).request('getRun', { runId: run.runId });
    const byFolder = groupByFolder(deleted);
    for (const [folder, runIds] of byFolder) await this.stores.get(folder).request('trashRuns', { runIds });
    const inside = deleted.length === 1 ? (first?.childCount ?? 0) : 0;
    void this.errors.run('trialbook.deleteRun', () => this.offerUndo(first?.name ?? run.runId, inside, byFolder));
  }

  /** Lets the user pick a deleted run to restore or to delete for good. */
  async show(): Promise<void> {
    const items = await this.items();
    if (items.length === 0) return tellEmpty();
    const pick = vscode.window.createQuickPick<TrashItem>();
    pick.title = vscode.l10n.t('Trash');
    pick.placeholder = vscode.l10n.t('Choose a run to restore');
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.items = items;
    const chosen = await new Promise<{ item: TrashItem; forGood: boolean } | undefined>((resolve) => {
      pick.onDidAccept(() => resolve(pick.activeItems[0] && { item: pick.activeItems[0], forGood: false }));
      pick.onDidTriggerItemButton(({ item }) => resolve({ item, forGood: true }));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
    pick.dispose();
    if (chosen === undefined) return;
    if (chosen.forGood) await this.deleteForGood(chosen.item);
    else await this.stores.get(chosen.item.folder).request('restoreRuns', { runIds: [chosen.item.runId] });
  }

  /** Frees all deleted runs of all folders once that is confirmed. */
  async empty(): Promise<void> {
    const pages = await Promise.all(folderPaths().map((folder) => this.trashOf(folder, 0)));
    const total = pages.reduce((sum, page) => sum + page.total, 0);
    if (total === 0) return tellEmpty();
    const question =
      total === 1
        ? vscode.l10n.t('Empty the trash? It holds 1 run.')
        : vscode.l10n.t('Empty the trash? It holds {0} runs.', total);
    if (!(await confirm(question, vscode.l10n.t('Empty Trash')))) return;
    const title = vscode.l10n.t('Emptying the trash');
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, async (progress) => {
      for (const { folder } of pages.filter((page) => page.total > 0)) await this.emptyFolder(folder, progress);
    });
  }

  private async offerUndo(name: string, inside: number, deleted: ReadonlyMap<string, RunId[]>): Promise<void> {
    const count = [...deleted.values()].flat().length;
    const undo = vscode.l10n.t('Undo');
    const one =
      inside === 0
        ? vscode.l10n.t('{0} was moved to the trash.', name)
        : vscode.l10n.t('{0} was moved to the trash, with the runs inside it ({1}).', name, inside);
    const text = count === 1 ? one : vscode.l10n.t('{0} runs were moved to the trash.', count);
    if ((await vscode.window.showInformationMessage(text, undo)) !== undo) return;
    for (const [folder, runIds] of deleted) await this.stores.get(folder).request('restoreRuns', { runIds });
  }

  private async deleteForGood({ folder, runId, label }: TrashItem): Promise<void> {
    const question = vscode.l10n.t('Delete the run {0} for good?', label);
    if (!(await confirm(question, vscode.l10n.t('Delete')))) return;
    await this.stores.get(folder).request('emptyTrash', { runIds: [runId] });
  }

  private async emptyFolder(folder: string, progress: vscode.Progress<{ increment: number }>): Promise<void> {
    let shown = 0;
    const listening = this.stores.onEvent(({ dir, event }) => {
      if (dir !== folder || event.kind !== 'emptyingTrash') return;
      const percent = (100 * event.done) / event.total;
      progress.report({ increment: percent - shown });
      shown = percent;
    });
    try {
      await this.stores.get(folder).request('emptyTrash', {});
    } finally {
      listening.dispose();
    }
  }

  private async items(): Promise<TrashItem[]> {
    const pages = await Promise.all(folderPaths().map((folder) => this.trashOf(folder, SHOWN)));
    const button = { iconPath: new vscode.ThemeIcon('trash'), tooltip: vscode.l10n.t('Delete for good…') };
    const now = Date.now();
    return pages
      .flatMap(({ folder, runs }) => runs.map((run) => ({ folder, run })))
      .toSorted((a, b) => b.run.trashedAt - a.run.trashedAt)
      .map(({ folder, run }) => {
        return {
          folder,
          runId: run.id,
          label: shownLabel(run.name),
          description: [
            ...(run.keyMetric ? [shownLabel(metricText(run.keyMetric))] : []),
            statusText(run.status),
            ...(run.childCount === 0 ? [] : [innerRunsText(run.childCount)]),
          ].join(' · '),
          detail: [...(pages.length > 1 ? [folderName(folder)] : []), deletedText(run, now), freedText(run, now)].join(
            ' · ',
          ),
          buttons: [button],
        };
      });
  }

  private async trashOf(folder: string, limit: number): Promise<{ folder: string; runs: TrashedRun[]; total: number }> {
    return { folder, ...(await this.stores.get(folder).request('listTrash', { offset: 0, limit })) };
  }
}

interface TrashItem extends vscode.QuickPickItem, RunTarget {}

function groupByFolder(targets: readonly RunTarget[]): Map<string, RunId[]> {
  const groups = new Map<string, RunId[]>();
  for (const { folder, runId } of targets) groups.set(folder, [...(groups.get(folder) ?? []), runId]);
  return groups;
}

function deletedText({ trashedAt }: TrashedRun, now: number): string {
  return now - trashedAt < MINUTE_MS
    ? vscode.l10n.t('deleted just now')
    : vscode.l10n.t('deleted {0} ago', formatAge(trashedAt, now));
}

function freedText({ freedAt }: TrashedRun, now: number): string {
  const days = Math.ceil((freedAt - now) / DAY_MS);
  if (days < 1) return vscode.l10n.t('freed soon');
  return days === 1 ? vscode.l10n.t('freed in 1 day') : vscode.l10n.t('freed in {0} days', days);
}

async function confirm(question: string, action: string): Promise<boolean> {
  const detail = vscode.l10n.t(
    'Parameters, metrics, output and code snapshot are removed from disk. Files that a run wrote into the workspace stay. This cannot be undone.',
  );
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, action)) === action;
}

function tellEmpty(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('The trash is empty.'));
}
