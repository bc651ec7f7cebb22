import { spawn } from 'node:child_process';
import os from 'node:os';
import { describeSpawnError } from './ending';
import { usersEnvironment } from './environment';

/** Exit code for a command that could not be started, as shells give it. */
export const NOT_STARTED = 127;

/** The exit code that shells give for an end by a signal. */
export function signalExitCode(signal: string): number {
  return 128 + (os.constants.signals[signal as NodeJS.Signals] ?? 0);
}

/**
 * Runs a training in the foreground as if there were no Trialbook: what cannot be recorded is trained all the same.
 * Gives its exit code.
 */
export function runUnrecorded(command: readonly string[], cwd: string, say: (text: string) => void): Promise<number> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd, env: usersEnvironment(process.env), stdio: 'inherit' });
  // The terminal sends Ctrl-C to the training as well: we only wait for what it makes of it.
  const wait = (): void => undefined;
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', wait).on('SIGTERM', forward).on('SIGHUP', forward);
  return new Promise<number>((resolve) => {
    child.once('error', (error) => {
      say(describeSpawnError(error, program));
      resolve(NOT_STARTED);
    });
    child.once('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : signalExitCode(signal)));
  }).finally(() => process.off('SIGINT', wait).off('SIGTERM', forward).off('SIGHUP', forward));
}
