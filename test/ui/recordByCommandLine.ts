import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../host/paths';
import { cleanEnvironment } from '../host/processes';

/** Records two epochs of the example under a name, without any editor. */
export async function recordByCommandLine(folder: string, name: string): Promise<void> {
  const args = ['run', '--workspace', folder, '--name', name, '--', 'python3', 'train.py', '--epochs', '2'];
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'dist', 'cli.js'), ...args], {
    cwd: folder,
    env: cleanEnvironment(),
  });
}
