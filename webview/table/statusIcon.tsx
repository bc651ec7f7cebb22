import type { RunStatus } from '../../src/protocol/entities';
import { Icon, type IconName } from '../ui/icon';

/** As in the Runs view. */
const ICONS: Record<RunStatus, { icon: IconName; look: string }> = {
  queued: { icon: 'history', look: 'queued' },
  running: { icon: 'loading', look: 'running' },
  finished: { icon: 'pass', look: 'passed' },
  failed: { icon: 'error', look: 'failed' },
  killed: { icon: 'error', look: 'failed' },
  cancelled: { icon: 'circle-slash', look: 'skipped' },
  lost: { icon: 'question', look: 'skipped' },
};

export function StatusIcon({ status, label }: { status: RunStatus; label: string }) {
  const { icon, look } = ICONS[status];
  return <Icon name={icon} spin={status === 'running'} class={`status status-${look}`} label={label} />;
}
