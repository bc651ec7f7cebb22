import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import type { StoreEvent } from '../protocol/storeApi';
import type { TablePageApi, TablePageEvent, TableState, TableStrings } from '../protocol/tablePage';
import { DEFAULT_VIEW, parseTableView, type TableView } from '../protocol/tableView';
import type { ErrorBoundary } from '../platform/errorBoundary';
import { PagePanel, pageOptions } from '../platform/pagePanel';
import type { SharedFiles } from '../platform/sharedFile';
import { folderName, folderPaths, onFolderRemoved } from '../platform/workspace';
import type { StoreRegistry } from '../store/registry';
import { SavedViews } from './savedViews';
import { tableHandlers } from './tableHandlers';
import { startTable } from './tableStart';
import { tableStrings } from './tableStrings';

const PAGE_ID = 'trialbook.table';

/** What the page keeps over a reload of the window. */
interface SavedState {
  folder?: unknown;
  view?: unknown;
}

type TablePanel = PagePanel<TablePageApi, TablePageEvent, TableStrings>;

/** The run tables, one per workspace folder. */
export class TablePanels implements Disposable, vscode.WebviewPanelSerializer<SavedState> {
  private readonly disposables = new DisposableStore();
  private readonly open = new Map<string, TablePanel>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly stores: StoreRegistry,
    private readonly shared: SharedFiles,
    private readonly errors: ErrorBoundary,
  ) {
    this.disposables.add(vscode.window.registerWebviewPanelSerializer(PAGE_ID, this));
    this.disposables.add(stores.onEvent(({ dir, event }) => this.forward(dir, event)));
    this.disposables.add(onFolderRemoved((folder) => this.open.get(folder)?.panel.dispose()));
  }

  /** Shows the table of a folder, in its page if one is open. */
  show(folder: string): void {
    const present = this.open.get(folder);
    if (present !== undefined) return present.panel.reveal();
    const options = pageOptions(this.extensionUri);
    const title = vscode.l10n.t('Run table');
    this.attach(
      vscode.window.createWebviewPanel(PAGE_ID, title, vscode.ViewColumn.Active, options),
      folder,
      DEFAULT_VIEW,
    );
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: SavedState | undefined): Promise<void> {
    const folders = folderPaths();
    const folder = folders.find((one) => one === state?.folder) ?? folders[0];
    if (folder === undefined || this.open.has(folder)) {
      panel.dispose();
      return;
    }
    this.attach(panel, folder, parseTableView(state?.view));
  }

  dispose(): void {
    for (const { panel } of this.open.values()) panel.dispose();
    this.disposables.dispose();
  }

  private attach(panel: vscode.WebviewPanel, folder: string, view: TableView): void {
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(this.extensionUri, 'media', `table-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const title = vscode.l10n.t('Run table');
    panel.title = folderPaths().length > 1 ? `${title} · ${folderName(folder)}` : title;
    const file = this.shared.of(folder);
    const views = new SavedViews(file);
    const start = this.startAhead(folder, view);
    const handlers = tableHandlers(
      folder,
      () => this.stores.get(folder),
      views,
      async (kept) => {
        const [state, saved] = await Promise.all([start(kept), views.readOrNone()]);
        return { ...state, views: saved };
      },
    );
    const definition = { id: PAGE_ID, bundle: 'table', strings: tableStrings() } as const;
    const page: TablePanel = new PagePanel(panel, this.extensionUri, definition, handlers, (error) =>
      this.errors.report(PAGE_ID, error),
    );
    this.open.set(folder, page);
    const listening = file.onChange(() => {
      void this.errors.run(PAGE_ID, async () => page.send({ kind: 'views', views: await views.readOrNone() }));
    });
    panel.onDidDispose(() => {
      listening.dispose();
      this.open.delete(folder);
    });
  }

  /** Asks for the first rows at once: they are there when the page has loaded. A page that comes back asks anew. */
  private startAhead(folder: string, view: TableView): (kept: TableView | null) => Promise<Omit<TableState, 'views'>> {
    const begin = (of: TableView) => startTable(this.stores.get(folder), folder, of);
    let ahead: ReturnType<typeof begin> | undefined = begin(view);
    // Whoever takes it hears why it failed.
    ahead.catch(() => undefined);
    return (kept) => {
      const begun = ahead;
      ahead = undefined;
      const isSame = kept === null || JSON.stringify(kept) === JSON.stringify(view);
      return begun !== undefined && isSame ? begun : begin(kept ?? view);
    };
  }

  private forward(folder: string, event: StoreEvent): void {
    const isOfPage = event.kind === 'changed' || event.kind === 'runEnded' || event.kind === 'restarted';
    if (isOfPage) this.open.get(folder)?.send(event);
  }
}
