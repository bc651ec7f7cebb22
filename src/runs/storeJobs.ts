import * as vscode from 'vscode';
import { formatBytes } from '../protocol/units';
import type { StoreClient } from '../store/client';

/** Long work of stores, such as exports: each job has a number of its own. */
export class StoreJobs {
  private lastJob = 0;

  /** Shows how far a job is. Cancelling it is no error, and undone when this rejects. */
  async run<T>(store: StoreClient, title: string, work: (job: number) => Promise<T>): Promise<T> {
    const job = (this.lastJob += 1);
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (progress, token) => {
      let shown = 0;
      const listening = store.onEvent((event) => {
        if (event.kind !== 'jobProgress' || event.job !== job || event.total === 0) return;
        const percent = (100 * event.done) / event.total;
        progress.report({
          increment: percent - shown,
          message: vscode.l10n.t('{0} of {1}', formatBytes(event.done), formatBytes(event.total)),
        });
        shown = percent;
      });
      const cancelling = token.onCancellationRequested(() => void store.request('cancelJob', { job }));
      try {
        return await work(job);
      } catch (error) {
        throw token.isCancellationRequested ? new vscode.CancellationError() : error;
      } finally {
        listening.dispose();
        cancelling.dispose();
      }
    });
  }
}
