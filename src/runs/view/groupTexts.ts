/** What the rows of groups and the choice of a grouping say. */
import * as vscode from 'vscode';
import type { RunStatus } from '../../protocol/entities';
import { keyOfField } from '../../common/filterText';
import { statusText } from '../../platform/runRows';
import type { Grouping } from './grouping';

const STATUSES: readonly string[] = [
  'queued',
  'running',
  'finished',
  'failed',
  'killed',
  'cancelled',
  'lost',
] satisfies RunStatus[];

export function isStatus(value: string): value is RunStatus {
  return STATUSES.includes(value);
}

/** The name of a group of runs; of `null`, those without a value, in words. */
export function groupLabel(field: string, value: string | null): string {
  if (value === null) return labelWithout(field);
  if (field === 'status' && isStatus(value)) return statusText(value);
  if (field === 'day') return dayText(value);
  // A text of blanks would be a row without a name.
  return value.trim() === '' ? vscode.l10n.t('(blank)') : value;
}

function labelWithout(field: string): string {
  if (field === 'script') return vscode.l10n.t('Without a script');
  if (field === 'parent') return vscode.l10n.t('Inside no other run');
  return field.startsWith('tags.') ? vscode.l10n.t('Without the tag {0}', keyOfField(field)) : vscode.l10n.t('Others');
}

export function runCountText(n: number): string {
  return n === 1 ? vscode.l10n.t('1 run') : vscode.l10n.t('{0} runs', n.toLocaleString(vscode.env.language));
}

/** `by tag stage`: what the head of the view says of a grouping; nothing of the usual one. */
export function groupingText(grouping: Grouping): string | undefined {
  switch (grouping) {
    case 'auto':
    case 'none':
      return undefined;
    case 'experiment':
      return vscode.l10n.t('by experiment');
    case 'script':
      return vscode.l10n.t('by script');
    case 'status':
      return vscode.l10n.t('by status');
    case 'day':
      return vscode.l10n.t('by day');
    case 'parent':
      return vscode.l10n.t('by study');
    default:
      return vscode.l10n.t('by tag {0}', keyOfField(grouping));
  }
}

/** `2026-11-27` as `Today`, `Yesterday` or `Fri, Nov 27, 2026`. */
function dayText(day: string): string {
  const date = new Date(`${day}T00:00`);
  if (Number.isNaN(date.getTime())) return day;
  const now = new Date();
  const daysAgo = Math.round(
    (new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime() - date.getTime()) / 86_400_000,
  );
  if (daysAgo === 0) return vscode.l10n.t('Today');
  if (daysAgo === 1) return vscode.l10n.t('Yesterday');
  return date.toLocaleDateString(vscode.env.language, {
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
  });
}
