import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import { UserError } from '../common/errors';
import { REDACTED } from '../protocol/redacted';
import type { RerunCode } from '../protocol/rerunApi';
import type { CommandLine } from '../platform/commandLine';
import type { Commands, RunTarget } from '../platform/commands';
import type { ErrorBoundary } from '../platform/errorBoundary';
import { requireTrust } from '../platform/workspace';
import type { StoreRegistry } from '../store/registry';
import { RerunLauncher, type RerunNeeds } from './rerunLauncher';
import { RerunPanels } from './rerunPanels';

/** Running a run again: the same, with changes, and on its own code. */
export function registerRerun(
  extensionUri: vscode.Uri,
  commandLine: CommandLine,
  stores: StoreRegistry,
  commands: Commands,
  errors: ErrorBoundary,
  needs: RerunNeeds,
): Disposable {
  const disposables = new DisposableStore();
  const launcher = new RerunLauncher(commandLine, stores, needs);
  const panels = disposables.add(new RerunPanels(extensionUri, launcher, errors));

  const targetOr = async (run: RunTarget | undefined): Promise<RunTarget | undefined> => {
    requireTrust();
    const found = run ?? (await needs.pickRun(vscode.l10n.t('Run which run again?')));
    // Of a row of the tree only this: the rest cannot be sent to a page.
    return found && { folder: found.folder, runId: found.runId };
  };
  const again = async (run: RunTarget | undefined, code: RerunCode): Promise<void> => {
    const target = await targetOr(run);
    if (target === undefined) return;
    const form = await launcher.form(target);
    if (form === null) throw new UserError(vscode.l10n.t('This run was deleted: it cannot be run again.'));
    if (form.command.length === 0) {
      throw new UserError(vscode.l10n.t('Nothing is known of the command of {0}: it cannot be run again.', form.name));
    }
    // What was not recorded is asked for.
    if (form.command.some((word) => word.includes(REDACTED))) return panels.show(target);
    await launcher.launch(target, { runs: [form.command.slice(form.argumentsAt)], code, how: 'start' });
  };
  disposables.add(commands.register('trialbook.rerun', (run) => again(run, 'workspace')));
  disposables.add(commands.register('trialbook.rerunOnSnapshot', (run) => again(run, 'snapshot')));
  disposables.add(
    commands.register('trialbook.rerunWithChanges', async (run) => {
      const target = await targetOr(run);
      if (target !== undefined) panels.show(target);
    }),
  );
  return disposables;
}
