import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import { parseCompareLayout, type CompareLayout } from '../protocol/compareLayout';
import type { RunId } from '../protocol/entities';
import type { ComparePageApi, ComparePageEvent, CompareStrings } from '../protocol/pagesApi';
import type { Handlers } from '../protocol/rpc';
import { packSeries } from '../protocol/sentSeries';
import type { StoreEvent } from '../protocol/storeApi';
import { executeCommand } from '../platform/commands';
import type { ErrorBoundary } from '../platform/errorBoundary';
import { PagePanel, pageOptions } from '../platform/pagePanel';
import type { SharedFiles } from '../platform/sharedFile';
import { folderName, folderPaths, onFolderRemoved } from '../platform/workspace';
import type { StoreClient } from '../store/client';
import type { StoreRegistry } from '../store/registry';
import { chartHandlers, CompareLayouts } from './compareCharts';
import { compareStrings } from './compareStrings';
import { EarlyComparison } from './earlyComparison';
import { insightsHandlers } from './insightsHandlers';
import { loggedHandlers } from './loggedHandlers';
import type { ReportCommands } from './reportCommands';
import type { RunCommands } from './runCommands';

const PAGE_ID = 'trialbook.compare';

/** What the page keeps over a reload of the window, beside its own layout. */
interface SavedState {
  folder?: unknown;
  runIds?: unknown;
}

type ComparePanel = PagePanel<ComparePageApi, ComparePageEvent, CompareStrings>;

interface OpenPage {
  page: ComparePanel;
  early: EarlyComparison;
  show(runIds: RunId[]): void;
}

/** The comparison pages, one per workspace folder. */
export class ComparePanels implements Disposable, vscode.WebviewPanelSerializer<SavedState> {
  private readonly disposables = new DisposableStore();
  private readonly open = new Map<string, OpenPage>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly stores: StoreRegistry,
    private readonly commands: RunCommands,
    private readonly errors: ErrorBoundary,
    private readonly shared: SharedFiles,
    private readonly reports: ReportCommands,
  ) {
    this.disposables.add(vscode.window.registerWebviewPanelSerializer(PAGE_ID, this));
    this.disposables.add(stores.onEvent(({ dir, event }) => this.forward(dir, event)));
    this.disposables.add(onFolderRemoved((folder) => this.open.get(folder)?.page.panel.dispose()));
  }

  /** Shows runs of one folder side by side, in its page if one is open. */
  show(folder: string, runIds: RunId[]): void {
    const shown = this.open.get(folder);
    if (shown !== undefined) {
      shown.show(runIds);
      shown.page.panel.reveal();
      return;
    }
    const title = vscode.l10n.t('Compare runs');
    const options = { ...pageOptions(this.extensionUri), enableFindWidget: true };
    this.attach(vscode.window.createWebviewPanel(PAGE_ID, title, vscode.ViewColumn.Active, options), folder, runIds);
  }

  /** Saves a report of the comparison that is in front; false where there is none. */
  saveReport(): boolean {
    const active = [...this.open.values()].find(({ page }) => page.panel.active);
    active?.page.send({ kind: 'saveReport' });
    return active !== undefined;
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: SavedState | undefined): Promise<void> {
    const folders = folderPaths();
    const folder = folders.find((one) => one === state?.folder) ?? folders[0];
    if (folder === undefined || this.open.has(folder)) {
      panel.dispose();
      return;
    }
    const runIds = Array.isArray(state?.runIds) ? state.runIds.filter((id) => typeof id === 'string') : [];
    this.attach(panel, folder, runIds);
  }

  dispose(): void {
    for (const { page } of this.open.values()) page.panel.dispose();
    this.disposables.dispose();
  }

  private attach(panel: vscode.WebviewPanel, folder: string, initial: RunId[]): void {
    let runIds = initial;
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(this.extensionUri, 'media', `compare-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const setTitle = (): void => {
      const title = vscode.l10n.t('Compare runs ({0})', runIds.length);
      panel.title = folderPaths().length > 1 ? `${title} · ${folderName(folder)}` : title;
    };
    // Asked for each time: a store is closed and opened again when another engine is chosen.
    const store = (): StoreClient => this.stores.get(folder);
    const early = new EarlyComparison(store(), initial);
    const file = this.shared.of(folder);
    const layouts = new CompareLayouts(file);
    const handlers: Handlers<ComparePageApi> = {
      ...insightsHandlers(store),
      ...loggedHandlers(store),
      ...chartHandlers(folder, store, layouts),
      ready: async () => {
        const [layout, comparison] = await Promise.all([this.readLayout(layouts), early.take()]);
        return { folder, runIds, layout, ...(comparison === undefined ? {} : { comparison }) };
      },
      comparison: (query) => store().request('compareRuns', query),
      series: async (query) => (await store().request('series', query)).map(packSeries),
      saveReport: ({ view }) => this.errors.run(PAGE_ID, () => this.reports.save(folder, runIds, view)),
      pickRuns: ({ runIds: ticked }) => this.commands.pickRuns(folder, new Set(ticked)),
      showsRuns: ({ runIds: shown }) => {
        runIds = shown;
        setTitle();
      },
      showOutput: async ({ runId }) => void (await executeCommand('trialbook.showRunOutput', { folder, runId })),
      revealRun: async ({ runId }) => void (await executeCommand('trialbook.revealRun', { folder, runId })),
      stopRun: async ({ runId }) => void (await executeCommand('trialbook.stopRun', { folder, runId })),
    };
    const definition = { id: PAGE_ID, bundle: 'compare', media: true, strings: compareStrings() } as const;
    const page: ComparePanel = new PagePanel(panel, this.extensionUri, definition, handlers, (error) =>
      this.errors.report(PAGE_ID, error),
    );
    setTitle();
    this.open.set(folder, {
      page,
      early,
      show: (next) => {
        early.drop();
        runIds = next;
        setTitle();
        page.send({ kind: 'setRuns', runIds });
      },
    });
    const watching = file.onChange(async () => {
      const layout = await layouts.readChange();
      if (layout !== undefined) page.send({ kind: 'layout', layout });
    });
    panel.onDidDispose(() => {
      watching.dispose();
      this.open.delete(folder);
    });
  }

  /** A shared file that cannot be read is told of; the charts are shown as usual. */
  private async readLayout(layouts: CompareLayouts): Promise<CompareLayout> {
    try {
      return await layouts.read();
    } catch (error) {
      this.errors.report(PAGE_ID, error);
      return parseCompareLayout(undefined);
    }
  }

  private forward(folder: string, event: StoreEvent): void {
    if (event.kind !== 'changed' && event.kind !== 'runEnded' && event.kind !== 'restarted') return;
    const shown = this.open.get(folder);
    shown?.early.drop();
    shown?.page.send(event);
  }
}
