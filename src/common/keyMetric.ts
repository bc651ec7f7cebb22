/** Which metric a run is judged by, judged by the names that the field uses. */
import { isAside } from '../protocol/metricGroups';
import { metricDirection } from '../protocol/metricDirection';

const HELD_OUT = /(^|[^a-z])(val|valid|validation|test|eval|dev)([^a-z]|$)/i;

/**
 * The metric to show when there is room for one: held-out before training, quality before loss, then by name. None of the
 * machine's own and none of other ranks than the first.
 */
export function pickKeyMetric(keys: Iterable<string>): string | undefined {
  let best: { key: string; rank: number } | undefined;
  for (const key of keys) {
    if (isAside(key)) continue;
    const rank = rankOf(key);
    if (best === undefined || rank < best.rank || (rank === best.rank && isSimpler(key, best.key)))
      best = { key, rank };
  }
  return best?.key;
}

function rankOf(key: string): number {
  const kind = { higher: 0, lower: 2, unknown: 4 }[metricDirection(key) ?? 'unknown'];
  return kind + (HELD_OUT.test(key) ? 0 : 1);
}

function isSimpler(key: string, other: string): boolean {
  return key.length < other.length || (key.length === other.length && key.localeCompare(other) < 0);
}
