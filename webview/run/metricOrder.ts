import type { MetricSummary } from '../../src/protocol/entities';
import { metricDirection } from '../../src/protocol/metricDirection';

/** That which the run is judged by first, then those of which is known what is better, then the others. */
export function byImportance(metrics: readonly MetricSummary[], keyMetric: string | undefined): MetricSummary[] {
  const rank = ({ key }: MetricSummary): number => (key === keyMetric ? 0 : metricDirection(key) === undefined ? 2 : 1);
  return metrics.toSorted((a, b) => rank(a) - rank(b));
}
