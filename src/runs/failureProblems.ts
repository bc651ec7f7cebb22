import path from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../common/disposables';
import type { Run, RunId } from '../protocol/entities';
import type { ErrorBoundary } from '../platform/errorBoundary';
import type { StoreRegistry } from '../store/registry';
import { failingFrame } from './frames';

interface Problem {
  file: vscode.Uri;
  diagnostic: vscode.Diagnostic;
}

/**
 * Shows where trainings failed as problems at the user's own lines, until the script is run again and ends. A problem
 * matcher would not do: the editor runs a training as a background task, and drops what a matcher found when such a
 * task exits; and runs that no task shows have none.
 */
export class FailureProblems implements Disposable {
  // Not the name of the tasks' problem matcher: the editor takes its problems back when a task exits.
  private readonly collection = vscode.languages.createDiagnosticCollection('trialbook.failures');
  /** By the path of the script that ended last with this run, and failed where there is a problem. */
  private readonly problems = new Map<string, { runId: RunId; problem?: Problem | undefined }>();

  constructor(
    private readonly stores: StoreRegistry,
    private readonly errors: ErrorBoundary,
  ) {}

  ended(folder: string, run: Run): void {
    if (run.parent === null && run.script !== null) {
      const script = path.join(folder, run.script);
      void this.errors.run('trialbook.failureProblem', async () =>
        this.replace(script, run.id, await this.find(folder, run)),
      );
    }
  }

  /** Forgets the problems of a folder that left the workspace. */
  forget(folder: string): void {
    for (const [script, { runId }] of this.problems) {
      if (script.startsWith(folder + path.sep)) this.replace(script, runId, undefined);
    }
  }

  dispose(): void {
    this.collection.dispose();
  }

  private async find(folder: string, run: Run): Promise<Problem | undefined> {
    if (run.status !== 'failed') return undefined;
    const detail = await this.stores.get(folder).request('getRun', { runId: run.id });
    const frame = detail === null ? undefined : failingFrame(detail);
    if (frame === undefined) return undefined;
    const line = Math.max(0, frame.line - 1);
    // A line as task problems name it, which the editor underlines from its first word to its end.
    const range = new vscode.Range(line, 0, line, Number.MAX_VALUE);
    const diagnostic = new vscode.Diagnostic(range, run.message ?? run.name);
    diagnostic.source = 'Trialbook';
    return { file: vscode.Uri.file(path.join(folder, frame.file)), diagnostic };
  }

  private replace(script: string, runId: RunId, problem: Problem | undefined): void {
    const before = this.problems.get(script);
    // Of several that ended at once an older one may be read last.
    if (before !== undefined && before.runId > runId) return;
    this.problems.set(script, { runId, problem });
    for (const file of [before?.problem?.file, problem?.file]) if (file !== undefined) this.show(file);
  }

  /** Two scripts may fail in one file that both import. */
  private show(file: vscode.Uri): void {
    const here = [...this.problems.values()].flatMap(({ problem }) =>
      problem?.file.fsPath === file.fsPath ? [problem.diagnostic] : [],
    );
    this.collection.set(file, here);
  }
}
