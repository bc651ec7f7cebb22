/** How a run was called, as its event files tell. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { runDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';
import type { ScriptOption } from '../../protocol/scriptOptions';
import type { RunEvent } from '../../protocol/trainingEvents';
import { EventFollower } from '../runFolder';

export interface RecordedCall {
  run: RunEvent;
  /** None where the script's parser told none. */
  options: ScriptOption[];
}

/** Reads it. Throws a {@link UserError} for a run that says nothing of its command; rejects as `fs` does. */
export async function readRecordedCall(workspace: string, id: RunId): Promise<RecordedCall> {
  let run: RunEvent | undefined;
  let options: ScriptOption[] = [];
  await new EventFollower(runDir(workspace, id), false).poll((event) => {
    if (event.e === 'run') run = event;
    // As in the store, a parser that declares nothing does not hide one that did.
    if (event.e === 'opt' && event.options.length > 0) options = event.options;
  });
  if (run !== undefined && run.command.length > 0) return { run, options };
  throw new UserError(l10n.t('Nothing is known of the command of the run {0}: it cannot be run again.', id));
}
