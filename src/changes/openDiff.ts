/** The editor's own diffs of the code of two runs. */
import * as vscode from 'vscode';
import type { ChangedFile } from '../protocol/changesApi';
import { executeCommand, type RunTarget } from '../platform/commands';
import { snapshotUri } from '../platform/snapshotUri';
import type { StoreClient } from '../store/client';

/** Of all files that ran. */
export async function openCodeDiff(base: RunTarget, run: RunTarget): Promise<void> {
  await executeCommand('trialbook.diffRuns', run, [base, run], base);
}

/** Of one file; one that only one of the runs has is opened by itself. */
export async function openFileDiff(
  store: StoreClient,
  base: RunTarget,
  run: RunTarget,
  path: string,
  kind: ChangedFile['kind'],
): Promise<void> {
  const [before, after] = await Promise.all(
    [base, run].map(async (target) => {
      const found = await store.request('getRun', { runId: target.runId });
      return { name: found?.name ?? target.runId, target };
    }),
  );
  const [left, right] = [before!, after!].map(({ name, target }) => snapshotUri(target, name, path));
  if (kind !== 'changed') {
    await vscode.commands.executeCommand('vscode.open', kind === 'added' ? right : left);
    return;
  }
  const title = `${path} (${before!.name} ↔ ${after!.name})`;
  await vscode.commands.executeCommand('vscode.diff', left, right, title);
}
