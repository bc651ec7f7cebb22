import type { UndoneRestore } from '../../protocol/reproduction';
import { applyChanges, planChanges, removeEmptyFolders } from './changeFiles';
import { withRestoreLock } from './restoreLock';
import { findRestorePoint } from './restorePoint';

/**
 * Puts back what a restore replaced, the last one unless `id` names another. What was written since then is kept in a
 * restore point of its own. Throws a `UserError`.
 */
export function undoRestore(workspace: string, id: string | undefined): Promise<UndoneRestore> {
  return withRestoreLock(workspace, async () => {
    const point = await findRestorePoint(workspace, id);
    const wanted = point.files.map(({ path, before }) => ({ path, state: before }));
    const plan = await planChanges(workspace, wanted);
    const undoing = await applyChanges(workspace, plan, { undoes: point.id });
    await removeEmptyFolders(workspace, point.folders);
    return { kind: 'undo', undone: point.id, id: undoing?.id ?? null, files: plan.changes.length };
  });
}
