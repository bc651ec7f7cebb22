import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { parseCompareLayout, type CompareLayout } from '../protocol/compareLayout';
import type { RunId } from '../protocol/entities';
import type { ReportPage, SavedReport } from '../protocol/reportApi';
import { formatBytes } from '../protocol/units';
import type { SharedFiles } from '../platform/sharedFile';
import { folderName } from '../platform/workspace';
import type { StoreClient } from '../store/client';
import type { StoreRegistry } from '../store/registry';
import { CompareLayouts } from './compareCharts';
import { compareStrings } from './compareStrings';
import type { StoreJobs } from './storeJobs';

/** Saves comparisons of runs as files that any browser opens. */
export class ReportCommands {
  /** `extensionPath` holds the bundled page. */
  constructor(
    private readonly extensionPath: string,
    private readonly stores: StoreRegistry,
    private readonly shared: SharedFiles,
    private readonly jobs: StoreJobs,
  ) {}

  /** Asks for the file, and writes it. `view` is how an open comparison is set up. */
  async save(folder: string, runIds: readonly RunId[], view?: unknown): Promise<void> {
    if (runIds.length === 0) throw new UserError(vscode.l10n.t('There is no run to report. Choose some first.'));
    const store = this.stores.get(folder);
    const title = await titleOf(store, folder, runIds);
    const target = await askWhereTo(folder, title);
    if (target === undefined) return;
    const page: ReportPage = {
      title,
      locale: vscode.env.language,
      strings: compareStrings(),
      layout: await this.layoutOf(folder),
      view,
    };
    const programDir = path.join(this.extensionPath, 'dist');
    const query = { runIds: [...runIds], file: target.fsPath, page, programDir };
    const saved = await this.jobs.run(store, vscode.l10n.t('Saving the report'), (job) =>
      store.request('saveReport', { ...query, job }),
    );
    // Nobody waits for the answer: the message stays until it is read.
    void tellSaved(saved, target);
  }

  /** A shared file that cannot be read is no reason to have no report: the page tells of it. */
  private async layoutOf(folder: string): Promise<CompareLayout> {
    return new CompareLayouts(this.shared.of(folder)).read().catch(() => parseCompareLayout(undefined));
  }
}

async function titleOf(store: StoreClient, folder: string, runIds: readonly RunId[]): Promise<string> {
  const [first] = runIds;
  if (runIds.length > 1 || first === undefined)
    return vscode.l10n.t('{0}: {1} runs', folderName(folder), runIds.length);
  return (await store.request('getRun', { runId: first }))?.name ?? first;
}

async function askWhereTo(folder: string, title: string): Promise<vscode.Uri | undefined> {
  const name = title.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80);
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('Save the report'),
    defaultUri: vscode.Uri.file(path.join(folder, `${name}.html`)),
    filters: { HTML: ['html'] },
  });
}

async function tellSaved({ runs, bytes }: SavedReport, file: vscode.Uri): Promise<void> {
  const size = formatBytes(bytes);
  const done =
    runs === 1
      ? vscode.l10n.t('Saved a report of one run ({0}).', size)
      : vscode.l10n.t('Saved a report of {0} runs ({1}).', runs, size);
  const open = vscode.l10n.t('Open');
  const show = vscode.l10n.t('Show file');
  // A remote workspace has no browser: its explorer can download the file.
  const isHere = vscode.env.remoteName === undefined;
  const chosen = await vscode.window.showInformationMessage(done, ...(isHere ? [open] : []), show);
  if (chosen === open) await vscode.env.openExternal(file);
  if (chosen === show) await vscode.commands.executeCommand(isHere ? 'revealFileInOS' : 'revealInExplorer', file);
}
