import * as l10n from '@vscode/l10n';
import { errorMessage, UserError } from '../common/errors';
import { removeEntries } from '../common/queue/queueEdits';
import { runDir } from '../common/workspaceFolder';
import { sendControl } from './control';
import { findRun } from './runFinder';
import { readRunState } from './runFolder';
import { searchWaiting } from './queue/waitingSearch';

/** Asks the recorder of a live run to stop it; gives what there is to say. Throws a {@link UserError} otherwise. */
export async function stopRun(workspace: string, wanted: string, kill: boolean): Promise<string> {
  const waiting = await searchWaiting(workspace, wanted);
  if (waiting !== undefined && (await removeEntries(workspace, [waiting.id])).length > 0) {
    return l10n.t('{0} left the queue.', waiting.name);
  }
  const id = await findRun(workspace, wanted);
  const folder = runDir(workspace, id);
  const state = await readRunState(folder);
  const name = state.run?.name ?? id;
  if (state.status !== 'running') throw new UserError(l10n.t('{0} is not running.', name));
  try {
    sendControl(folder, kill ? 'kill' : 'stop');
  } catch (error) {
    throw new UserError(l10n.t('{0} cannot be reached: {1}', name, errorMessage(error)));
  }
  return kill ? l10n.t('{0} is being killed.', name) : l10n.t('{0} was asked to stop.', name);
}
