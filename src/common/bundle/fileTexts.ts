/** What people are told when a bundle, or what it holds, cannot be read or written. */
import * as l10n from '@vscode/l10n';
import { errorCode, errorMessage, UserError } from '../errors';

/** One sentence on why a file could not be read or written: the one that the error names, else `fallback`. */
export function fileProblem(error: unknown, fallback: string): string {
  if (error instanceof UserError) return error.message;
  const named = (error as NodeJS.ErrnoException).path ?? fallback;
  const file = named.startsWith(fallback) ? fallback : named;
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return l10n.t('The disk is full. Free some space.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return l10n.t('{0} may not be read or written. Check its permissions.', file);
    case 'ENOENT':
      return l10n.t('{0} does not exist.', file);
    default:
      return l10n.t('{0} cannot be read or written ({1}).', file, errorMessage(error));
  }
}

/** The job was stopped by the one who had started it. */
export function isAbort(error: unknown): boolean {
  return errorCode(error) === 'ABORT_ERR' || (error instanceof Error && error.name === 'AbortError');
}
