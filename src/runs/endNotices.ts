import * as vscode from 'vscode';
import type { Disposable } from '../common/disposables';
import type { Run } from '../protocol/entities';
import { executeCommand, type RunTarget } from '../platform/commands';
import type { ErrorBoundary } from '../platform/errorBoundary';
import { formatDuration } from '../platform/format';
import { metricText, statusText } from '../platform/runRows';
import { readSetting } from '../platform/settings';
import type { StoreRegistry } from '../store/registry';
import { failingFrame, frameName, openFrame } from './frames';

/** Runs that end within this time of a notice share the next one. The time doubles as long as there are such, to MOST_MS. */
const FIRST_MS = 5_000;
const MOST_MS = 10 * 60_000;
/** Runs that "Compare" opens. */
const MOST_COMPARED = 5;

/** A run that ended, and the folder that holds it. */
interface Ending {
  folder: string;
  run: Run;
}

/**
 * Tells how runs ended when that asks for something: one failed, or trained for long. A queue of 500 runs is told of a
 * few times, not 500. Of runs inside others nothing is told: a study has a thousand.
 */
export class EndNotices implements Disposable {
  private untold: Ending[] = [];
  private timer: NodeJS.Timeout | undefined;
  private pause = FIRST_MS;

  constructor(
    private readonly stores: StoreRegistry,
    private readonly errors: ErrorBoundary,
  ) {}

  ended(folder: string, run: Run): void {
    if (!isWorthTelling(folder, run)) return;
    this.untold.push({ folder, run });
    if (this.timer === undefined) this.tell();
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private tell(): void {
    this.timer = undefined;
    const endings = this.untold.splice(0);
    if (endings.length === 0) {
      this.pause = FIRST_MS;
      return;
    }
    void this.errors.run('trialbook.endNotice', () => this.show(endings));
    this.timer = setTimeout(() => this.tell(), this.pause);
    this.pause = Math.min(2 * this.pause, MOST_MS);
  }

  private async show(endings: readonly Ending[]): Promise<void> {
    const [only] = endings;
    if (endings.length > 1 || only === undefined) return this.showSeveral(endings);
    if (isFailure(only.run)) return this.showFailure(only);
    if (only.run.keyMetric === null) return offerMetrics(only);
    await this.showFinished(only);
  }

  private async showFailure({ folder, run }: Ending): Promise<void> {
    const detail = await this.stores.get(folder).request('getRun', { runId: run.id });
    const frame = detail === null ? undefined : failingFrame(detail);
    const showOutput = vscode.l10n.t('Show output');
    const openLine = frame === undefined ? undefined : vscode.l10n.t('Open {0}', frameName(frame));
    const status = statusText(run.status);
    const text =
      run.message === null
        ? vscode.l10n.t('{0} {1}.', run.name, status)
        : vscode.l10n.t('{0} {1}: {2}', run.name, status, run.message);
    const actions = [...(openLine === undefined ? [] : [openLine]), showOutput];
    const chosen = await vscode.window.showErrorMessage(text, ...actions);
    if (chosen === undefined) return;
    if (chosen === showOutput) await executeCommand('trialbook.showRunOutput', { folder, runId: run.id });
    else if (frame !== undefined) {
      const { command, arguments: args = [] } = openFrame(folder, frame);
      await vscode.commands.executeCommand(command, ...(args as unknown[]));
    }
  }

  private async showFinished({ folder, run }: Ending): Promise<void> {
    const lasted = formatDuration((run.endedAt ?? run.startedAt) - run.startedAt);
    const metric = run.keyMetric === null ? '' : metricText(run.keyMetric);
    const text = vscode.l10n.t('{0} finished after {1}: {2}', run.name, lasted, metric);
    const compare = vscode.l10n.t('Compare');
    const showOutput = vscode.l10n.t('Show output');
    const chosen = await vscode.window.showInformationMessage(text, compare, showOutput);
    const target = { folder, runId: run.id };
    if (chosen === showOutput) await executeCommand('trialbook.showRunOutput', target);
    if (chosen === compare) await executeCommand('trialbook.compareRuns', target, await this.withNewest(target));
  }

  private async showSeveral(endings: readonly Ending[]): Promise<void> {
    const failed = endings.filter(({ run }) => isFailure(run)).length;
    const text =
      failed === 0
        ? vscode.l10n.t('{0} runs finished.', endings.length)
        : vscode.l10n.t('{0} runs ended, {1} of them failed.', endings.length, failed);
    const compare = vscode.l10n.t('Compare');
    const showRuns = vscode.l10n.t('Show in the Runs view');
    const show = failed === 0 ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
    const chosen = await show(text, compare, showRuns);
    const targets = endings.map(({ folder, run }): RunTarget => ({ folder, runId: run.id }));
    // One that failed is what one looks for.
    const shown = targets[endings.findIndex(({ run }) => isFailure(run))] ?? targets.at(-1)!;
    if (chosen === showRuns) await executeCommand('trialbook.revealRun', shown);
    const compared = targets.filter(({ folder }) => folder === shown.folder).slice(-MOST_COMPARED);
    if (chosen === compare) await executeCommand('trialbook.compareRuns', compared[0], compared);
  }

  /** A run and the newest others. */
  private async withNewest(run: RunTarget): Promise<RunTarget[]> {
    const page = { offset: 0, limit: MOST_COMPARED, parent: null };
    const { runs } = await this.stores.get(run.folder).request('listRuns', page);
    const others = runs.filter(({ id }) => id !== run.runId).slice(0, MOST_COMPARED - 1);
    return [run, ...others.map(({ id }): RunTarget => ({ folder: run.folder, runId: id }))];
  }
}

function isFailure({ status }: Run): boolean {
  return status === 'failed' || status === 'killed' || status === 'lost';
}

function isWorthTelling(folder: string, run: Run): boolean {
  if (run.parent !== null || isFailure(run)) return run.parent === null;
  if (run.status !== 'finished') return false;
  const seconds = ((run.endedAt ?? run.startedAt) - run.startedAt) / 1000;
  return seconds >= readSetting('trialbook.notify.after', vscode.Uri.file(folder));
}

async function offerMetrics({ folder, run }: Ending): Promise<void> {
  const find = vscode.l10n.t('Find metrics in the output');
  const text = vscode.l10n.t(
    '{0} finished without metrics. Trialbook can read them from the lines that it printed.',
    run.name,
  );
  const chosen = await vscode.window.showInformationMessage(text, find);
  if (chosen === find) await executeCommand('trialbook.findOutputMetrics', { folder, runId: run.id });
}
