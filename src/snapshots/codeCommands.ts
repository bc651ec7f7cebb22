import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import type { RunRef } from '../protocol/entities';
import type { RunTarget, SnapshotFileTarget } from '../platform/commands';
import type { StoreRegistry } from '../store/registry';
import type { CodeComparison } from './codeComparison';
import { type CodeSide, namedRunCode, runCode, workspaceCode } from './codeSides';

/** What this feature needs of that of the runs. */
export interface RunChoice {
  /** Lets the user pick a run; `undefined` when dismissed. */
  pickRun(title: string): Promise<RunTarget | undefined>;
  /** Those that are selected where the user works. */
  selectedRuns(): readonly RunTarget[];
}

/** What one does with the code of runs, from the palette or a row. */
export class CodeCommands {
  constructor(
    private readonly stores: StoreRegistry,
    private readonly runs: RunChoice,
    private readonly comparison: CodeComparison,
  ) {}

  async withWorkspace(target: RunTarget | undefined): Promise<void> {
    const run = await this.targetOr(target, vscode.l10n.t('Compare the code of which run with the workspace?'));
    if (run === undefined) return;
    await this.comparison.show(run.folder, await runCode(this.stores, run), workspaceCode(run.folder));
  }

  async withPrevious(target: RunTarget | undefined): Promise<void> {
    const run = await this.targetOr(
      target,
      vscode.l10n.t('Compare the code of which run with that of the run before?'),
    );
    if (run === undefined) return;
    const previous = await this.previousOf(run);
    await this.comparison.show(run.folder, previous, await runCode(this.stores, run));
  }

  /** Two runs: those selected, else those that the user picks. Without `left` the older one is on the left. */
  async runsWithEachOther(
    target: RunTarget | undefined,
    selected: readonly RunTarget[] | undefined,
    left: RunTarget | undefined,
  ): Promise<void> {
    const chosen = await this.twoRuns(target, selected ?? this.runs.selectedRuns());
    if (chosen === undefined) return;
    const [older, newer] = chosen.toSorted((a, b) => (a.runId < b.runId ? -1 : 1)) as [RunTarget, RunTarget];
    const [first, second] = left?.runId === newer.runId ? [newer, older] : [older, newer];
    if (first.folder !== second.folder) {
      throw new UserError(vscode.l10n.t('Only runs of one folder can be compared: choose two of the same.'));
    }
    if (first.runId === second.runId) {
      throw new UserError(vscode.l10n.t('These are the same run. Choose two different ones.'));
    }
    const sides = await Promise.all([runCode(this.stores, first), runCode(this.stores, second)]);
    await this.comparison.show(first.folder, ...sides);
  }

  /** Opens a file as it was in a run, read-only. */
  async openFile(file: SnapshotFileTarget): Promise<void> {
    await this.requireContent(file);
    const side = await runCode(this.stores, file);
    await vscode.commands.executeCommand('vscode.open', side.uri(file.path), { preview: true });
  }

  async fileWithWorkspace(file: SnapshotFileTarget): Promise<void> {
    const now = workspaceCode(file.folder);
    const isThere = await vscode.workspace.fs.stat(now.uri(file.path)).then(
      () => true,
      () => false,
    );
    if (!isThere) throw new UserError(vscode.l10n.t('{0} is no longer in the workspace.', file.path));
    await this.diffFile(file, await runCode(this.stores, file), now);
  }

  async fileWithPrevious(file: SnapshotFileTarget): Promise<void> {
    const previous = await this.previousOf(file);
    const runId = 'runId' in previous.ref ? previous.ref.runId : file.runId;
    const before = await this.stores.get(file.folder).request('readSnapshotFile', { runId, path: file.path });
    if (before === null) {
      throw new UserError(vscode.l10n.t('The snapshot of {0} does not have {1}.', previous.name, file.path));
    }
    await this.diffFile(file, previous, await runCode(this.stores, file));
  }

  private async diffFile(file: SnapshotFileTarget, left: CodeSide, right: CodeSide): Promise<void> {
    await this.requireContent(file);
    const title = `${path.posix.basename(file.path)} (${left.name} ↔ ${right.name})`;
    await vscode.commands.executeCommand('vscode.diff', left.uri(file.path), right.uri(file.path), title);
  }

  /** Rejects with the store's `UserError` when the content cannot be had: an editor would show it less plainly. */
  private async requireContent({ folder, runId, path }: SnapshotFileTarget): Promise<void> {
    const content = await this.stores.get(folder).request('readSnapshotFile', { runId, path });
    if (content === null) throw new UserError(vscode.l10n.t('{0} is not in the snapshot of this run.', path));
  }

  private async previousOf({ folder, runId }: RunTarget): Promise<CodeSide> {
    const previous: RunRef | null = await this.stores.get(folder).request('previousRun', { runId });
    if (previous !== null) return namedRunCode({ folder, runId: previous.id }, previous.name);
    throw new UserError(vscode.l10n.t('There is no earlier run of the same script to compare with.'));
  }

  private async targetOr(target: RunTarget | undefined, title: string): Promise<RunTarget | undefined> {
    return target ?? this.runs.selectedRuns()[0] ?? (await this.runs.pickRun(title));
  }

  private async twoRuns(
    target: RunTarget | undefined,
    selected: readonly RunTarget[],
  ): Promise<readonly RunTarget[] | undefined> {
    const isAmongThem = target === undefined || selected.some(({ runId }) => runId === target.runId);
    if (isAmongThem && selected.length === 2) return selected;
    if (isAmongThem && selected.length > 2) {
      throw new UserError(
        vscode.l10n.t('{0} runs are selected. Select the two whose code you want to compare.', selected.length),
      );
    }
    const first = target ?? selected[0] ?? (await this.runs.pickRun(vscode.l10n.t('Compare the code of which run?')));
    const second = first && (await this.runs.pickRun(vscode.l10n.t('With the code of which run?')));
    return first === undefined || second === undefined ? undefined : [first, second];
  }
}
