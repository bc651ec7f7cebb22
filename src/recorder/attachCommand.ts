/** `trialbook attach`: shows a run that somebody else started, from the beginning of its output on. */
import * as l10n from '@vscode/l10n';
import { UserError } from '../common/errors';
import { runDir } from '../common/workspaceFolder';
import { findRun } from './runFinder';
import { readRunState } from './runFolder';
import { say } from './say';
import { viewRun } from './shownRun';

/** Shows a run until it ends; gives its exit code. Throws a {@link UserError} where there is no such run. */
export async function attachToRun(workspace: string, wanted: string): Promise<number> {
  const id = await findRun(workspace, wanted);
  const folder = runDir(workspace, id);
  const { run, status } = await readRunState(folder);
  const name = run?.name ?? id;
  if (run?.parent !== undefined) {
    throw new UserError(
      l10n.t('{0} is part of another run and has no output of its own: attach to {1}.', name, run.parent),
    );
  }
  if (status === 'running') {
    say(l10n.t('showing {0}, which goes on when this terminal is closed; Ctrl-C stops it', name));
  }
  return (await viewRun(folder, name)).exitCode;
}
