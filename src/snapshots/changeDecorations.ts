import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import type { ChangeKind } from '../protocol/snapshotsApi';
import { snapshotUri } from '../platform/snapshotUri';
import type { StoreRegistry } from '../store/registry';
import type { CodeRun } from './codeNodes';

/** How long a comparison holds at least. */
const INTERVAL_MS = 3_000;

/** Marks files of snapshots that are different in the workspace now, as the explorer marks those that differ from git's. */
export class ChangeDecorations implements vscode.FileDecorationProvider, Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<vscode.Uri[]>());
  readonly onDidChangeFileDecorations = this.changed.event;
  /** By address; of each run those that were found last. */
  private readonly kinds = new Map<string, ChangeKind>();
  private readonly marked = new Map<string, vscode.Uri[]>();
  /** By run: when its last comparison began, ms since 1970. */
  private readonly compared = new Map<string, { at: number; running: boolean }>();

  constructor(private readonly stores: StoreRegistry) {
    this.disposables.add(vscode.window.registerFileDecorationProvider(this));
  }

  /**
   * Compares the files of a run that ran with the workspace as it is now, unless that was just done: the rows of a live run
   * are drawn anew all the time. Never rejects: a mark is a nicety.
   */
  async compare(run: CodeRun): Promise<void> {
    const last = this.compared.get(run.runId);
    if (last !== undefined && (last.running || Date.now() - last.at < INTERVAL_MS)) return;
    const now = { at: Date.now(), running: true };
    this.compared.set(run.runId, now);
    await this.mark(run);
    now.running = false;
  }

  private async mark(run: CodeRun): Promise<void> {
    const left = { runId: run.runId };
    const diff = await this.stores
      .get(run.folder)
      .request('diffSnapshots', { left, right: { workspace: true }, used: true })
      .catch(() => undefined);
    const before = this.marked.get(run.runId) ?? [];
    for (const uri of before) this.kinds.delete(uri.toString());
    const now = (diff?.files ?? []).map(({ path, change }) => {
      const uri = snapshotUri(run, run.name, path);
      this.kinds.set(uri.toString(), change);
      return uri;
    });
    this.marked.set(run.runId, now);
    this.changed.fire([...before, ...now]);
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    switch (this.kinds.get(uri.toString())) {
      case 'removed':
        return new vscode.FileDecoration(
          'D',
          vscode.l10n.t('Not in the workspace any more'),
          new vscode.ThemeColor('gitDecoration.deletedResourceForeground'),
        );
      case 'changed':
      case 'mode':
        return new vscode.FileDecoration(
          'M',
          vscode.l10n.t('Different in the workspace now'),
          new vscode.ThemeColor('gitDecoration.modifiedResourceForeground'),
        );
      default:
        return undefined;
    }
  }

  dispose(): void {
    this.disposables.dispose();
  }
}
