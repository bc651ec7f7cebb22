import type { MetricDirection } from '../../../src/protocol/metricDirection';

/**
 * Places of the points that no other point beats: none is at least as good in both values and better in one. By rising x;
 * points without two finite values are left out. Of equal points all are members.
 */
export function paretoFront(
  x: Float64Array,
  y: Float64Array,
  directions: { x: MetricDirection; y: MetricDirection },
): number[] {
  const signX = directions.x === 'lower' ? 1 : -1;
  const signY = directions.y === 'lower' ? 1 : -1;
  const places = Array.from(x, (_, i) => i).filter((i) => Number.isFinite(x[i]) && Number.isFinite(y[i]));
  places.sort((a, b) => signX * compare(x[a]!, x[b]!) || signY * compare(y[a]!, y[b]!));
  const front: number[] = [];
  for (const place of places) {
    const last = front.at(-1);
    const isEqual = last !== undefined && x[last] === x[place] && y[last] === y[place];
    if (last === undefined || isEqual || signY * compare(y[place]!, y[last]!) < 0) front.push(place);
  }
  return front.sort((a, b) => compare(x[a]!, x[b]!) || a - b);
}

/** Differences of very large numbers overflow. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
