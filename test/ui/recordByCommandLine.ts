import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../host/paths';
import { cleanEnvironment } from '../host/processes';

const TWO_EPOCHS = ['train.py', '--epochs', '2'];

/** Records a script of the folder, two epochs of the example by default, under a name and without any editor. */
export async function recordByCommandLine(folder: string, name: string, words = TWO_EPOCHS): Promise<void> {
  await runCommandLine(folder, ['run', '--workspace', folder, '--name', name, '--', 'python3', ...words]);
}

/** Runs the command line as built, in a folder. Rejects when it fails. */
export async function runCommandLine(folder: string, words: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'dist', 'cli.js'), ...words], {
    cwd: folder,
    env: cleanEnvironment(),
  });
}
