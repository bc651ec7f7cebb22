import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../host/paths';
import { cleanEnvironment } from '../host/processes';

/** Records two epochs of the example under a name, without any editor. */
export async function recordByCommandLine(folder: string, name: string): Promise<void> {
  const training = ['python3', 'train.py', '--epochs', '2'];
  await runCommandLine(folder, ['run', '--workspace', folder, '--name', name, '--', ...training]);
}

/** Runs the command line as built, in a folder. Rejects when it fails. */
export async function runCommandLine(folder: string, words: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'dist', 'cli.js'), ...words], {
    cwd: folder,
    env: cleanEnvironment(),
  });
}
