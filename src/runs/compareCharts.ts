import path from 'node:path';
import * as vscode from 'vscode';
import type { ChartFormat, CompareChartsApi } from '../protocol/compareCharts';
import { parseCompareLayout, type CompareLayout } from '../protocol/compareLayout';
import type { Handlers } from '../protocol/rpc';
import type { SharedFile } from '../platform/sharedFile';
import type { StoreClient } from '../store/client';

/** Answers what the charts of a comparison page ask for. */
export function chartHandlers(
  folder: string,
  store: () => StoreClient,
  layouts: CompareLayouts,
): Handlers<CompareChartsApi> {
  return {
    repeats: (query) => store().request('repeatGroups', query),
    pickMetric: ({ keys }) => pickMetric(keys),
    saveLayout: ({ layout }) => layouts.write(layout),
    saveChart: ({ name, format, content }) => saveChart(folder, name, format, content),
  };
}

/** The section of the shared file that holds how charts are laid out. */
export class CompareLayouts {
  /** What was written last: the file's own change event for it is no news. */
  private written = '';
  private writes = 0;

  constructor(private readonly file: SharedFile) {}

  async read(): Promise<CompareLayout> {
    return parseCompareLayout(await this.file.read('compareLayout'));
  }

  async write(layout: CompareLayout): Promise<void> {
    // From a page it may be anything; an empty one leaves no trace in the file.
    const parsed = parseCompareLayout(layout);
    const isEmpty = parsed.order.length === 0 && Object.keys(parsed.charts).length === 0;
    this.written = JSON.stringify(parsed);
    this.writes += 1;
    try {
      await this.file.write('compareLayout', isEmpty ? undefined : parsed);
    } finally {
      this.writes -= 1;
    }
  }

  /** The layout when somebody else changed it, `undefined` when nothing is new. A file that is broken is left alone. */
  async readChange(): Promise<CompareLayout | undefined> {
    const layout = await this.read().catch(() => undefined);
    // What is being written is newer than what was read.
    if (this.writes > 0 || layout === undefined || JSON.stringify(layout) === this.written) return undefined;
    this.written = JSON.stringify(layout);
    return layout;
  }
}

async function pickMetric(keys: readonly string[]): Promise<string | undefined> {
  return vscode.window.showQuickPick([...keys], {
    title: vscode.l10n.t('Metric of the x axis'),
    placeHolder: vscode.l10n.t('Points stand at the value that it had at their step'),
  });
}

/** Asks for the place; the name of the metric is proposed, as far as it can be a file's. */
async function saveChart(
  folder: string,
  name: string,
  format: ChartFormat,
  content: string | Uint8Array,
): Promise<void> {
  const proposed = `${name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80) || 'chart'}.${format}`;
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(folder, proposed)),
    filters: { [format.toUpperCase()]: [format] },
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, typeof content === 'string' ? Buffer.from(content) : content);
}
