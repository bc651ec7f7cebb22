import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import { isRunId } from '../common/workspaceFolder';
import type { RerunPageApi, RerunStrings } from '../protocol/rerunApi';
import type { Handlers } from '../protocol/rpc';
import type { RunTarget } from '../platform/commands';
import type { ErrorBoundary } from '../platform/errorBoundary';
import { PagePanel, pageOptions } from '../platform/pagePanel';
import { folderPaths, onFolderRemoved } from '../platform/workspace';
import type { RerunLauncher } from './rerunLauncher';
import { rerunStrings } from './rerunStrings';

const PAGE_ID = 'trialbook.rerun';

/** What the page keeps over a reload of the window, beside what was typed. */
interface SavedState {
  folder?: unknown;
  runId?: unknown;
}

type RerunPanel = PagePanel<RerunPageApi, never, RerunStrings>;

/** The forms that run a run again with other values, one per run. */
export class RerunPanels implements Disposable, vscode.WebviewPanelSerializer<SavedState> {
  private readonly disposables = new DisposableStore();
  private readonly open = new Map<string, RerunPanel>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly launcher: RerunLauncher,
    private readonly errors: ErrorBoundary,
  ) {
    this.disposables.add(vscode.window.registerWebviewPanelSerializer(PAGE_ID, this));
    this.disposables.add(onFolderRemoved((folder) => this.closeOf(folder)));
  }

  /** Shows the form of a run, in its page if one is open. */
  show(run: RunTarget): void {
    const shown = this.open.get(keyOf(run));
    if (shown !== undefined) return shown.panel.reveal();
    const title = vscode.l10n.t('Run again');
    const options = { ...pageOptions(this.extensionUri), enableFindWidget: true };
    this.attach(vscode.window.createWebviewPanel(PAGE_ID, title, vscode.ViewColumn.Active, options), run);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: SavedState | undefined): Promise<void> {
    const folder = folderPaths().find((one) => one === state?.folder);
    const runId = state?.runId;
    if (folder === undefined || typeof runId !== 'string' || !isRunId(runId)) panel.dispose();
    else this.attach(panel, { folder, runId });
  }

  dispose(): void {
    for (const { panel } of this.open.values()) panel.dispose();
    this.disposables.dispose();
  }

  private closeOf(folder: string): void {
    for (const [key, { panel }] of this.open) if (key.startsWith(`${folder}|`)) panel.dispose();
  }

  private attach(panel: vscode.WebviewPanel, run: RunTarget): void {
    const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(this.extensionUri, 'media', `rerun-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const handlers: Handlers<RerunPageApi> = {
      ready: async () => {
        const form = await this.launcher.form(run);
        if (form !== null) panel.title = vscode.l10n.t('Run again: {0}', form.name);
        return { ...run, form };
      },
      changedFiles: () => this.launcher.changedFiles(run),
      start: (request) => this.launcher.launch(run, request),
    };
    const definition = { id: PAGE_ID, bundle: 'rerun', strings: rerunStrings() } as const;
    const page: RerunPanel = new PagePanel(panel, this.extensionUri, definition, handlers, (error) =>
      this.errors.report(PAGE_ID, error),
    );
    this.open.set(keyOf(run), page);
    panel.onDidDispose(() => this.open.delete(keyOf(run)));
  }
}

function keyOf({ folder, runId }: RunTarget): string {
  return `${folder}|${runId}`;
}
