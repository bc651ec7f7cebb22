/** How a run ended, and what keeps a command from being started. `runStatus.ts` decides. */
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { errorCode, errorMessage } from '../common/errors';
import type { FailureKind, TrainingException } from '../protocol/failures';
import type { FinalStatus } from '../protocol/trainingEvents';
import type { RunSpecification } from './specification';
import type { TrainingCommand } from './trainingCommand';
import { statFile } from '../common/statFile';

export interface Ending {
  status: FinalStatus;
  code?: number;
  signal?: string;
  /** One sentence for people. */
  message?: string;
  failure?: FailureKind;
  exception?: TrainingException;
}

/** What keeps the command from starting, seen before it is tried; `undefined` when nothing does. */
export function findObstacle(specification: RunSpecification, command: TrainingCommand): string | undefined {
  const { cwd } = specification;
  if (statFile(cwd)?.isDirectory() !== true) {
    return l10n.t('The folder {0} does not exist.', cwd);
  }
  // A debugger waits a minute for its program to connect, which tells it by itself that there is no script.
  if (command.debugged) return undefined;
  if (command.script === undefined || statFile(command.script) !== undefined) return undefined;
  const script = path.relative(cwd, command.script) || command.script;
  return l10n.t('The script {0} was not found in {1}.', script, cwd);
}

/** Puts the error of a command that could not be started in plain words. */
export function describeSpawnError(error: unknown, program: string): string {
  switch (errorCode(error)) {
    case 'ENOENT':
      return l10n.t('The command {0} was not found. Check its name and your PATH.', program);
    case 'EACCES':
      return l10n.t('{0} may not be run. Check that it is a program and its permissions.', program);
    default:
      return l10n.t('{0} could not be started: {1}', program, errorMessage(error));
  }
}
