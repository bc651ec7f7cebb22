import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { hashFile } from '../common/hashing';
import { shownLabel } from '../common/shownText';
import { OUTPUT_LOG, runDir } from '../common/workspaceFolder';
import type { Run } from '../protocol/entities';
import { exists } from '../platform/files';
import { executeCommand, type KeptCopy, type RunTarget } from '../platform/commands';
import { formatAge } from '../platform/format';
import { isLive, metricText, statusText } from '../platform/runRows';
import { folderName, folderPaths } from '../platform/workspace';
import type { StoreRegistry } from '../store/registry';
import { confirmStop, requestStop } from './stopping';

/** Runs offered in a quick pick: the newest at the top of the list. */
const PICK_LIMIT = 200;

/** What one does to a run from the palette, a row or a notification. */
export class RunCommands {
  constructor(private readonly stores: StoreRegistry) {}

  async showOutput(target: RunTarget | undefined): Promise<void> {
    const run = await this.targetOr(target, vscode.l10n.t('Show the output of which run?'));
    if (run === undefined) return;
    const log = path.join(runDir(run.folder, run.runId), OUTPUT_LOG);
    const found = await stat(log).catch(() => undefined);
    if (found === undefined) {
      throw new UserError(vscode.l10n.t('This run has no output log: it printed nothing, or its folder is gone.'));
    }
    await vscode.window.showTextDocument(vscode.Uri.file(log), { preview: true });
  }

  async stop(target: RunTarget | undefined): Promise<void> {
    const chosen = await this.targetOr(target, vscode.l10n.t('Stop which run?'), ({ status }) => isLive(status));
    if (chosen === undefined) return;
    const { folder, runId } = chosen;
    const run = await this.stores.get(folder).request('getRun', { runId });
    if (run !== null) await this.requireOwnProcess(folder, run);
    if (run === null || (await confirmStop(folder, run))) await requestStop(chosen, run?.name ?? runId);
  }

  async rename(target: RunTarget | undefined): Promise<void> {
    const run = await this.targetOr(target, vscode.l10n.t('Rename which run?'));
    if (run === undefined) return;
    const store = this.stores.get(run.folder);
    const before = await store.request('getRun', { runId: run.runId });
    const name = await vscode.window.showInputBox({
      title: vscode.l10n.t('Rename run'),
      value: before?.name ?? '',
      validateInput: (value) => (value.trim() === '' ? vscode.l10n.t('A run needs a name.') : undefined),
    });
    if (name !== undefined) await store.request('renameRun', { runId: run.runId, name: name.trim() });
  }

  async editNote(target: RunTarget | undefined): Promise<void> {
    const run = await this.targetOr(target, vscode.l10n.t('Edit the note of which run?'));
    if (run === undefined) return;
    const store = this.stores.get(run.folder);
    const before = await store.request('getRun', { runId: run.runId });
    // An input box has one line: it would take the line ends out of the note.
    if (before?.note?.trim().includes('\n') === true) return void (await executeCommand('trialbook.openRun', run));
    const note = await vscode.window.showInputBox({
      title: vscode.l10n.t('Note of {0}', before?.name ?? run.runId),
      value: before?.note ?? '',
      placeHolder: vscode.l10n.t('What this run is about; empty removes the note'),
    });
    if (note !== undefined) await store.request('setNote', { runId: run.runId, note });
  }

  async revealFolder(target: RunTarget | undefined): Promise<void> {
    const run = await this.targetOr(target, vscode.l10n.t('Show the folder of which run?'));
    if (run === undefined) return;
    // A remote workspace has no file manager: the explorer shows the folder where `.trialbook` is not hidden.
    const reveal = vscode.env.remoteName === undefined ? 'revealFileInOS' : 'revealInExplorer';
    await vscode.commands.executeCommand(reveal, vscode.Uri.file(runDir(run.folder, run.runId)));
  }

  async openScript(target: RunTarget | undefined): Promise<void> {
    const run = await this.targetOr(target, vscode.l10n.t('Open the script of which run?'));
    if (run === undefined) return;
    const detail = await this.stores.get(run.folder).request('getRun', { runId: run.runId });
    if (!detail?.script) throw new UserError(vscode.l10n.t('This run was not started from a script of the workspace.'));
    await vscode.window.showTextDocument(vscode.Uri.file(path.join(run.folder, detail.script)));
  }

  /** Opens a file of the workspace that a run read or wrote: the copy if there is one and the file is another now. */
  async openFile(folder: string, relativePath: string, copy?: KeptCopy): Promise<void> {
    const file = path.join(folder, relativePath);
    const isThere = await exists(file);
    const opened = copy !== undefined && !(isThere && (await hashFile(file)) === copy.digest) ? copy.file : file;
    if (!(await exists(opened))) {
      throw new UserError(vscode.l10n.t('{0} is no longer in the workspace.', relativePath));
    }
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(opened));
  }

  /** Throws a {@link UserError} for a run inside another: a trial has no recorder that could end it alone. */
  private async requireOwnProcess(folder: string, run: Run): Promise<void> {
    if (run.parent === null) return;
    const parent = await this.stores.get(folder).request('getRun', { runId: run.parent });
    const text = vscode.l10n.t('{0} is part of {1}: stop that one.', run.name, parent?.name ?? run.parent);
    throw new UserError(text);
  }

  /** The run that a command was called on, or one that the user picks. */
  async targetOr(
    target: RunTarget | undefined,
    title: string,
    matches: (run: Run) => boolean = () => true,
  ): Promise<RunTarget | undefined> {
    if (target !== undefined) return target;
    const items = (await Promise.all(folderPaths().map((folder) => this.pickItems(folder, matches)))).flat();
    if (items.length === 0) throw new UserError(vscode.l10n.t('There is no such run. Track one first.'));
    return vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  }

  /** Lets the user tick runs of one folder; `undefined` when dismissed. */
  async pickRuns(
    folder: string,
    ticked: ReadonlySet<string>,
    title = vscode.l10n.t('Compare which runs?'),
  ): Promise<string[] | undefined> {
    const newest = await this.pickItems(folder, () => true);
    const others = [...ticked].filter((runId) => newest.every((item) => item.runId !== runId));
    const store = this.stores.get(folder);
    const runs = await Promise.all(others.map((runId) => store.request('getRun', { runId })));
    const items = [...newest, ...runs.flatMap((run) => (run === null ? [] : [pickItem(folder, run)]))];
    const chosen = await vscode.window.showQuickPick(
      items.map((item) => ({ ...item, picked: ticked.has(item.runId) })),
      { title, canPickMany: true, matchOnDescription: true },
    );
    return chosen?.map(({ runId }) => runId);
  }

  private async pickItems(folder: string, matches: (run: Run) => boolean): Promise<RunPickItem[]> {
    const page = { offset: 0, limit: PICK_LIMIT, parent: null };
    const { runs } = await this.stores.get(folder).request('listRuns', page);
    return runs.filter(matches).map((run) => pickItem(folder, run));
  }
}

function pickItem(folder: string, run: Run): RunPickItem {
  return {
    folder,
    runId: run.id,
    label: shownLabel(run.name),
    description: [
      ...(run.keyMetric ? [shownLabel(metricText(run.keyMetric))] : []),
      statusText(run.status),
      formatAge(run.startedAt, Date.now()),
    ].join(' · '),
    ...(folderPaths().length > 1 ? { detail: folderName(folder) } : {}),
  };
}

interface RunPickItem extends vscode.QuickPickItem, RunTarget {}
