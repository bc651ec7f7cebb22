import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import type { ChangesPageApi, ChangesPageEvent, ChangesShown, ChangesStrings } from '../protocol/changesPage';
import type { RunId } from '../protocol/entities';
import type { Handlers } from '../protocol/rpc';
import type { StoreEvent } from '../protocol/storeApi';
import { executeCommand, type RunTarget } from '../platform/commands';
import type { ErrorBoundary } from '../platform/errorBoundary';
import { PagePanel, pageOptions } from '../platform/pagePanel';
import { folderName, folderPaths, onFolderRemoved } from '../platform/workspace';
import type { StoreClient } from '../store/client';
import type { StoreRegistry } from '../store/registry';
import { changesStrings } from './changesStrings';
import { openCodeDiff, openFileDiff } from './openDiff';
import { pickBase } from './pickBase';

const PAGE_ID = 'trialbook.changes';

/** What the page keeps over a reload of the window, beside its own layout. */
interface SavedState {
  folder?: unknown;
  runId?: unknown;
  base?: unknown;
}

type ChangesPanel = PagePanel<ChangesPageApi, ChangesPageEvent, ChangesStrings>;

/** The pages "What changed", one per workspace folder. */
export class ChangesPanels implements Disposable, vscode.WebviewPanelSerializer<SavedState> {
  private readonly disposables = new DisposableStore();
  private readonly open = new Map<string, { page: ChangesPanel; show(shown: ChangesShown): void }>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly stores: StoreRegistry,
    private readonly errors: ErrorBoundary,
  ) {
    this.disposables.add(vscode.window.registerWebviewPanelSerializer(PAGE_ID, this));
    this.disposables.add(stores.onEvent(({ dir, event }) => this.forward(dir, event)));
    this.disposables.add(onFolderRemoved((folder) => this.open.get(folder)?.page.panel.dispose()));
  }

  /** Shows what changed in a run of a folder, in its page if one is open. */
  show(folder: string, shown: ChangesShown): void {
    const present = this.open.get(folder);
    if (present !== undefined) {
      present.show(shown);
      present.page.panel.reveal();
      return;
    }
    const options = { ...pageOptions(this.extensionUri), enableFindWidget: true };
    const title = vscode.l10n.t('What changed');
    this.attach(vscode.window.createWebviewPanel(PAGE_ID, title, vscode.ViewColumn.Active, options), folder, shown);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: SavedState | undefined): Promise<void> {
    const folders = folderPaths();
    const folder = folders.find((one) => one === state?.folder) ?? folders[0];
    if (folder === undefined || typeof state?.runId !== 'string' || this.open.has(folder)) {
      panel.dispose();
      return;
    }
    const { runId, base } = state;
    this.attach(panel, folder, { runId, ...(typeof base === 'string' ? { base } : {}) });
  }

  dispose(): void {
    for (const { page } of this.open.values()) page.panel.dispose();
    this.disposables.dispose();
  }

  private attach(panel: vscode.WebviewPanel, folder: string, initial: ChangesShown): void {
    let shown = initial;
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(this.extensionUri, 'media', `changes-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    // Asked for each time: a store is closed and opened again when another engine is chosen.
    const store = (): StoreClient => this.stores.get(folder);
    const target = (runId: RunId): RunTarget => ({ folder, runId });
    const handlers: Handlers<ChangesPageApi> = {
      ready: () => ({ folder, ...shown }),
      related: (query) => store().request('relatedRuns', query),
      changes: (query) => store().request('whatChanged', query),
      pickBase: ({ runId, base }) => pickBase(store(), runId, base),
      shows: ({ name, ...now }) => {
        shown = now;
        const title = vscode.l10n.t('What changed: {0}', name);
        panel.title = folderPaths().length > 1 ? `${title} · ${folderName(folder)}` : title;
      },
      openDiff: ({ runId, base }) => openCodeDiff(target(base), target(runId)),
      openFileDiff: ({ runId, base, path, kind }) => openFileDiff(store(), target(base), target(runId), path, kind),
      openRun: async ({ runId }) => void (await executeCommand('trialbook.openRun', target(runId))),
      compare: async ({ runId, base }) => {
        await executeCommand('trialbook.compareRuns', target(runId), [target(base), target(runId)]);
      },
    };
    const definition = { id: PAGE_ID, bundle: 'changes', strings: changesStrings() } as const;
    const page: ChangesPanel = new PagePanel(panel, this.extensionUri, definition, handlers, (error) =>
      this.errors.report(PAGE_ID, error),
    );
    this.open.set(folder, {
      page,
      show: (next) => {
        shown = next;
        page.send({ kind: 'show', ...next });
      },
    });
    panel.onDidDispose(() => this.open.delete(folder));
  }

  private forward(folder: string, event: StoreEvent): void {
    if (event.kind === 'changed' || event.kind === 'runEnded') this.open.get(folder)?.page.send(event);
  }
}
