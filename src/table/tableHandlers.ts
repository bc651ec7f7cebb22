import * as vscode from 'vscode';
import type { RunId } from '../protocol/entities';
import type { Handlers } from '../protocol/rpc';
import type { TablePageApi, TableState } from '../protocol/tablePage';
import { parseTableView, type TableView } from '../protocol/tableView';
import { executeCommand, type RunTarget } from '../platform/commands';
import type { StoreClient } from '../store/client';
import type { SavedViews } from './savedViews';
import { readChoices } from './tableStart';

/** For how long a quiet message stands in the status bar, ms. */
const TOLD_MS = 4000;

/**
 * What answers a table's page. `store` is asked for each time: a store is closed and opened again when another engine is
 * chosen.
 */
export function tableHandlers(
  folder: string,
  store: () => StoreClient,
  views: SavedViews,
  ready: (view: TableView | null) => Promise<TableState>,
): Handlers<TablePageApi> {
  const target = (runId: RunId): RunTarget => ({ folder, runId });
  return {
    ready: ({ view }) => ready(view === null ? null : parseTableView(view)),
    choices: () => readChoices(store()),
    tableColumns: () => store().request('tableColumns', {}),
    countColumns: (selected) => store().request('countColumns', selected),
    tableOrder: (query) => store().request('tableOrder', query),
    tableRows: (query) => store().request('tableRows', query),
    tableGroups: (query) => store().request('tableGroups', query),
    completeFilter: (query) => store().request('completeFilter', query),
    columnQuantiles: (query) => store().request('columnQuantiles', query),
    openRun: async ({ runId }) => void (await executeCommand('trialbook.openRun', target(runId))),
    revealRun: async ({ runId }) => void (await executeCommand('trialbook.revealRun', target(runId))),
    compareRuns: async ({ runIds }) => {
      const runs = runIds.map(target);
      await executeCommand('trialbook.compareRuns', runs[0], runs);
    },
    saveReport: async ({ runIds }) => {
      const runs = runIds.map(target);
      await executeCommand('trialbook.saveReport', runs[0], runs);
    },
    deleteRuns: async ({ runIds }) => {
      const runs = runIds.map(target);
      await executeCommand('trialbook.deleteRun', runs[0], runs);
    },
    renameRun: async ({ runId }) => void (await executeCommand('trialbook.renameRun', target(runId))),
    setNote: (edit) => store().request('setNote', edit),
    setTag: (edit) => store().request('setTag', edit),
    addTag: ({ runIds }) => addTag(store(), runIds),
    setBaseline: (choice) => store().request('setBaseline', choice),
    setDirection: (choice) => store().request('setDirection', choice),
    copy: async ({ text, rows, total }) => {
      await vscode.env.clipboard.writeText(text);
      vscode.window.setStatusBarMessage(copiedText(rows, total), TOLD_MS);
    },
    saveView: ({ view, name }) => views.save(parseTableView(view), name),
    deleteView: ({ name }) => views.delete(name),
  };
}

function copiedText(rows: number, total: number): string {
  const [copied, all] = [rows, total].map((n) => n.toLocaleString(vscode.env.language)) as [string, string];
  if (rows < total) return `$(warning) ${vscode.l10n.t('{0} of {1} rows copied', copied, all)}`;
  const told = rows === 1 ? vscode.l10n.t('1 row copied') : vscode.l10n.t('{0} rows copied', copied);
  return `$(check) ${told}`;
}

async function addTag(store: StoreClient, runIds: readonly RunId[]): Promise<void> {
  const title = vscode.l10n.t('Add tag');
  const key = await vscode.window.showInputBox({
    title,
    placeHolder: vscode.l10n.t('Name of the tag, such as stage'),
    validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('A tag needs a name.') : undefined),
  });
  if (key === undefined) return;
  const value = await vscode.window.showInputBox({ title, placeHolder: vscode.l10n.t('Value of {0}', key.trim()) });
  if (value === undefined) return;
  await store.request('setTags', { runIds: [...runIds], key: key.trim(), value });
}
