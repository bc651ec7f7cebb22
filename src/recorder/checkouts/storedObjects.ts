/** Reads contents back out of `.trialbook/objects`. */
import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { hashBytes } from '../../common/hashing';
import { objectPath } from '../../common/workspaceFolder';

/** The largest content that is kept as an object, in bytes: they are handled in memory. */
export const MAX_OBJECT_BYTES = 64 * 1024 * 1024;
const NAMED_IN_MESSAGE = 5;

/** The content of an object; `undefined` when it is missing, or is not what its name says. */
export async function readObject(workspace: string, digest: string): Promise<Buffer | undefined> {
  try {
    const content = inflateSync(await readFile(objectPath(workspace, digest)), { maxOutputLength: MAX_OBJECT_BYTES });
    return hashBytes(content) === digest ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Throws a {@link UserError} that names the files whose content is missing or damaged: before anything is written. */
export async function requireObjects(
  workspace: string,
  files: readonly { path: string; object: string }[],
): Promise<void> {
  const broken: string[] = [];
  const sound = new Set<string>();
  for (const { path, object } of files) {
    if (sound.has(object)) continue;
    if ((await readObject(workspace, object)) === undefined) broken.push(path);
    else sound.add(object);
  }
  if (broken.length === 0) return;
  const some = broken.slice(0, NAMED_IN_MESSAGE).join(', ');
  throw new UserError(l10n.t('Contents are missing or damaged in .trialbook/objects ({0}): {1}', broken.length, some));
}
