/** Where an import is unpacked, out of everybody's sight and on the disk of the runs: `.trialbook/import-…`. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { isProcessAlive, processStart } from '../processes';
import { trialbookDir } from '../workspaceFolder';

/** `import-<pid>-<its start, 0 where that is not known>-<host>-<random>`: whose it is. */
const NAME = /^import-(\d+)-(\d+)-([0-9a-f]{8})-/;
/** No import of another host goes on for longer. */
const FOREIGN_AGE_MS = 24 * 3_600_000;

/** Makes the folder for an import of this process. Rejects as `fs` does. */
export async function makeImportFolder(workspaceDir: string): Promise<string> {
  const name = `import-${process.pid}-${processStart(process.pid) ?? 0}-${hostMark()}-${randomUUID()}`;
  const folder = path.join(trialbookDir(workspaceDir), name);
  await mkdir(folder);
  return folder;
}

/** Removes what is left of imports whose process was killed. Never rejects. */
export async function sweepImports(workspaceDir: string): Promise<void> {
  const names = await readdir(trialbookDir(workspaceDir)).catch(() => []);
  for (const name of names.filter((one) => one.startsWith('import-'))) {
    const folder = path.join(trialbookDir(workspaceDir), name);
    if (await isLeftOver(folder, name)) await removeFolder(folder);
  }
}

/** What cannot be removed now is removed at the next start. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

async function isLeftOver(folder: string, name: string): Promise<boolean> {
  const [, pid, start, host] = NAME.exec(name) ?? [];
  if (host === hostMark()) return !isProcessAlive(Number(pid), start === '0' ? undefined : start);
  const found = await stat(folder).catch(() => undefined);
  return host !== undefined && found !== undefined && Date.now() - found.mtimeMs > FOREIGN_AGE_MS;
}

function hostMark(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}
