import { mkdirSync } from 'node:fs';
import { errorCode } from '../common/errors';
import { makeRunsFolder } from '../common/runsFolder';
import { runDir } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';

/**
 * Claims a run: the one who creates its folder starts it, everyone else attaches. Gives whether it is ours.
 * Throws as `fs` does when the folder cannot be created.
 */
export function claimRun(workspace: string, id: RunId): boolean {
  makeRunsFolder(workspace);
  try {
    mkdirSync(runDir(workspace, id));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
