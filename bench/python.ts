import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { ROOT } from '../test/host/paths';
import { cleanEnvironment, spawnGroup } from '../test/host/processes';
import { programOutput } from './programOutput';

const RUNNER = path.join(import.meta.dirname, 'runPython.mjs');

type PythonFolder = 'peers' | 'pages/peers' | 'record';

/** What a Python program of a folder here prints as JSON on its last line; see `runPython.mjs`. */
export async function runPython<T>(folder: PythonFolder, name: string, args: string[] = []): Promise<T> {
  const output = await programOutput(process.execPath, [RUNNER, folder, name, ...args]);
  return JSON.parse(output.trimEnd().split('\n').at(-1)!) as T;
}

/** Starts a Python program of a folder here that goes on until it is ended by `endTree`. */
export function spawnPython(folder: PythonFolder, name: string, args: string[]): ChildProcess {
  return spawnGroup(process.execPath, [RUNNER, folder, name, ...args], {
    cwd: ROOT,
    env: cleanEnvironment(),
    stdio: 'ignore',
  });
}
