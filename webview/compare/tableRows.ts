import type { MetricSummary } from '../../src/protocol/entities';
import { isAside } from '../../src/protocol/metricGroups';
import { fromWire, type ParamValue } from '../../src/protocol/numbers';
import { paramText } from '../../src/protocol/paramText';
import type { MetricDirection } from '../../src/protocol/metricDirection';
import type { ComparedMetric } from '../../src/protocol/metricTable';
import type { ComparedParam } from '../../src/protocol/storeApi';
import { formatNumber, formatTogether } from '../ui/numbers';
import type { ComparedRuns } from './comparedRuns';
import { filterKeys } from './keyGroups';
import { bestIndex } from './verdict';

export type TableRow =
  | { kind: 'group'; group: 'params' | 'metrics' }
  | { kind: 'param'; row: ComparedParam }
  | { kind: 'metric'; row: ComparedMetric };

export interface Cell {
  /** Undefined where the run has no such value. */
  text: string | undefined;
  /** Of a metric: what its title tells. */
  summary?: MetricSummary;
  best: boolean;
}

/** The rows of the table in order, group headings included; a group without rows has no heading. */
export function tableRows(comparison: ComparedRuns, search: string, onlyDifferences: boolean): TableRow[] {
  const select = <R extends { key: string; differs: boolean }>(rows: readonly R[]): R[] => {
    const found = new Set(
      filterKeys(
        rows.map((row) => row.key),
        search,
      ),
    );
    return rows.filter((row) => found.has(row.key) && (row.differs || !onlyDifferences));
  };
  const params = select(comparison.params).map((row): TableRow => ({ kind: 'param', row }));
  // Where the machine stood at the end says little of a run: only who searches for it is shown that.
  const found = select(comparison.metrics).filter(({ key }) => search !== '' || !isAside(key));
  const metrics = found.map((row): TableRow => ({ kind: 'metric', row }));
  return [
    ...(params.length > 0 ? [{ kind: 'group', group: 'params' } as const, ...params] : []),
    ...(metrics.length > 0 ? [{ kind: 'group', group: 'metrics' } as const, ...metrics] : []),
  ];
}

/** The cells of a param. Numbers get equal decimals as far as that leaves them exact. */
export function paramCells({ values }: ComparedParam): Cell[] {
  const decimals = values.map((value) => (typeof value === 'number' ? decimalsOf(value) : Number.NaN));
  const finite = decimals.filter(Number.isFinite);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  // `0.00001` beside `0.1` is easier to read without four more zeros.
  const padded = most - least <= 3 ? most : undefined;
  return values.map((value) => ({ text: value === undefined ? undefined : writtenParam(value, padded), best: false }));
}

/** The cells of a metric: last values with equal decimals, the best one marked. */
export function metricCells({ values }: ComparedMetric, direction: MetricDirection | undefined): Cell[] {
  const numbers = values.map((summary) => (summary === undefined ? Number.NaN : lastOf(summary)));
  const texts = formatTogether(numbers);
  const best = bestIndex(direction, numbers);
  return values.map((summary, place) =>
    summary === undefined ? { text: undefined, best: false } : { text: texts[place], summary, best: place === best },
  );
}

/** Min, max, mean and number of points, as texts. */
export function summaryTexts(summary: MetricSummary): string[] {
  const numbers = [summary.min, summary.max, summary.mean].map((value) => fromWire(value) ?? Number.NaN);
  return [...numbers, summary.count].map(formatNumber);
}

function lastOf(summary: MetricSummary): number {
  return fromWire(summary.last) ?? Number.NaN;
}

function writtenParam(value: ParamValue, decimals: number | undefined): string {
  if (decimals === undefined || typeof value !== 'number' || !Number.isFinite(decimalsOf(value)))
    return paramText(value);
  return value.toFixed(decimals);
}

/** Decimals that write a number exactly; NaN for one that needs an exponent or many of them. */
function decimalsOf(value: number): number {
  const text = String(value);
  const decimals = text.split('.')[1]?.length ?? 0;
  return text.includes('e') || decimals > 6 ? Number.NaN : decimals;
}
