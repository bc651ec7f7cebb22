/** `trialbook run`: starts a run, or attaches to it, and shows it. */
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { ulid } from 'ulid';
import { errorCode, errorMessage } from '../common/errors';
import { runNameFor } from '../common/runNames';
import { runDir } from '../common/workspaceFolder';
import type { TrackerFeature } from '../protocol/trainingEvents';
import { claimRun } from './claim';
import { launchRecorder } from './launch';
import type { RunSpecification } from './specification';
import { analyseCommand } from './trainingCommand';
import { runUnrecorded } from './unrecorded';
import { say, Viewer } from './viewer';
import { readOutputMetrics } from './workspaceSettings';

export interface RunOptions {
  workspace: string;
  cwd: string;
  command: string[];
  id?: string;
  name?: string;
  experiment?: string;
  /** Without any, the workspace's setting is used. */
  metrics: string[];
  off: TrackerFeature[];
  pythonDir: string;
  /** Absolute path of the command line's own file. */
  cliFile: string;
}

/** Runs the command and gives its exit code. */
export async function run(options: RunOptions): Promise<number> {
  const id = options.id ?? ulid();
  const folder = runDir(options.workspace, id);
  let mine: boolean;
  try {
    mine = claimRun(options.workspace, id);
  } catch (error) {
    return trainAnyway(options, describeClaimError(error, options.workspace));
  }
  if (!mine) return attach(folder, id);
  const specification = specify(options, id);
  for (const warning of specification.warnings) say(warning.message);
  say(l10n.t('tracking {0} ({1})', specification.name, id));
  const recorder = launchRecorder(options.cliFile, folder, specification);
  const outcome = await new Viewer(folder, specification.name, recorder).view();
  if (outcome === 'not-started') {
    return trainAnyway(options, l10n.t('The recorder ended before it started the training.'));
  }
  // The recorder may have more to hash; this terminal is free.
  if (recorder.connected) recorder.disconnect();
  recorder.unref();
  return outcome.exitCode;
}

async function attach(folder: string, id: string): Promise<number> {
  const outcome = await new Viewer(folder, id).view();
  return outcome === 'not-started' ? 1 : outcome.exitCode;
}

function specify(options: RunOptions, id: string): RunSpecification {
  const setting = options.metrics.length > 0 ? { patterns: options.metrics } : readOutputMetrics(options.workspace);
  const warning = 'warning' in setting ? setting.warning : undefined;
  const { workspace, cwd, command, pythonDir, off } = options;
  return {
    id,
    workspace,
    cwd,
    command,
    pythonDir,
    off,
    metrics: setting.patterns,
    name: options.name ?? runNameFor(id),
    experiment: options.experiment ?? defaultExperiment(command, cwd),
    warnings:
      warning === undefined
        ? []
        : [
            {
              code: 'bad-settings',
              message: warning,
            },
          ],
  };
}

/** Runs of one script belong together unless somebody says otherwise. */
function defaultExperiment(command: readonly string[], cwd: string): string {
  const program = analyseCommand(command, cwd).script ?? command[0] ?? '';
  return path.basename(program, path.extname(program)) || 'default';
}

function trainAnyway(options: RunOptions, reason: string): Promise<number> {
  say(reason);
  say(l10n.t('The training runs all the same, but it is not recorded.'));
  return runUnrecorded(options.command, options.cwd, say);
}

function describeClaimError(error: unknown, workspace: string): string {
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
