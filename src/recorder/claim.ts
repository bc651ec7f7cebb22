import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../common/errors';
import { runDir, runsDir, trialbookDir } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';

/**
 * Claims a run: the one who creates its folder starts it, everyone else attaches. Gives whether it is ours.
 * Throws as `fs` does when the folder cannot be created.
 */
export function claimRun(workspace: string, id: RunId): boolean {
  mkdirSync(runsDir(workspace), { recursive: true });
  keepOutOfGit(workspace);
  try {
    mkdirSync(runDir(workspace, id));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function keepOutOfGit(workspace: string): void {
  try {
    writeFileSync(path.join(trialbookDir(workspace), '.gitignore'), '*\n', { flag: 'wx' });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}
