import type { RunStatus } from '../../src/protocol/entities';
import { Icon, type IconName } from './icon';
import './statusIcon.css';

const ICONS: Record<RunStatus, { icon: IconName; tone: string }> = {
  queued: { icon: 'history', tone: 'queued' },
  running: { icon: 'loading', tone: 'running' },
  finished: { icon: 'pass', tone: 'passed' },
  failed: { icon: 'error', tone: 'failed' },
  killed: { icon: 'circle-slash', tone: 'failed' },
  cancelled: { icon: 'circle-slash', tone: 'skipped' },
  lost: { icon: 'question', tone: 'skipped' },
};

/** The icon of a run's status, in the colours of the workbench's tests. It needs a `label` unless one stands beside it. */
export function StatusIcon({ status, label }: { status: RunStatus; label?: string }) {
  const { icon, tone } = ICONS[status];
  const named = label === undefined ? {} : { label };
  return <Icon name={icon} spin={status === 'running'} class={`status-icon-${tone}`} {...named} />;
}
