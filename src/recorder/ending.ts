/** How a run ended, decided from what the process did and what was asked of it. */
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { errorCode, errorMessage } from '../common/errors';
import type { FinalStatus } from '../protocol/trainingEvents';
import type { RunSpecification } from './specification';
import type { TrainingCommand } from './trainingCommand';
import type { TrainingExit } from './program';
import { statFile } from './statFile';

export interface Ending {
  status: FinalStatus;
  code?: number;
  signal?: string;
  message?: string;
}

/** Classifies an exit. `exception` is the last one that Python printed on its error output. */
export function classifyExit(exit: TrainingExit, stopRequested: boolean, exception: string | undefined): Ending {
  const how = { ...(exit.code === null ? {} : { code: exit.code }), ...(exit.signal && { signal: exit.signal }) };
  if (stopRequested) return { status: 'cancelled', ...how };
  if (exit.signal !== null) return { status: 'killed', ...how, message: l10n.t('killed by {0}', exit.signal) };
  if (exit.code === 0) return { status: 'finished', ...how };
  return { status: 'failed', ...how, message: exception ?? l10n.t('exit code {0}', exit.code ?? -1) };
}

/** What keeps the command from starting, seen before it is tried; `undefined` when nothing does. */
export function findObstacle(specification: RunSpecification, command: TrainingCommand): Ending | undefined {
  const { cwd } = specification;
  if (statFile(cwd)?.isDirectory() !== true) {
    return failedToStart(l10n.t('The folder {0} does not exist.', cwd));
  }
  if (command.script === undefined || statFile(command.script) !== undefined) return undefined;
  const script = path.relative(cwd, command.script) || command.script;
  return failedToStart(l10n.t('The script {0} was not found in {1}.', script, cwd));
}

/** Puts the error of a command that could not be started in plain words. */
export function classifySpawnError(error: unknown, program: string): Ending {
  switch (errorCode(error)) {
    case 'ENOENT':
      return failedToStart(l10n.t('The command {0} was not found. Check its name and your PATH.', program));
    case 'EACCES':
      return failedToStart(l10n.t('{0} may not be run. Check that it is a program and its permissions.', program));
    default:
      return failedToStart(l10n.t('{0} could not be started: {1}', program, errorMessage(error)));
  }
}

function failedToStart(message: string): Ending {
  return { status: 'failed', message };
}
