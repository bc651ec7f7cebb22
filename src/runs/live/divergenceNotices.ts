import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposables';
import type { RunId } from '../../protocol/entities';
import { executeCommand } from '../../platform/commands';
import type { ErrorBoundary } from '../../platform/errorBoundary';
import { readSetting } from '../../platform/settings';
import type { StoreRegistry } from '../../store/registry';
import type { LiveRun, LiveRuns } from './liveRuns';

/** Tells, once a run, that a live run diverges and goes on. One that is stopped for it is told of when it has ended. */
export class DivergenceNotices implements Disposable {
  private readonly told = new Set<RunId>();
  private readonly listening: Disposable;

  constructor(
    live: LiveRuns,
    private readonly stores: StoreRegistry,
    errors: ErrorBoundary,
  ) {
    this.listening = live.onDidChange(() => {
      for (const one of live.runs) void errors.run('trialbook.divergence', () => this.look(one));
    });
  }

  dispose(): void {
    this.listening.dispose();
  }

  private async look({ folder, run }: LiveRun): Promise<void> {
    if (this.told.has(run.id) || readSetting('trialbook.stopOnDivergence', vscode.Uri.file(folder))) return;
    const detail = await this.stores.get(folder).request('getRun', { runId: run.id });
    const warning = detail?.warnings.find(({ code }) => code === 'diverged');
    if (warning === undefined || this.told.has(run.id)) return;
    this.told.add(run.id);
    const stop = vscode.l10n.t('Stop');
    const show = vscode.l10n.t('Show curves');
    const text = vscode.l10n.t('{0} diverges: {1}', run.name, warning.message);
    const chosen = await vscode.window.showWarningMessage(text, show, stop);
    const target = { folder, runId: run.id };
    if (chosen === stop) await executeCommand('trialbook.stopRun', target);
    if (chosen === show) await executeCommand('trialbook.compareRuns', target);
  }
}
