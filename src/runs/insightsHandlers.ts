import path from 'node:path';
import * as vscode from 'vscode';
import type { InsightsPageApi } from '../protocol/insightsPage';
import type { Handlers } from '../protocol/rpc';
import type { StoreClient } from '../store/client';

/** Letters of a file's name that are kept of what a chart is called. */
const LONGEST_NAME = 80;

/** What the comparison page asks for its charts across runs. */
export function insightsHandlers(folder: string, store: () => StoreClient): Handlers<InsightsPageApi> {
  return {
    importance: (query) => store().request('importance', query),
    lead: (query) => store().request('lead', query),
    surroundings: (query) => store().request('surroundings', query),
    directions: (query) => store().request('directions', query),
    setDirection: (query) => store().request('setDirection', query),
    saveChart: ({ name, content }) => saveChart(folder, name, content),
  };
}

async function saveChart(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const { name: base, ext } = path.parse(name);
  const file = `${base.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, LONGEST_NAME)}${ext}`;
  const chosen = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the chart'),
    defaultUri: vscode.Uri.file(path.join(folder, file)),
    filters: { [ext.slice(1).toUpperCase()]: [ext.slice(1)] },
  });
  if (chosen === undefined) return;
  await vscode.workspace.fs.writeFile(chosen, typeof content === 'string' ? Buffer.from(content) : content);
}
