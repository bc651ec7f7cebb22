import { type ChildProcess, spawn } from 'node:child_process';
import { ownEnvironment } from './environment';
import type { RunSpecification } from './specification';
import { passedInput } from './standardInput';

/**
 * Starts the detached recorder of a claimed run and hands it its specification over the channel between them. The
 * recorder outlives this process, its terminal and the window. A file or pipe that we read from goes with it, to the
 * training.
 */
export function launchRecorder(cliFile: string, runDir: string, specification: RunSpecification): ChildProcess {
  // Loaders such as tsx come along; a debugger's port is taken already.
  const nodeOptions = process.execArgv.filter((option) => !option.startsWith('--inspect'));
  const recorder = spawn(process.execPath, [...nodeOptions, cliFile, 'record', runDir], {
    detached: true,
    env: ownEnvironment(process.env),
    stdio: [passedInput(), 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  });
  recorder.send(specification, () => undefined);
  return recorder;
}
