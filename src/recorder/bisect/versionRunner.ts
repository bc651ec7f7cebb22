/** Runs versions of a script again for a bisection. */
import { ulid } from 'ulid';
import * as l10n from '@vscode/l10n';
import { errorMessage, UserError } from '../../common/errors';
import { readRunFacts } from '../differences/runFacts';
import { replay, type ReplayOptions } from '../reproduce/replay';
import { type ScriptRun, scriptRunOf } from '../reproduce/versions';
import { valuesOf, type Version } from './versionLine';

export type RunnerOptions = Omit<ReplayOptions, 'id' | 'purpose' | 'keep' | 'batch'> & { batch: string };

export class VersionRunner {
  constructor(
    private readonly options: RunnerOptions,
    private readonly metric: string,
  ) {}

  /** The runs of a version that this bisection made. */
  ownRuns(version: Version): ScriptRun[] {
    return version.runs.filter(({ run }) => run.batch === this.options.batch && run.purpose === 'bisection');
  }

  /**
   * Runs a version once more, and adds the run to it; one that a killed process began is seen to its end. Gives the
   * reason when no value came of it. Throws a {@link UserError} when the user stops it,
   * and with it the whole.
   */
  async run(version: Version): Promise<string | undefined> {
    const begun = this.ownRuns(version).find(({ details }) => details.status === 'running');
    const id = begun?.id ?? ulid();
    try {
      await replay(await readRunFacts(this.options.workspace, version.id), {
        ...this.options,
        id,
        purpose: 'bisection',
        keep: false,
      });
    } catch (error) {
      if (this.options.signal.aborted) throw stopped();
      return errorMessage(error);
    }
    const facts = await readRunFacts(this.options.workspace, id);
    version.runs = [...version.runs.filter((run) => run.id !== id), scriptRunOf(facts)];
    if (this.options.signal.aborted || facts.details.status === 'cancelled') throw stopped();
    if (valuesOf([facts], this.metric).length > 0) return undefined;
    const { status, message } = facts.details;
    return status === 'finished'
      ? l10n.t('it has no value of {0}', this.metric)
      : l10n.t('it failed: {0}', message ?? '?');
  }
}

function stopped(): UserError {
  return new UserError(l10n.t('The bisection was stopped. The same command goes on with it.'));
}
