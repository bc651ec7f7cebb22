import path from 'node:path';
import * as vscode from 'vscode';
import type { ExportReport, ImportReport } from '../protocol/bundlesApi';
import type { RunTarget } from '../platform/commands';
import { formatBytes } from '../protocol/units';
import { pickFolder } from '../platform/pickFolder';
import type { StoreClient } from '../store/client';
import type { StoreRegistry } from '../store/registry';
import type { StoreJobs } from './storeJobs';

const SUFFIX = '.trialbook.zip';
/** Refused runs and files left out that a message names; it has one line. */
const NAMED_IN_MESSAGE = 3;

/** Export of runs into one file, and import of such files. */
export class BundleCommands {
  constructor(
    private readonly stores: StoreRegistry,
    private readonly jobs: StoreJobs,
  ) {}

  /** Exports runs, or all runs of a folder when there are none; asks for the file unless it is given. */
  async export(runs: readonly RunTarget[], file?: vscode.Uri): Promise<void> {
    const folder = runs[0]?.folder ?? (await pickFolder());
    if (folder === undefined) return;
    const store = this.stores.get(folder);
    const runIds = runs.filter((run) => run.folder === folder).map(({ runId }) => runId);
    const target = file ?? (await this.askWhereTo(store, folder, runIds));
    if (target === undefined) return;
    const title = vscode.l10n.t('Exporting runs');
    const selection = runIds.length === 0 ? {} : { runIds };
    const report = await this.jobs.run(store, title, (job) =>
      store.request('exportRuns', { ...selection, file: target.fsPath, job }),
    );
    // Nobody waits for the answer: the message stays until it is read.
    void tellExported(report, target);
  }

  /** Imports a file into the folder that holds it, else into the one that the user picks. */
  async import(file?: vscode.Uri): Promise<void> {
    const holder = file && vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath;
    const folder = holder ?? (await pickFolder());
    if (folder === undefined) return;
    const source = file ?? (await askWhatFrom());
    if (source === undefined) return;
    const store = this.stores.get(folder);
    const report = await this.jobs.run(store, vscode.l10n.t('Importing runs'), (job) =>
      store.request('importRuns', { file: source.fsPath, job }),
    );
    tellImported(report);
  }

  private async askWhereTo(store: StoreClient, folder: string, runIds: string[]): Promise<vscode.Uri | undefined> {
    const [only] = runIds;
    const run = runIds.length === 1 && only !== undefined ? await store.request('getRun', { runId: only }) : null;
    const name = (run?.name ?? path.basename(folder)).replace(/[^\p{L}\p{N}._-]+/gu, '-');
    return vscode.window.showSaveDialog({
      title: runIds.length === 0 ? vscode.l10n.t('Export all runs') : vscode.l10n.t('Export the selected runs'),
      defaultUri: vscode.Uri.file(path.join(folder, `${name}${SUFFIX}`)),
      filters: bundleFilter(),
    });
  }
}

async function askWhatFrom(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({ title: vscode.l10n.t('Import runs'), filters: bundleFilter() });
  return chosen?.[0];
}

function bundleFilter(): Record<string, string[]> {
  return { [vscode.l10n.t('Runs exported by Trialbook')]: ['zip'] };
}

async function tellExported({ runs, bytes, leftOut }: ExportReport, file: vscode.Uri): Promise<void> {
  const size = formatBytes(bytes);
  const done =
    runs === 1 ? vscode.l10n.t('Exported one run ({0}).', size) : vscode.l10n.t('Exported {0} runs ({1}).', runs, size);
  // A remote workspace has no file manager.
  const actions = vscode.env.remoteName === undefined ? [vscode.l10n.t('Show file')] : [];
  const chosen =
    leftOut.length === 0
      ? await vscode.window.showInformationMessage(done, ...actions)
      : await vscode.window.showWarningMessage(`${done} ${leftOutText(leftOut)}`, ...actions);
  if (chosen !== undefined) await vscode.commands.executeCommand('revealFileInOS', file);
}

function leftOutText(leftOut: readonly string[]): string {
  const some = leftOut.slice(0, NAMED_IN_MESSAGE).join(', ');
  return vscode.l10n.t('Files that such a file cannot hold were left out ({0}): {1}', leftOut.length, some);
}

function tellImported({ imported, present, refused }: ImportReport): void {
  const texts = [
    imported.length === 1 ? vscode.l10n.t('Imported one run.') : vscode.l10n.t('Imported {0} runs.', imported.length),
    ...(present === 0 ? [] : [vscode.l10n.t('Here already: {0}.', present)]),
  ];
  if (refused.length === 0) {
    void vscode.window.showInformationMessage(texts.join(' '));
    return;
  }
  const reasons = refused.slice(0, NAMED_IN_MESSAGE).map(({ name, reason }) => `${name}: ${reason}`);
  texts.push(vscode.l10n.t('Not imported ({0}): {1}', refused.length, reasons.join(' ')));
  void vscode.window.showWarningMessage(texts.join(' '));
}
