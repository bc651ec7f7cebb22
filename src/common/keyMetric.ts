/** Which metric a run is judged by, judged by the names that the field uses. */
import { metricDirection } from '../protocol/metricDirection';

const HELD_OUT = /(^|[^a-z])(val|valid|validation|test|eval|dev)([^a-z]|$)/i;

/** The metric to show when there is room for one: held-out before training, quality before loss, then by name. */
export function pickKeyMetric(keys: readonly string[]): string | undefined {
  const rank = (key: string): number => {
    if (key.startsWith('system/')) return 100;
    const kind = { higher: 0, lower: 2, unknown: 4 }[metricDirection(key) ?? 'unknown'];
    return kind + (HELD_OUT.test(key) ? 0 : 1);
  };
  return [...keys].sort((a, b) => rank(a) - rank(b) || a.length - b.length || a.localeCompare(b))[0];
}
