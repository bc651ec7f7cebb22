import type { MetricSummary } from './entities';
import { fromWire, toWire } from './numbers';

/** The numbers of a {@link MetricSummary}. */
const NUMBERS = ['count', 'first', 'last', 'lastStep', 'min', 'max', 'mean'] as const;

/**
 * Summaries of many metrics of several runs, a column of bytes a number: as objects, those of twenty runs with a thousand
 * metrics each take longer to send than to read. The place of a metric of a run is `metric * runs + run`; `count` is 0
 * where the run has no such metric.
 */
export interface MetricTable extends Record<(typeof NUMBERS)[number], Float64Array> {
  keys: string[];
}

/** One row of a comparison: a metric with its value in each run, in the order asked for. */
export interface ComparedMetric {
  key: string;
  values: (MetricSummary | undefined)[];
  /** Whether the last values differ. */
  differs: boolean;
}

/** A table for these keys and this many runs, without any metric yet. */
export function emptyMetricTable(keys: string[], runs: number): MetricTable {
  const columns = NUMBERS.map((name) => [name, new Float64Array(keys.length * runs)] as const);
  return { keys, ...(Object.fromEntries(columns) as Omit<MetricTable, 'keys'>) };
}

/** Puts a summary in its place. */
export function setMetric(table: MetricTable, place: number, summary: Omit<MetricSummary, 'key'>): void {
  for (const name of NUMBERS) table[name][place] = fromWire(summary[name]) ?? Number.NaN;
}

/** The rows of a table of this many runs. */
export function comparedMetrics(table: MetricTable, runs: number): ComparedMetric[] {
  return table.keys.map((key, row) => {
    const values = Array.from({ length: runs }, (_, run) => summaryAt(table, key, row * runs + run));
    return { key, values, differs: values.some((value) => value?.last !== values[0]?.last) };
  });
}

function summaryAt(table: MetricTable, key: string, place: number): MetricSummary | undefined {
  const number = (name: (typeof NUMBERS)[number]) => table[name][place] as number;
  if (number('count') === 0) return undefined;
  return {
    key,
    count: number('count'),
    first: toWire(number('first')),
    last: toWire(number('last')),
    lastStep: toWire(number('lastStep')),
    min: toWire(number('min')),
    max: toWire(number('max')),
    mean: toWire(number('mean')),
  };
}
