import type { Columns } from './seriesCodec';

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

function pick({ steps, values }: Columns, width: number): number[] {
  const n = steps.length;
  const from = steps[0]!;
  const scale = width / (steps[n - 1]! - from || 1);
  const kept: number[] = [];
  for (let start = 0; start < n;) {
    const column = Math.min(width - 1, Math.floor((steps[start]! - from) * scale));
    let [smallest, largest, odd, end] = [-1, -1, -1, start];
    for (; end < n && Math.min(width - 1, Math.floor((steps[end]! - from) * scale)) === column; end += 1) {
      const value = values[end]!;
      if (!Number.isFinite(value)) odd = odd === -1 ? end : odd;
      else {
        if (smallest === -1 || value < values[smallest]!) smallest = end;
        if (largest === -1 || value > values[largest]!) largest = end;
      }
    }
    const chosen = [start, smallest, largest, odd, end - 1].filter((index) => index !== -1).sort((a, b) => a - b);
    for (const index of chosen) if (kept.at(-1) !== index) kept.push(index);
    start = end;
  }
  return kept;
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

function gather({ steps, values, times }: Columns, indices: readonly number[]): Columns {
  const take = (column: Float64Array) => Float64Array.from(indices, (index) => column[index]!);
  return { steps: take(steps), values: take(values), times: take(times) };
}
