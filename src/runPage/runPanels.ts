import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import type { RunId } from '../protocol/entities';
import type { RunPageApi, RunPageEvent } from '../protocol/runPage';
import type { RunPageStrings } from '../protocol/runPageStrings';
import type { StoreEvent } from '../protocol/storeApi';
import type { ErrorBoundary } from '../platform/errorBoundary';
import { PagePanel, pageOptions } from '../platform/pagePanel';
import { folderName, folderPaths, onFolderRemoved } from '../platform/workspace';
import type { StoreRegistry } from '../store/registry';
import { newsOf } from './runNews';
import { runPageHandlers } from './runPageHandlers';
import { runPageStrings } from './runPageStrings';

const PAGE_ID = 'trialbook.run';
/** A tab has no room for more, and a name may have 10,000 characters. */
const LONGEST_TITLE = 60;

/** What the page keeps over a reload of the window, beside its own layout. */
interface SavedState {
  folder?: unknown;
  runId?: unknown;
}

type RunPanel = PagePanel<RunPageApi, RunPageEvent, RunPageStrings>;

interface OpenPage {
  folder: string;
  runId: RunId;
  page: RunPanel;
}

/** The pages of runs, one per run. */
export class RunPanels implements Disposable, vscode.WebviewPanelSerializer<SavedState> {
  private readonly disposables = new DisposableStore();
  private readonly open = new Set<OpenPage>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly stores: StoreRegistry,
    private readonly errors: ErrorBoundary,
  ) {
    this.disposables.add(vscode.window.registerWebviewPanelSerializer(PAGE_ID, this));
    this.disposables.add(stores.onEvent(({ dir, event }) => this.forward(dir, event)));
    this.disposables.add(onFolderRemoved((removed) => this.close(({ folder }) => folder === removed)));
  }

  /** Shows a run, in its page if that is open. */
  async show(folder: string, runId: RunId): Promise<void> {
    const present = this.find(folder, runId);
    if (present !== undefined) {
      present.page.panel.reveal();
      return;
    }
    const run = await this.stores.get(folder).request('getRun', { runId });
    // Another call may have opened it meanwhile.
    if (this.find(folder, runId) !== undefined) return;
    const panel = vscode.window.createWebviewPanel(
      PAGE_ID,
      titleOf(folder, run?.name ?? runId),
      vscode.ViewColumn.Active,
      pageOptions(this.extensionUri),
    );
    this.attach(panel, folder, runId);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: SavedState | undefined): Promise<void> {
    const folder = folderPaths().find((one) => one === state?.folder);
    if (folder === undefined || typeof state?.runId !== 'string' || this.find(folder, state.runId) !== undefined) {
      panel.dispose();
      return;
    }
    this.attach(panel, folder, state.runId);
  }

  dispose(): void {
    this.close(() => true);
    this.disposables.dispose();
  }

  private attach(panel: vscode.WebviewPanel, folder: string, runId: RunId): void {
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(this.extensionUri, 'media', `run-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    // Asked for each time: a store is closed and opened again when another engine is chosen.
    const handlers = runPageHandlers(
      { folder, runId },
      () => this.stores.get(folder),
      (name) => {
        panel.title = titleOf(folder, name);
      },
    );
    const definition = { id: PAGE_ID, bundle: 'run', media: true, strings: runPageStrings() } as const;
    const page: RunPanel = new PagePanel(panel, this.extensionUri, definition, handlers, (error) =>
      this.errors.report(PAGE_ID, error),
    );
    const shown: OpenPage = { folder, runId, page };
    this.open.add(shown);
    panel.onDidDispose(() => this.open.delete(shown));
  }

  private forward(dir: string, event: StoreEvent): void {
    for (const { folder, runId, page } of this.open) {
      const news = folder === dir ? newsOf(runId, event) : undefined;
      if (news !== undefined) page.send(news);
    }
  }

  private find(folder: string, runId: RunId): OpenPage | undefined {
    return [...this.open].find((one) => one.folder === folder && one.runId === runId);
  }

  private close(which: (page: OpenPage) => boolean): void {
    for (const one of [...this.open].filter(which)) one.page.panel.dispose();
  }
}

function titleOf(folder: string, name: string): string {
  const title = name.length > LONGEST_TITLE ? `${name.slice(0, LONGEST_TITLE)}…` : name;
  return folderPaths().length > 1 ? `${title} · ${folderName(folder)}` : title;
}
