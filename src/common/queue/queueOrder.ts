/** Numbers for the places of a line, with room between them. */
import { ORDER_LIMIT } from './queueFiles';

/** Twenty runs can be put between two neighbours, each before the one before, until all get new numbers. */
const GAP = 2 ** 20;
const MIDDLE = Math.floor(ORDER_LIMIT / 2);

/**
 * Ascending orders for so many runs between two neighbours, of which either may be missing; `undefined` where there is
 * no room.
 */
export function ordersBetween(count: number, before?: number, after?: number): number[] | undefined {
  const step = before !== undefined && after !== undefined ? Math.floor((after - before) / (count + 1)) : GAP;
  const first = before !== undefined ? before + step : after === undefined ? MIDDLE : after - count * step;
  const last = first + (count - 1) * step;
  if (step < 1 || first < 0 || last >= ORDER_LIMIT) return undefined;
  return Array.from({ length: count }, (_, index) => first + index * step);
}
