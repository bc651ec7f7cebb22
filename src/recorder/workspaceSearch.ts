import { existsSync } from 'node:fs';
import path from 'node:path';
import { FOLDER_NAME } from '../common/workspaceFolder';

/** The workspace of a folder: its nearest ancestor with `.trialbook`, else with `.git`, else the folder itself. */
export function findWorkspace(folder: string): string {
  const start = path.resolve(folder);
  return nearestWith(start, FOLDER_NAME) ?? nearestWith(start, '.git') ?? start;
}

function nearestWith(start: string, name: string): string | undefined {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, name))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}
