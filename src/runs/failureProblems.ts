import path from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../common/disposables';
import type { Run } from '../protocol/entities';
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
  /** By the path of the script that failed. */
  private readonly problems = new Map<string, Problem>();

  constructor(
    private readonly stores: StoreRegistry,
    private readonly errors: ErrorBoundary,
  ) {}

  ended(folder: string, run: Run): void {
    if (run.parent === null && run.script !== null) {
      const script = path.join(folder, run.script);
      void this.errors.run('trialbook.failureProblem', async () => this.replace(script, await this.find(folder, run)));
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

  private replace(script: string, problem: Problem | undefined): void {
    const before = this.problems.get(script);
    if (problem === undefined) this.problems.delete(script);
    else this.problems.set(script, problem);
    for (const file of [before?.file, problem?.file]) if (file !== undefined) this.show(file);
  }

  /** Two scripts may fail in one file that both import. */
  private show(file: vscode.Uri): void {
    const here = [...this.problems.values()].filter((problem) => problem.file.fsPath === file.fsPath);
    this.collection.set(
      file,
      here.map(({ diagnostic }) => diagnostic),
    );
  }
}
