/** How a run's metric stands to that of the baseline. */
import { deltaMark } from '../../protocol/deltaMark';
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

/** `▲ +0.012`, without a mark where no direction is known. `format` shows a number without its sign. */
export function deltaText({ difference, isBetter }: Delta, format: (value: number) => string): string {
  const sign = difference > 0 ? '+' : '−';
  const text = `${sign}${format(Math.abs(difference))}`;
  return isBetter === undefined ? text : `${deltaMark(difference > 0, isBetter)} ${text}`;
}
