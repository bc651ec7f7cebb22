import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from './errors';
import { queueDir, runsDir, trialbookDir } from './workspaceFolder';

/** Makes the folder of all runs where there is none, out of git's sight. Throws as `fs` does. */
export function makeRunsFolder(workspace: string): void {
  mkdirSync(runsDir(workspace), { recursive: true });
  hideFromGit(workspace);
}

/** Makes the folder of the queue likewise; nobody else may read in it. Throws as `fs` does. */
export function makeQueueFolder(workspace: string): void {
  mkdirSync(trialbookDir(workspace), { recursive: true });
  mkdirSync(queueDir(workspace), { recursive: true, mode: 0o700 });
  hideFromGit(workspace);
}

function hideFromGit(workspace: string): void {
  try {
    writeFileSync(path.join(trialbookDir(workspace), '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}
