import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { cleanEnvironment } from '../test/host/processes';

/**
 * Opens a folder in a desktop VS Code with the packed extension, beside the user's own settings and extensions.
 * `VSCODE_PATH` names its command line, else `code` is looked for; tells whether there is one.
 */
export function openOnDesktop(folder: string, vsix: string): boolean {
  const command = process.env['VSCODE_PATH'] ?? 'code';
  const data = path.join(path.dirname(folder), 'desktop');
  const own = [`--user-data-dir=${path.join(data, 'data')}`, `--extensions-dir=${path.join(data, 'extensions')}`];
  const options = { env: cleanEnvironment(), shell: process.platform === 'win32', stdio: 'ignore' } as const;
  if (spawnSync(command, [...own, '--install-extension', vsix], options).status !== 0) return false;
  spawn(command, [...own, '--new-window', folder], { ...options, detached: true }).unref();
  return true;
}
