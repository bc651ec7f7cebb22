/** `trialbook run`: starts a run, or attaches to it, and shows it. */
import * as l10n from '@vscode/l10n';
import { ulid } from 'ulid';
import { errorCode, errorMessage } from '../common/errors';
import { runDir } from '../common/workspaceFolder';
import type { TrackerFeature } from '../protocol/trackerEnvironment';
import type { RunId } from '../protocol/entities';
import type { RunPurpose } from '../protocol/trainingEvents';
import { claimRun } from './claim';
import { HeldSignals } from './heldSignals';
import { spawnRecorder } from './launch';
import type { RunOutcome } from './viewer';

export interface RunOptions {
  workspace: string;
  /** Holds the code; the workspace when absent. */
  root?: string;
  cwd: string;
  command: string[];
  id?: string;
  name?: string;
  experiment?: string;
  tags: { key: string; value: string }[];
  basedOn?: RunId;
  purpose?: RunPurpose;
  batch?: string;
  /** Words of our command line that start what comes behind this run, when nobody is there to do it. */
  resume?: string[];
  /** Whether the training is killed when its viewer ends. */
  endsWithViewer: boolean;
  /** Whether this process stands for the command, to the shell that started it. */
  inPlace: boolean;
  /** Signals that who started us has had ignored. */
  ignoredSignals: NodeJS.Signals[];
  /** Regular expressions for metrics in the output. Here and below, the workspace's settings stand in for what is not given. */
  metrics: string[];
  /** Regular expressions for keys of metrics that may not diverge. */
  watched: string[];
  stopOnDivergence: boolean;
  /** How long the training may run, in ms. */
  timeout?: number;
  graceSeconds?: number;
  /** Bytes. */
  copyBelow?: number;
  /** Names of environment variables to record. */
  environment: string[];
  sampleSeconds?: number;
  /** What the tracker leaves alone, besides what the settings switch off. */
  off: TrackerFeature[];
  pythonDir: string;
  /** Largest size of the output log in bytes. */
  maxOutput?: number;
  /** Absolute path of the command line's own file. */
  cliFile: string;
}

/** Runs the command and gives its exit code. */
export async function run(options: RunOptions): Promise<number> {
  return (await runOnce(options)).exitCode;
}

/** Runs the command, or attaches to the run of this id, and tells how it ended. */
export async function runOnce(options: RunOptions): Promise<RunOutcome> {
  for (const signal of options.ignoredSignals) process.on(signal, () => undefined);
  const id = options.id ?? ulid();
  const folder = runDir(options.workspace, id);
  const signals = new HeldSignals();
  let mine: boolean;
  try {
    mine = claimRun(options.workspace, id);
  } catch (error) {
    signals.dispose();
    const { trainAnyway } = await import('./shownRun');
    return trainAnyway(options, describeClaimError(error, options.workspace));
  }
  const recorder = mine ? spawnRecorder(options.cliFile, folder, process.env) : undefined;
  // The viewer sees by itself that there is none.
  recorder?.once('error', () => undefined);
  // Loaded only now, while the recorder loads its own code: the training waits for both.
  const { showStarted, viewRun } = await import('./shownRun');
  return recorder === undefined ? viewRun(folder, id, signals) : showStarted(recorder, options, id, signals);
}

/** Why no folder could be made for a run, in a sentence. */
export function describeClaimError(error: unknown, workspace: string): string {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return l10n.t('The disk is full: no folder could be made for this run. Free some space.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return l10n.t('No folder could be made for this run: {0} may not be written to.', workspace);
    case 'EEXIST':
    case 'ENOTDIR':
      return l10n.t('No folder could be made for this run: {0} holds a file named .trialbook.', workspace);
    default:
      return l10n.t('No folder could be made for this run: {0}', errorMessage(error));
  }
}
