/** Puts pieces of a series together. */
import type { Series } from '../../src/protocol/entities';

const COLUMNS = ['steps', 'values', 'times', 'xs', 'smoothed', 'sd', 'counts'] as const;

/**
 * A series with points that came later; `undefined` where they do not continue it, and it has to be read whole. Equal
 * objects stand for equal points: a chart need not be drawn again for a reply without news.
 */
export function appended(before: Series, more: Series): Series | undefined {
  if (more.total < before.total) return undefined;
  if (more.steps.length === 0) return before;
  const [last, next] = [xsOf(before).at(-1), xsOf(more)[0]];
  if (last !== undefined && next !== undefined && next < last) return undefined;
  return { ...joined([before, more]), total: more.total };
}

/** A series whose part within a range is replaced by one that was read in more detail. */
export function withDetail(whole: Series, detail: Series, { from, to }: { from: number; to: number }): Series {
  const xs = xsOf(whole);
  const [start, end] = [firstAt(xs, from), firstBehind(xs, to)];
  const { quantiles: _, ...parts } = joined([part(whole, 0, start), detail, part(whole, end, xs.length)]);
  if (detail.quantiles === undefined) return parts;
  return { ...parts, quantiles: { ...detail.quantiles, points: parts.steps.length } };
}

function xsOf({ xs, steps }: Series): Float64Array {
  return xs ?? steps;
}

function firstAt(xs: Float64Array, x: number): number {
  let index = 0;
  while (index < xs.length && (xs[index] as number) < x) index += 1;
  return index;
}

function firstBehind(xs: Float64Array, x: number): number {
  let index = xs.length;
  while (index > 0 && (xs[index - 1] as number) > x) index -= 1;
  return index;
}

function part(series: Series, from: number, to: number): Series {
  return { ...series, ...mapColumns(series, (column) => column.subarray(from, to)) };
}

/** The columns of the first that all have. */
function joined(parts: readonly [Series, ...Series[]]): Series {
  const [first] = parts;
  return {
    ...first,
    ...mapColumns(first, (_, name) => {
      const columns = parts.map((one) => one[name] ?? new Float64Array());
      const all = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const column of columns) {
        all.set(column, at);
        at += column.length;
      }
      return all;
    }),
  };
}

function mapColumns(
  series: Series,
  change: (column: Float64Array, name: (typeof COLUMNS)[number]) => Float64Array,
): Partial<Series> {
  const changed = COLUMNS.flatMap((name) => {
    const column = series[name];
    return column === undefined ? [] : [[name, change(column, name)] as const];
  });
  return Object.fromEntries(changed);
}

/** Series of several runs, by their keys. */
export function byKey(replies: readonly Series[]): Map<string, Series[]> {
  const groups = new Map<string, Series[]>();
  for (const reply of replies) {
    const group = groups.get(reply.key);
    if (group === undefined) groups.set(reply.key, [reply]);
    else group.push(reply);
  }
  return groups;
}
