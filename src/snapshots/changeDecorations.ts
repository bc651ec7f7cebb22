import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import type { ChangeKind } from '../protocol/snapshotsApi';
import { snapshotUri } from '../platform/snapshotUri';
import type { StoreRegistry } from '../store/registry';
import type { CodeRun } from './codeNodes';

/** Marks files of snapshots that are different in the workspace now, as the explorer marks those that differ from git's. */
export class ChangeDecorations implements vscode.FileDecorationProvider, Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<vscode.Uri[]>());
  readonly onDidChangeFileDecorations = this.changed.event;
  /** By address; of each run those that were found last. */
  private readonly kinds = new Map<string, ChangeKind>();
  private readonly marked = new Map<string, vscode.Uri[]>();

  constructor(private readonly stores: StoreRegistry) {
    this.disposables.add(vscode.window.registerFileDecorationProvider(this));
  }

  /** Compares the files of a run that ran with the workspace as it is now. Never rejects: a mark is a nicety. */
  async compare(run: CodeRun): Promise<void> {
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
