/** How a run's metric stands to that of the baseline. */
import type { MetricSummary } from '../../protocol/entities';
import type { MetricDirection } from '../../protocol/metricDirection';
import { fromWire } from '../../protocol/numbers';

export interface Delta {
  /** The run's last value less the baseline's; finite and not 0. */
  difference: number;
  /** Whether that is for the better; `undefined` where no direction is known. */
  isBetter?: boolean;
}

/** `undefined` where the two cannot be compared or are equal: other metrics, NaN, infinities. */
export function deltaOf(
  metric: MetricSummary | null,
  baseline: MetricSummary | null,
  direction: MetricDirection | undefined,
): Delta | undefined {
  if (metric === null || baseline === null || metric.key !== baseline.key) return undefined;
  const difference = (fromWire(metric.last) ?? Number.NaN) - (fromWire(baseline.last) ?? Number.NaN);
  if (!Number.isFinite(difference) || difference === 0) return undefined;
  return direction === undefined
    ? { difference }
    : { difference, isBetter: difference > 0 === (direction === 'higher') };
}

/**
 * `▲ +0.012`: the arrow points where the value went, filled for the better and hollow for the worse, so that no colour is
 * needed. Without an arrow where no direction is known. `format` shows a number without its sign.
 */
export function deltaText({ difference, isBetter }: Delta, format: (value: number) => string): string {
  const sign = difference > 0 ? '+' : '−';
  const arrow = isBetter === undefined ? '' : `${arrowOf(difference > 0, isBetter)} `;
  return `${arrow}${sign}${format(Math.abs(difference))}`;
}

function arrowOf(isUp: boolean, isBetter: boolean): string {
  if (isUp) return isBetter ? '▲' : '△';
  return isBetter ? '▼' : '▽';
}
