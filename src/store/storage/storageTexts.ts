/** What people are told about the file that the store lives in. */
import * as l10n from '@vscode/l10n';
import { errorCode, errorMessage, UserError } from '../../common/errors';
import type { LockHolder } from '../../common/locks/lockHolder';
import { sqliteFailure } from '../database/sqliteErrors';

export function newerText(version: number): string {
  return l10n.t(
    'The database of this folder was written by a newer version of Trialbook (format {0}). Update the extension; until then runs are shown from their folders and nothing is saved.',
    version,
  );
}

/** One sentence on why a file could not be written. */
export function whyNotWritten(error: unknown): string {
  if (error instanceof UserError) return error.message;
  switch (sqliteFailure(error) ?? errorCode(error)) {
    case 'busy':
      return l10n.t('Another program is writing to the database. End what it does there.');
    case 'full':
    case 'ENOSPC':
    case 'EDQUOT':
      return l10n.t('The disk is full. Free some space.');
    case 'readOnly':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return l10n.t('The folder .trialbook is read-only. Allow writing to it.');
    default:
      return l10n.t('The folder .trialbook cannot be written ({0}).', errorMessage(error));
  }
}

export function heldText(holder: LockHolder): string {
  return l10n.t(
    'This folder is open in another window (process {0} on {1}), so runs are shown but cannot be changed here. Close the other window to continue.',
    holder.pid,
    holder.host,
  );
}

export function openElsewhereText(file: string): string {
  return l10n.t('Another program has {0} open, so runs are shown but cannot be changed. Close it to continue.', file);
}

export function readOnlyText(file: string): string {
  return l10n.t('The file {0} is read-only. Allow writing to it.', file);
}

/** `kept`: whether what people edited could be read from it. */
export function damagedText(reason: string, aside: string, kept: boolean): string {
  return kept
    ? l10n.t(
        'The database was damaged ({0}). It was set aside as {1} and is rebuilt from the run folders.',
        reason,
        aside,
      )
    : l10n.t(
        'The database was damaged ({0}). It was set aside as {1} and is rebuilt from the run folders; names given to runs in the editor are lost.',
        reason,
        aside,
      );
}

export function engineMissingText(): string {
  return l10n.t(
    'This editor has no SQLite of its own, so sql.js holds the database. Update the editor, or set trialbook.storage.engine to auto.',
  );
}
