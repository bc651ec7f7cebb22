import path from 'node:path';
import { programOutput } from './programOutput';

const RUNNER = path.join(import.meta.dirname, 'runPython.mjs');

/** What a Python program of a folder here prints as JSON on its last line; see `runPython.mjs`. */
export async function runPython<T>(folder: 'peers' | 'record', name: string, args: string[] = []): Promise<T> {
  const output = await programOutput(process.execPath, [RUNNER, folder, name, ...args]);
  return JSON.parse(output.trimEnd().split('\n').at(-1)!) as T;
}
