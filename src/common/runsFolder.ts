import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from './errors';
import { runsDir, trialbookDir } from './workspaceFolder';

/** Makes the folder of all runs where there is none, out of git's sight. Throws as `fs` does. */
export function makeRunsFolder(workspace: string): void {
  mkdirSync(runsDir(workspace), { recursive: true });
  try {
    writeFileSync(path.join(trialbookDir(workspace), '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}
