import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import type { OtherRestore, UndoneRestore, WorkspaceRestore } from '../../protocol/reproduction';
import { type CommandLine, runText } from '../../platform/commandLine';
import type { RunTarget } from '../../platform/commands';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import { requireTrust } from '../../platform/workspace';
import { showRestorePreview } from './restorePreview';
import { saveUnsaved } from './unsavedEditors';

interface Place extends vscode.QuickPickItem {
  restore(run: NamedRun): Promise<void>;
}

export interface NamedRun extends RunTarget {
  name: string;
}

/** Files that a question names; a dialog has few lines. */
const NAMED_IN_DIALOG = 10;

/** Restores the code of runs, to where the user says. */
export class RestoreFlow {
  constructor(
    private readonly commandLine: CommandLine,
    private readonly errors: ErrorBoundary,
  ) {}

  /** Asks where to, and restores. */
  async start(run: NamedRun): Promise<void> {
    requireTrust();
    const title = vscode.l10n.t('Restore the code of {0}: where to?', run.name);
    const place = await vscode.window.showQuickPick(this.places(), { title, matchOnDetail: true });
    await place?.restore(run);
  }

  private places(): Place[] {
    return [
      {
        label: `$(folder) ${vscode.l10n.t('Into the workspace…')}`,
        detail: vscode.l10n.t('Shows what changes first. What is replaced is kept; you can undo it.'),
        restore: (run) => this.intoWorkspace(run, []),
      },
      {
        label: `$(filter) ${vscode.l10n.t('Into the workspace, only what ran…')}`,
        detail: vscode.l10n.t('Only the files that the run is known to have used.'),
        restore: (run) => this.intoWorkspace(run, ['--used']),
      },
      {
        label: `$(new-folder) ${vscode.l10n.t('Into a new folder…')}`,
        detail: vscode.l10n.t('The workspace stays as it is.'),
        restore: (run) => this.intoFolder(run),
      },
      {
        label: `$(git-branch) ${vscode.l10n.t('As a branch of git…')}`,
        detail: vscode.l10n.t('One commit on the commit that the run recorded; your files and index stay as they are.'),
        restore: (run) => this.asBranch(run),
      },
      {
        label: `$(repo) ${vscode.l10n.t('As a worktree of git…')}`,
        detail: vscode.l10n.t('The same commit in a folder of its own.'),
        restore: (run) => this.asWorktree(run),
      },
    ];
  }

  private async intoWorkspace(run: NamedRun, options: string[]): Promise<void> {
    const words = ['--into-workspace', ...options];
    const look = (): Promise<WorkspaceRestore> => this.run(run, [...words, '--dry-run']);
    const seen = await look();
    if (!(await saveUnsaved(run.folder, pathsOf(seen)))) return;
    const plan = await look();
    if (pathsOf(plan).length === 0) {
      const text = vscode.l10n.t('The workspace has the code of {0} already.', run.name);
      void vscode.window.showInformationMessage(text);
      return;
    }
    await showRestorePreview(run, run.name, plan);
    if (!(await confirmed(run, plan))) return;
    // Somebody may have typed while the question was open.
    if (!(await saveUnsaved(run.folder, pathsOf(plan)))) return;
    const done = await this.run<WorkspaceRestore>(run, words);
    void this.errors.run('trialbook.restoreSnapshot', () => this.offerUndo(run, done));
  }

  private async offerUndo(run: NamedRun, done: WorkspaceRestore): Promise<void> {
    const undo = vscode.l10n.t('Undo');
    const text = vscode.l10n.t('Restored the code of {0} (files: {1}).', run.name, pathsOf(done).length);
    if (done.id === null || (await vscode.window.showInformationMessage(text, undo)) !== undo) return;
    if (!(await saveUnsaved(run.folder, pathsOf(done)))) return;
    const words = ['restore', '--undo', done.id, '--workspace', run.folder, '--json'];
    const { files } = JSON.parse(await runText(this.commandLine, words)) as UndoneRestore;
    void vscode.window.showInformationMessage(vscode.l10n.t('The restore was undone (files: {0}).', files));
  }

  private async intoFolder(run: NamedRun): Promise<void> {
    const folder = await askFolder(run);
    if (folder === undefined) return;
    const done = await this.run<OtherRestore>(run, ['--to', folder]);
    const count = done.kind === 'folder' ? done.files : 0;
    void offerToOpen(vscode.l10n.t('Restored the code of {0} to {1} (files: {2}).', run.name, folder, count), folder);
  }

  private async asBranch(run: NamedRun): Promise<void> {
    const branch = await askBranch(run, vscode.l10n.t('Name of the new branch'));
    if (branch === undefined) return;
    if (branch === '') throw new UserError(vscode.l10n.t('A branch needs a name.'));
    await this.run<OtherRestore>(run, ['--branch', branch]);
    const text = vscode.l10n.t('The branch {0} holds the code of {1}. Nothing was checked out.', branch, run.name);
    void vscode.window.showInformationMessage(text);
  }

  private async asWorktree(run: NamedRun): Promise<void> {
    const folder = await askFolder(run);
    if (folder === undefined) return;
    const branch = await askBranch(run, vscode.l10n.t('Name of a new branch for the worktree; empty for none'));
    if (branch === undefined) return;
    await this.run<OtherRestore>(run, ['--worktree', folder, ...(branch === '' ? [] : ['--branch', branch])]);
    void offerToOpen(vscode.l10n.t('The worktree {0} holds the code of {1}.', folder, run.name), folder);
  }

  /** What was begun is undone when it is cancelled. */
  private async run<T>(run: NamedRun, words: string[]): Promise<T> {
    const title = vscode.l10n.t('Restoring the code of {0}…', run.name);
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (_, token) => {
      const abort = new AbortController();
      const listening = token.onCancellationRequested(() => abort.abort());
      try {
        const all = ['restore', run.runId, '--workspace', run.folder, '--json', ...words];
        return JSON.parse(await runText(this.commandLine, all, { signal: abort.signal })) as T;
      } catch (error) {
        throw token.isCancellationRequested ? new vscode.CancellationError() : error;
      } finally {
        listening.dispose();
      }
    });
  }
}

function pathsOf({ created, overwritten, deleted }: WorkspaceRestore): string[] {
  return [...created, ...overwritten, ...deleted];
}

async function confirmed(run: NamedRun, { overwritten, created }: WorkspaceRestore): Promise<boolean> {
  const names = overwritten.slice(0, NAMED_IN_DIALOG);
  const more = overwritten.length - names.length;
  const detail = [
    vscode.l10n.t('Files that are replaced: {0}. New files: {1}.', overwritten.length, created.length),
    ...names,
    ...(more > 0 ? [vscode.l10n.t('and {0} more', more)] : []),
    vscode.l10n.t('What is replaced is kept: you can undo this.'),
  ].join('\n');
  const restore = vscode.l10n.t('Restore');
  const text = vscode.l10n.t('Restore the code of {0} into the workspace?', run.name);
  return (await vscode.window.showWarningMessage(text, { modal: true, detail }, restore)) === restore;
}

async function askFolder(run: NamedRun): Promise<string | undefined> {
  const chosen = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Restore the code of {0} into a new folder', run.name),
    saveLabel: vscode.l10n.t('Restore'),
    defaultUri: vscode.Uri.file(`${run.folder}-${run.name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}`),
  });
  return chosen?.fsPath;
}

function askBranch(run: NamedRun, prompt: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Restore the code of {0}', run.name),
    prompt,
    value: `trialbook/${run.name.replace(/[^\w.-]+/g, '-')}`,
    ignoreFocusOut: true,
  });
}

async function offerToOpen(text: string, folder: string): Promise<void> {
  const open = vscode.l10n.t('Open in a new window');
  if ((await vscode.window.showInformationMessage(text, open)) !== open) return;
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(path.resolve(folder)), {
    forceNewWindow: true,
  });
}
