import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { WritersLock } from '../../common/locks/writersLock';
import { restoresDir } from '../../common/workspaceFolder';

/** Does work that only one process may do in a workspace at a time. Throws a {@link UserError} while another does. */
export async function withRestoreLock<T>(workspace: string, work: () => Promise<T>): Promise<T> {
  const file = path.join(restoresDir(workspace), 'lock');
  await mkdir(path.dirname(file), { recursive: true });
  const attempt = WritersLock.acquire(file, 'restore');
  if ('holder' in attempt) {
    throw new UserError(l10n.t('Another restore is going on in this workspace. Try again when it has ended.'));
  }
  try {
    return await work();
  } finally {
    attempt.lock.release();
  }
}
