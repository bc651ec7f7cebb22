import { newColumns, type Columns } from './seriesCodec';

/** Of one pixel column: first, smallest, largest, not finite, last. */
const MOST_KEPT = 5;

/**
 * Thins a series out to what a chart of `width` pixels can show, without losing a spike: M4 (Jugel et al., "M4: A
 * Visualization-Oriented Time Series Data Aggregation", PVLDB 7(10), 2014). The range of steps is divided into `width`
 * columns; of each the first, the last, the smallest and the largest point are kept, and the first point that is not
 * finite, so that a divergence shows. Points come out in the order of their steps, those of one step in the order in
 * which they were recorded. A series that has no more points than would be kept is returned whole.
 */
export function decimate(series: Columns, width: number): { columns: Columns; decimated: boolean } {
  const columns = sortBySteps(series);
  const n = columns.steps.length;
  if (n <= 4 * width) return { columns, decimated: false };
  const kept = pick(columns, Math.max(1, Math.floor(width)));
  if (kept.length === n) return { columns, decimated: false };
  return { columns: gather(columns, kept), decimated: true };
}

/** Indices of the points kept, in order. */
function pick({ steps, values }: Columns, width: number): Uint32Array {
  const n = steps.length;
  const from = steps[0]!;
  const scale = width / (steps[n - 1]! - from || 1);
  const columnOf = (index: number): number => Math.min(width - 1, Math.floor((steps[index]! - from) * scale));
  const kept = new Uint32Array(Math.min(n, MOST_KEPT * width));
  let count = 0;
  const keep = (index: number): void => {
    if (index !== -1 && (count === 0 || kept[count - 1] !== index)) kept[count++] = index;
  };
  for (let start = 0; start < n;) {
    const column = columnOf(start);
    let [smallest, largest, odd, end] = [-1, -1, -1, start];
    for (; end < n && columnOf(end) === column; end += 1) {
      const value = values[end]!;
      if (!Number.isFinite(value)) odd = odd === -1 ? end : odd;
      else {
        if (smallest === -1 || value < values[smallest]!) smallest = end;
        if (largest === -1 || value > values[largest]!) largest = end;
      }
    }
    keep(start);
    for (const index of sorted(smallest, largest, odd)) keep(index);
    keep(end - 1);
    start = end;
  }
  return kept.subarray(0, count);
}

function sorted(a: number, b: number, c: number): [number, number, number] {
  const [low, high] = a < b ? [a, b] : [b, a];
  if (c < low) return [c, low, high];
  return c < high ? [low, c, high] : [low, high, c];
}

/** The same columns when they are in order already, which is the rule; a resumed run may step back. */
function sortBySteps(series: Columns): Columns {
  const { steps } = series;
  let sorted = true;
  for (let i = 1; i < steps.length && sorted; i += 1) sorted = steps[i]! >= steps[i - 1]!;
  if (sorted) return series;
  const order = Array.from(steps, (_, index) => index).sort((a, b) => steps[a]! - steps[b]!);
  return gather(series, order);
}

function gather({ steps, values, times }: Columns, indices: ArrayLike<number>): Columns {
  const taken = newColumns(indices.length);
  for (let i = 0; i < indices.length; i += 1) {
    const index = indices[i]!;
    taken.steps[i] = steps[index]!;
    taken.values[i] = values[index]!;
    taken.times[i] = times[index]!;
  }
  return taken;
}
