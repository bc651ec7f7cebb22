/** What `trialbook queue list` prints for people. */
import * as l10n from '@vscode/l10n';
import type { ListedQueue } from '../../protocol/queue';
import { formatTable } from '../print';

/** How the queue stands, and a row for each run that waits. */
export function formatQueue(queue: ListedQueue): string {
  const { paused, reason, running, waiting, parallel } = queue;
  const state = paused
    ? [l10n.t('paused'), ...(reason === null ? [] : [reason])].join(': ')
    : l10n.t('at once: {0}', parallel);
  const head = l10n.t('In training: {0}; waiting: {1}; {2}', running.length, waiting.length, state);
  if (waiting.length === 0) return head;
  const titles = [l10n.t('Place'), l10n.t('Name'), l10n.t('Id'), l10n.t('Script'), l10n.t('Arguments')];
  const rows = waiting.map((entry, index) => [
    String(index + 1),
    entry.unreadable ? l10n.t('(unreadable)') : entry.name,
    entry.id,
    entry.script ?? '',
    entry.arguments.join(' '),
  ]);
  return [head, '', formatTable([titles, ...rows])].join('\n');
}
