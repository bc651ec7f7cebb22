import * as l10n from '@vscode/l10n';
import type { CheckoutResult, OtherRestore, UndoneRestore, WorkspaceRestore } from '../../protocol/reproduction';

/** What `trialbook restore` says it did, or would do. */
export function formatRestore(result: WorkspaceRestore | OtherRestore): string {
  switch (result.kind) {
    case 'workspace':
      return formatWorkspace(result);
    case 'folder':
      return l10n.t('Restored the code to {0} (files: {1})', result.folder, result.files);
    case 'branch':
      return l10n.t('Made the branch {0} ({1})', result.branch, result.commit.slice(0, 12));
    case 'worktree':
      return l10n.t('Made the worktree {0} ({1})', result.folder, result.commit.slice(0, 12));
  }
}

export function formatUndo({ undone, files }: UndoneRestore): string {
  return l10n.t('Undid the restore {0} (files: {1}).', undone, files);
}

export function formatCheckout({ root, otherData, notes }: CheckoutResult): string {
  return [root, ...notes, ...otherData.map((one) => l10n.t('Data is not what the run read: {0}', one))].join('\n');
}

function formatWorkspace({ id, created, overwritten, deleted, same }: WorkspaceRestore): string {
  const lines = [
    ...created.map((path) => l10n.t('new: {0}', path)),
    ...overwritten.map((path) => l10n.t('replaced: {0}', path)),
    ...deleted.map((path) => l10n.t('deleted: {0}', path)),
    l10n.t('Already as in the snapshot: {0}', same),
  ];
  if (id !== null) lines.push(l10n.t('To undo this: trialbook restore --undo {0}', id));
  return lines.join('\n');
}
