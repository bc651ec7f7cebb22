import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { errorCode, UserError } from '../../common/errors';
import { isProcessAlive, processStart } from '../../common/processes';
import { restoresDir } from '../../common/workspaceFolder';

interface Holder {
  pid: number;
  start?: string;
}

/** Does work that only one process may do in a workspace at a time. Throws a {@link UserError} while another does. */
export async function withRestoreLock<T>(workspace: string, work: () => Promise<T>): Promise<T> {
  const file = path.join(restoresDir(workspace), 'lock');
  await mkdir(path.dirname(file), { recursive: true });
  await take(file);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<void> {
  const start = processStart(process.pid);
  const mine: Holder = { pid: process.pid, ...(start === undefined ? {} : { start }) };
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      return await writeFile(file, JSON.stringify(mine), { flag: 'wx' });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
    if (await isHeld(file)) break;
    // Of several that find it left behind only one moves it away.
    const aside = `${file}.${randomUUID()}`;
    await rename(file, aside).then(
      () => rm(aside, { force: true }),
      () => undefined,
    );
  }
  throw new UserError(l10n.t('Another restore is going on in this workspace. Try again when it has ended.'));
}

async function isHeld(file: string): Promise<boolean> {
  try {
    const { pid, start } = JSON.parse(await readFile(file, 'utf8')) as Holder;
    return isProcessAlive(pid, start);
  } catch {
    // Gone meanwhile, or about to be written.
    return true;
  }
}
