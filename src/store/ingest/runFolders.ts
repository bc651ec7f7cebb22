import { readdir, stat } from 'node:fs/promises';
import { isRunId, runsDir } from '../../common/workspaceFolder';
import type { RunId } from '../../protocol/entities';

/** A listing is trusted when the folder is this much older than it: file systems tell times as coarsely as 2 s. */
const SETTLED_MS = 3000;

/** The run folders of a workspace. Ten thousand of them are listed again only when one came or went. */
export class RunFolders {
  private listed: { at: number; changedAt: number; ids: RunId[] } | undefined;

  constructor(private readonly workspaceDir: string) {}

  /** The ids of all runs with a folder, oldest first; `undefined` when there is no folder of runs. */
  async list(): Promise<readonly RunId[] | undefined> {
    const dir = runsDir(this.workspaceDir);
    try {
      const { mtimeMs: changedAt } = await stat(dir);
      if (this.listed?.changedAt === changedAt && changedAt < this.listed.at - SETTLED_MS) return this.listed.ids;
      const at = Date.now();
      const ids = (await readdir(dir)).filter(isRunId).sort();
      this.listed = { at, changedAt, ids };
      return ids;
    } catch {
      this.listed = undefined;
      return undefined;
    }
  }
}
