import path from 'node:path';
import { ulid } from 'ulid';
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import type { RunId } from '../protocol/entities';
import { interpreterAt } from '../protocol/commandWords';
import type { QueuedRunRequest } from '../protocol/queue';
import { REDACTED } from '../protocol/redacted';
import type { CheckoutResult } from '../protocol/reproduction';
import type { RerunForm, RerunRequest } from '../protocol/rerunApi';
import { type CommandLine, runJson } from '../platform/commandLine';
import type { RunTarget } from '../platform/commands';
import { exists } from '../platform/files';
import { withProgress } from '../platform/progress';
import { requireTrust } from '../platform/workspace';
import type { StoreRegistry } from '../store/registry';

/** Who starts runs that were asked for. */
export interface RunStarter {
  /** Starts one at once and shows it. */
  start(folder: string, request: QueuedRunRequest): Promise<void>;
  /** Puts them at the end of the queue, which goes on without the editor. */
  enqueue(folder: string, requests: readonly QueuedRunRequest[]): Promise<void>;
}

/** What re-running needs of other features. */
export interface RerunNeeds extends RunStarter {
  /** The interpreter that runs the scripts of a folder. Throws a `UserError` when there is none. */
  interpreterOf(folder: string): Promise<string>;
  /** Asks the user for a run, when a command was called without one. */
  pickRun(title: string): Promise<RunTarget | undefined>;
}

/** Where the code of a re-run lies, and what starts the script there. */
interface Place {
  cwd: string;
  root?: string;
  launcher: readonly string[];
}

/** Runs runs again. */
export class RerunLauncher {
  constructor(
    private readonly commandLine: CommandLine,
    private readonly stores: StoreRegistry,
    private readonly needs: RerunNeeds,
  ) {}

  /** How a run was called; `null` when it is gone. */
  form({ folder, runId }: RunTarget): Promise<RerunForm | null> {
    return this.stores.get(folder).request('rerunForm', { runId });
  }

  /** How many files of the workspace are not as in a run's snapshot. */
  async changedFiles({ folder, runId }: RunTarget): Promise<number> {
    const sides = { left: { runId }, right: { workspace: true } } as const;
    return (await this.stores.get(folder).request('diffSnapshots', { ...sides, used: true })).files.length;
  }

  /** Starts or queues what was asked for. Throws a {@link UserError} before it starts any. */
  async launch(target: RunTarget, { runs, code, how }: RerunRequest): Promise<void> {
    requireTrust();
    const form = await this.form(target);
    if (form === null) throw new UserError(vscode.l10n.t('This run was deleted: it cannot be run again.'));
    const place = code === 'snapshot' ? await this.checkOut(target, form) : await this.inWorkspace(target, form);
    const batch = ulid();
    const requests = runs.map((words): QueuedRunRequest => ({
      command: refuseMasked([...place.launcher, ...words]),
      cwd: place.cwd,
      ...(place.root === undefined ? {} : { root: place.root }),
      experiment: form.experiment,
      basedOn: target.runId,
      purpose: 'rerun',
      ...(runs.length > 1 ? { batch } : {}),
    }));
    const [only, ...others] = requests;
    if (how === 'start' && only !== undefined && others.length === 0) await this.needs.start(target.folder, only);
    // Several go through the queue in any case: they are started though the editor is closed.
    else await this.needs.enqueue(target.folder, requests);
  }

  /** The workspace as it is now: the script must be there, and an interpreter. */
  private async inWorkspace({ folder }: RunTarget, form: RerunForm): Promise<Place> {
    const cwd = path.resolve(folder, form.cwd);
    const script = form.script === null ? cwd : path.resolve(folder, form.script);
    if (!(await exists(script))) {
      throw new UserError(
        vscode.l10n.t('{0} is no longer there. Restore it, or run it again on its own code.', form.script ?? cwd),
      );
    }
    const launcher = form.command.slice(0, form.argumentsAt);
    const at = interpreterAt(launcher);
    const program = launcher[Math.max(at, 0)] ?? '';
    if (!/[/\\]/.test(program) || (await exists(path.resolve(cwd, program)))) return { cwd, launcher };
    // It ran on another machine, or its environment was removed.
    if (at >= 0) return { cwd, launcher: launcher.with(at, await this.needs.interpreterOf(folder)) };
    throw new UserError(vscode.l10n.t('The program {0} is not on this machine.', program));
  }

  private async checkOut({ folder, runId }: RunTarget, form: RerunForm): Promise<Place> {
    const { root, cwd, command } = await this.askCommandLine(folder, runId);
    return { root, cwd, launcher: command.slice(0, form.argumentsAt) };
  }

  private async askCommandLine(folder: string, runId: RunId): Promise<CheckoutResult> {
    const title = vscode.l10n.t('Restoring the code of the run…');
    const words = ['checkout', runId, '--json', '--workspace', folder];
    return withProgress(title, () => runJson<CheckoutResult>(this.commandLine, words));
  }
}

/** The words, unless one of them is a secret that was not recorded: the script would take the mask for it. */
function refuseMasked(command: string[]): string[] {
  const word = command.find((one) => one.includes(REDACTED));
  if (word === undefined) return command;
  throw new UserError(
    vscode.l10n.t(
      'A secret of the command was not recorded: {0}. Give it anew in "Run Again with Changes…", or start the script from a terminal.',
      word,
    ),
  );
}
