/** What the workspace holds where files are to be restored, and what stands in their way. */
import { constants } from 'node:fs';
import { access, lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { errorCode, UserError } from '../../common/errors';
import { hashBytes } from '../../common/hashing';
import { holdsSecret } from '../../common/snapshots/secretContent';
import { MAX_OBJECT_BYTES } from '../../common/objectStore';

/** A file as it is now. */
export interface PresentFile {
  content: Buffer;
  digest: string;
  mode: number;
}

const NAMED_IN_MESSAGE = 5;
/** Of a file's mode what is restored: who may read, write and run it. */
export const PERMISSIONS = 0o777;

/**
 * Looks at one file of the workspace; `undefined` where there is none. Gives a text for what keeps it from being
 * replaced: nothing is written through links, no folder or file of another kind is removed, and what cannot be kept is
 * not overwritten.
 */
export async function lookAt(workspace: string, relative: string): Promise<PresentFile | string | undefined> {
  const obstacle = await folderObstacle(workspace, relative);
  if (obstacle !== undefined) return obstacle;
  const file = path.join(workspace, ...relative.split('/'));
  try {
    const stat = await lstat(file);
    if (stat.isSymbolicLink()) return l10n.t('{0} is a link now', relative);
    if (stat.isDirectory()) return l10n.t('{0} is a folder now', relative);
    if (!stat.isFile()) return l10n.t('{0} is no plain file now', relative);
    if (stat.size > MAX_OBJECT_BYTES) return l10n.t('{0} is too large to be kept', relative);
    const content = await readFile(file);
    if (holdsSecret(relative, content)) return l10n.t('{0} holds a secret now, which is never kept', relative);
    return { content, digest: hashBytes(content), mode: stat.mode & PERMISSIONS };
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? undefined : l10n.t('{0} cannot be read', relative);
  }
}

/** Whether nobody may write a file. */
export function isReadOnly(present: PresentFile | undefined): boolean {
  return present !== undefined && (present.mode & 0o222) === 0;
}

/** Throws a {@link UserError} that names what stands in the way. */
export function refuseObstacles(obstacles: readonly string[]): void {
  if (obstacles.length === 0) return;
  const more = obstacles.length > NAMED_IN_MESSAGE ? ', …' : '';
  throw new UserError(
    l10n.t(
      'Nothing was restored: {0}. Move it away or make it writable, or restore single files.',
      obstacles.slice(0, NAMED_IN_MESSAGE).join(', ') + more,
    ),
  );
}

async function folderObstacle(workspace: string, relative: string): Promise<string | undefined> {
  const parts = relative.split('/').slice(0, -1);
  let folder = workspace;
  for (const [index, part] of parts.entries()) {
    const named = parts.slice(0, index + 1).join('/');
    const next = path.join(folder, part);
    const stat = await lstat(next).catch(() => undefined);
    if (stat === undefined) break;
    if (stat.isSymbolicLink()) return l10n.t('{0} is a link now', named);
    if (!stat.isDirectory()) return l10n.t('{0} is a file now', named);
    folder = next;
  }
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  return writable ? undefined : l10n.t('{0} is read-only', folder);
}
