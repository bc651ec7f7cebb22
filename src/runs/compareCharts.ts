import * as vscode from 'vscode';
import type { CompareChartsApi } from '../protocol/compareCharts';
import { parseCompareLayout, type CompareLayout } from '../protocol/compareLayout';
import type { Handlers } from '../protocol/rpc';
import { saveChart } from '../platform/saveChart';
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
