import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { artifactKind } from '../common/fileKinds';
import { isEventFile, isRunId, runsDir } from '../common/workspaceFolder';
import type { RunId } from '../protocol/entities';
import { isCodeFile, isSecretFile } from '../common/snapshots/snapshotRules';

const MAX_FILES = 20_000;
/** Runs whose event files are looked at; older ones by id are long over. */
const RECENT_RUNS = 50;

/**
 * Files of a workspace that changed at or after a time (ms since 1970), by a walk of 20,000 files at most. Code is left
 * out: the person at the editor wrote it, not the training. `isWanted` judges names.
 */
export async function findChangedFiles(
  workspaceDir: string,
  since: number,
  isWanted: (name: string) => boolean = () => true,
): Promise<string[]> {
  const found: string[] = [];
  const folders = [''];
  let seen = 0;
  for (let base = folders.shift(); base !== undefined && seen < MAX_FILES; base = folders.shift()) {
    const entries = await readdir(path.join(workspaceDir, base), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const relative = base + entry.name;
      if (artifactKind(relative) === undefined || isSecretFile(entry.name)) continue;
      if (entry.isDirectory()) folders.push(`${relative}/`);
      if (!entry.isFile() || isCodeFile(entry.name)) continue;
      seen += 1;
      if (seen > MAX_FILES) break;
      if (!isWanted(entry.name)) continue;
      const modified = await stat(path.join(workspaceDir, relative)).catch(() => undefined);
      if (modified !== undefined && modified.mtimeMs >= since) found.push(relative);
    }
  }
  return found;
}

/**
 * Whether a run of the workspace that is none of `own` wrote events at or after a time: then a changed file may be that
 * run's.
 */
export async function wasAnotherRunActive(
  workspaceDir: string,
  own: ReadonlySet<RunId>,
  since: number,
): Promise<boolean> {
  const names = await readdir(runsDir(workspaceDir)).catch(() => []);
  const others = names.filter((name) => isRunId(name) && !own.has(name)).sort();
  for (const id of others.slice(-RECENT_RUNS)) {
    const folder = path.join(runsDir(workspaceDir), id);
    for (const name of (await readdir(folder).catch(() => [])).filter(isEventFile)) {
      const modified = await stat(path.join(folder, name)).catch(() => undefined);
      if (modified !== undefined && modified.mtimeMs >= since) return true;
    }
  }
  return false;
}
