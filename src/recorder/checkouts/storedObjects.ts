import * as l10n from '@vscode/l10n';
import { UserError } from '../../common/errors';
import { readObject } from '../../common/objectStore';

const NAMED_IN_MESSAGE = 5;

/** Throws a {@link UserError} that names the files whose content is missing or damaged: before anything is written. */
export async function requireObjects(
  workspace: string,
  files: readonly { path: string; object: string }[],
): Promise<void> {
  const broken: string[] = [];
  const sound = new Set<string>();
  for (const { path, object } of files) {
    if (sound.has(object)) continue;
    if (typeof (await readObject(workspace, object)) === 'string') broken.push(path);
    else sound.add(object);
  }
  if (broken.length === 0) return;
  const some = broken.slice(0, NAMED_IN_MESSAGE).join(', ');
  throw new UserError(l10n.t('Contents are missing or damaged in .trialbook/objects ({0}): {1}', broken.length, some));
}
