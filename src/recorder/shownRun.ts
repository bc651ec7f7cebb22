/** Shows a run in the terminal that started it. Loaded while the run's recorder starts. */
import type { ChildProcess } from 'node:child_process';
import * as l10n from '@vscode/l10n';
import { runDir } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';
import { endBySignal } from './endBySignal';
import type { HeldSignals } from './heldSignals';
import type { RunOptions } from './runCommand';
import { say } from './say';
import { specify } from './specify';
import { runUnrecorded } from './unrecorded';
import { type RunOutcome, Viewer } from './viewer';

/**
 * Tells the recorder of a claimed run what to record and shows it until it ends. Signals wait until they stop the run.
 * Tells how it ended.
 */
export async function showStarted(
  recorder: ChildProcess,
  options: RunOptions,
  id: RunId,
  signals: HeldSignals,
): Promise<RunOutcome> {
  const specification = specify(options, id);
  recorder.send(specification, () => undefined);
  for (const warning of specification.warnings) say(warning.message);
  say(l10n.t('tracking {0} ({1})', specification.name, id));
  const viewer = new Viewer(runDir(options.workspace, id), specification.name, recorder);
  if (!options.ignoredSignals.includes('SIGINT')) viewer.stopOnInterrupt();
  if (options.inPlace) viewer.stopOnTermination();
  signals.dispose();
  const outcome = await viewer.view();
  if (outcome === 'not-started') {
    return trainAnyway(options, l10n.t('The recorder ended before it started the training.'));
  }
  // The recorder may have more to hash; this terminal is free.
  if (recorder.connected) recorder.disconnect();
  recorder.unref();
  if (options.inPlace && outcome.signal !== undefined) endBySignal(outcome.signal);
  return outcome;
}

/** Shows the run of a folder, which somebody else started, until it ends; Ctrl-C stops it. Tells how it ended. */
export async function viewRun(folder: string, name: string, signals?: HeldSignals): Promise<RunOutcome> {
  const viewer = new Viewer(folder, name);
  viewer.stopOnInterrupt();
  signals?.dispose();
  const outcome = await viewer.view();
  return outcome === 'not-started' ? { exitCode: 1 } : outcome;
}

/** Runs the training though it cannot be recorded, for a `reason` that is told. */
export async function trainAnyway(options: RunOptions, reason: string): Promise<RunOutcome> {
  say(reason);
  say(l10n.t('The training runs all the same, but it is not recorded.'));
  return { exitCode: await runUnrecorded(options.command, options.cwd, say) };
}
