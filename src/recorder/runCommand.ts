/** `trialbook run`: starts a run, or attaches to it, and shows it. */
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { ulid } from 'ulid';
import { errorCode, errorMessage } from '../common/errors';
import { runNameFor } from '../common/runNames';
import { runDir } from '../common/workspaceFolder';
import { TRACKER_FEATURES, type TrackerFeature } from '../protocol/trackerEnvironment';
import type { RunId } from '../protocol/entities';
import type { RunPurpose } from '../protocol/trainingEvents';
import { viewRun } from './attachCommand';
import { claimRun } from './claim';
import { endBySignal } from './endBySignal';
import { launchRecorder } from './launch';
import { MIN_OUTPUT_BYTES, type RunSpecification } from './specification';
import { analyseCommand } from './trainingCommand';
import { runUnrecorded } from './unrecorded';
import { type RunOutcome, say, Viewer } from './viewer';
import { lendableSize } from './viewerTerminal';
import { WorkspaceSettings } from './workspaceSettings';

const MIB = 1024 * 1024;

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
  const begun = holdSignals(() => begin(options, id));
  if (begun === 'begun-before') return viewRun(runDir(options.workspace, id), id);
  if ('obstacle' in begun) return trainAnyway(options, begun.obstacle);
  const { recorder, viewer } = begun;
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

/**
 * Has signals wait for whoever listens when `work` is done: one that ended this process in its midst would leave a folder
 * without a run, or a run that nobody stops.
 */
function holdSignals<T>(work: () => T): T {
  const wait = (): void => undefined;
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.on(signal, wait);
  try {
    return work();
  } finally {
    for (const signal of signals) process.off(signal, wait);
  }
}

/** Claims the run, starts its recorder, and a viewer that listens to what shall stop it. */
function begin(
  options: RunOptions,
  id: RunId,
): { recorder: ChildProcess; viewer: Viewer } | { obstacle: string } | 'begun-before' {
  try {
    if (!claimRun(options.workspace, id)) return 'begun-before';
  } catch (error) {
    return { obstacle: describeClaimError(error, options.workspace) };
  }
  const specification = specify(options, id);
  for (const warning of specification.warnings) say(warning.message);
  say(l10n.t('tracking {0} ({1})', specification.name, id));
  const folder = runDir(options.workspace, id);
  const recorder = launchRecorder(options.cliFile, folder, specification);
  const viewer = new Viewer(folder, specification.name, recorder);
  if (!options.ignoredSignals.includes('SIGINT')) viewer.stopOnInterrupt();
  if (options.inPlace) viewer.stopOnTermination();
  return { recorder, viewer };
}

/** All that the recorder is told of a run; what was not asked for is as the settings of the workspace have it. */
export function specify(options: RunOptions, id: string): RunSpecification {
  const settings = new WorkspaceSettings(options.workspace);
  const { workspace, cwd, command, tags, basedOn, purpose, batch, resume, endsWithViewer, pythonDir } = options;
  const graceSeconds = options.graceSeconds ?? settings.number('trialbook.stop.grace');
  const copyBelowMiB = settings.number('trialbook.artifacts.copyBelow');
  const maxOutputMiB = settings.number('trialbook.output.maxSize');
  const terminal = lendableSize();
  return {
    id,
    workspace,
    root: options.root ?? workspace,
    tags,
    ...(basedOn === undefined ? {} : { basedOn }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(batch === undefined ? {} : { batch }),
    ...(resume === undefined ? {} : { resume }),
    endsWithViewer,
    cwd,
    command,
    pythonDir,
    metrics: options.metrics.length > 0 ? options.metrics : settings.texts('trialbook.outputMetrics'),
    watched: options.watched.length > 0 ? options.watched : settings.texts('trialbook.watchedMetrics'),
    environment: options.environment.length > 0 ? options.environment : settings.texts('trialbook.environment'),
    stopOnDivergence: options.stopOnDivergence || settings.flag('trialbook.stopOnDivergence'),
    timeout: options.timeout ?? null,
    grace: graceSeconds * 1000,
    copyBelow: options.copyBelow ?? copyBelowMiB * MIB,
    sampleSeconds: options.sampleSeconds ?? settings.number('trialbook.machine.interval'),
    maxOutput: options.maxOutput ?? Math.max(MIN_OUTPUT_BYTES, Math.round(maxOutputMiB * MIB)),
    ...(terminal === undefined ? {} : { terminal }),
    off: TRACKER_FEATURES.filter(
      (feature) => options.off.includes(feature) || !settings.flag(`trialbook.tracker.${feature}`),
    ),
    name: options.name ?? runNameFor(id),
    experiment: options.experiment ?? defaultExperiment(command, cwd),
    warnings: settings.warnings.map((message) => ({ code: 'bad-settings', message })),
  };
}

/** Runs of one script belong together unless somebody says otherwise. */
function defaultExperiment(command: readonly string[], cwd: string): string {
  const program = analyseCommand(command, cwd).script ?? command[0] ?? '';
  return path.basename(program, path.extname(program)) || 'default';
}

async function trainAnyway(options: RunOptions, reason: string): Promise<RunOutcome> {
  say(reason);
  say(l10n.t('The training runs all the same, but it is not recorded.'));
  return { exitCode: await runUnrecorded(options.command, options.cwd, say) };
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
