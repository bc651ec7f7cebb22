import { DETAIL_METRICS, type RunDetail } from '../../src/protocol/entities';

/** How many metrics a run has that do not stand aside; of a list that is cut, the number of all is known alone. */
export function countMetrics({ metrics, metricCount }: RunDetail): number {
  return metrics.length < DETAIL_METRICS ? metrics.length : metricCount;
}
