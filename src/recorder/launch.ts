import { type ChildProcess, spawn } from 'node:child_process';
import { ownEnvironment } from './environment';
import { passedInput } from './standardInput';

/** Starts our own command line anew, with these words and without a terminal; it outlives this process. */
export function launchDetached(words: readonly string[]): void {
  const cliFile = process.argv[1]!;
  spawn(process.execPath, [...nodeOptions(), cliFile, ...words], {
    detached: true,
    env: ownEnvironment(process.env),
    stdio: 'ignore',
    windowsHide: true,
  }).unref();
}

/** Options for another Node: loaders such as tsx come along; a debugger's port is taken already. */
export function nodeOptions(): string[] {
  return process.execArgv.filter((option) => !option.startsWith('--inspect'));
}

/**
 * Starts the detached recorder of a claimed run. It does nothing until its specification comes over the channel between
 * us, and ends when we do before; then it outlives this process, its terminal and the window. A file or pipe that we read
 * from goes with it, to the training.
 */
export function spawnRecorder(cliFile: string, runDir: string, environment: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, [...nodeOptions(), cliFile, 'record', runDir], {
    detached: true,
    env: ownEnvironment(environment),
    stdio: [passedInput(), 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  });
}
