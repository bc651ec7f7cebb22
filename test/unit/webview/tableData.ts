/** A store in memory for the run table's page: runs with all kinds of values, and what they answer. */
import type { Run } from '../../../src/protocol/entities';
import { fromWire } from '../../../src/protocol/numbers';
import {
  type CellValue,
  type GroupCell,
  type KeyedColumn,
  MOST_COLUMNS,
  MOST_ROWS,
  type TableOrder,
  type TableOrderQuery,
  type TableRow,
} from '../../../src/protocol/tableApi';
import { columnId } from '../../../src/protocol/tableLayout';

export interface MadeRun {
  run: Run;
  note: string | null;
  cells: Record<string, CellValue>;
}

const DAY = 24 * 60 * 60_000;

export function madeRun(n: number, cells: Record<string, CellValue> = {}, more: Partial<Run> = {}): MadeRun {
  const run: Run = {
    id: `01JXSTRE0000000000000${String(n).padStart(5, '0')}`,
    name: `run-${n}`,
    experiment: 'penguins',
    status: 'finished',
    colorIndex: n,
    command: ['python', 'train.py'],
    script: 'train.py',
    startedAt: Date.now() - DAY - n * 60_000,
    endedAt: Date.now() - DAY - n * 60_000 + 134_000,
    exitCode: 0,
    message: null,
    failure: null,
    parent: null,
    basedOn: null,
    purpose: null,
    batch: null,
    childCount: 0,
    keyMetric: null,
    metricCount: 2,
    ...more,
  };
  return { run, note: null, cells };
}

/** Six runs as people have them. */
export function someRuns(): MadeRun[] {
  const names = ['brisk-otter', 'calm-heron', 'dull-viper', 'eager-lynx', 'fair-crane', 'glad-mole'];
  return names.map((name, n) => {
    const made = madeRun(
      n,
      {
        'metrics.accuracy': [0.9342, 0.922, 'NaN', 0.91, 0.9305, 0.9][n]!,
        'metrics.loss': [0.207, 0.231, 'Infinity', 0.25, 0.2101, 1e300][n]!,
        'params.lr': [0.003, 0.01, 0.1, 0.01, 0.003, 0.0003][n]!,
        'params.hidden': 64,
        'params.optimizer': ['adam', 'adam', 'sgd', 'sgd', 'adam', 'adam'][n]!,
        'params.seed': n % 3,
        ...(n < 2 ? { 'tags.stage': 'dev' } : {}),
        'system.system/cpu': 40 + n,
      },
      { name, status: n === 0 ? 'running' : n === 2 ? 'failed' : 'finished', ...(n === 0 ? { endedAt: null } : {}) },
    );
    return { ...made, note: n === 1 ? 'first good one' : null };
  });
}

export function columnsOf(runs: readonly MadeRun[]): KeyedColumn[] {
  const ids = new Set(runs.flatMap(({ cells }) => Object.keys(cells).filter((id) => id.includes('.'))));
  const kinds = ['metrics', 'system', 'params', 'tags'] as const;
  return kinds.flatMap((kind) =>
    [...ids]
      .filter((id) => id.startsWith(`${kind}.`))
      .sort()
      .map((id) => ({ kind, key: id.slice(kind.length + 1) })),
  );
}

/** Sorted by the first key, grouped by the first field; the filter is a part of the name. */
export function orderOf(runs: readonly MadeRun[], query: TableOrderQuery): TableOrder {
  const filter = query.filter ?? '';
  const found = runs.filter(({ run }) => run.name.includes(filter));
  const [first] = query.sort ?? [];
  const sign = first?.descending === true ? -1 : 1;
  const value = (made: MadeRun): number => fromWire(made.cells[first!.by] ?? null) ?? Number.POSITIVE_INFINITY;
  const sorted = first === undefined ? found : found.toSorted((a, b) => sign * (value(a) - value(b)));
  if (query.group === undefined) return { runIds: sorted.map(({ run }) => run.id), revision: 1 };
  const field = query.group.by[0] ?? 'params.lr';
  const groups = new Map<CellValue, MadeRun[]>();
  for (const made of sorted) {
    const key = made.cells[field] ?? null;
    groups.set(key, [...(groups.get(key) ?? []), made]);
  }
  return {
    runIds: [...groups.values()].flat().map(({ run }) => run.id),
    groups: [...groups].map(([key, of]) => ({ values: query.group!.by.length === 0 ? [] : [key], n: of.length })),
    revision: 1,
  };
}

export function rowsOf(runs: readonly MadeRun[], asked: { runIds: string[]; columns: KeyedColumn[] }): TableRow[] {
  // As the store does.
  const [runIds, columns] = [asked.runIds.slice(0, MOST_ROWS), asked.columns.slice(0, MOST_COLUMNS)];
  const byId = new Map(runs.map((made) => [made.run.id, made]));
  return runIds.flatMap((id) => {
    const made = byId.get(id);
    if (made === undefined) return [];
    const cells = columns.map((column, place) => [place, made.cells[columnId(column)]] as const);
    const present = cells.filter(([, value]) => value !== undefined) as [number, CellValue][];
    return [{ run: made.run, note: made.note, cells: Object.fromEntries(present) }];
  });
}

export function groupsOf(
  runs: readonly MadeRun[],
  { groups, columns }: { groups: string[][]; columns: KeyedColumn[] },
): GroupCell[][] {
  return groups.map((runIds) =>
    columns.map((column): GroupCell => {
      const cells = rowsOf(runs, { runIds, columns: [column] }).flatMap((row) => row.cells[0] ?? []);
      const numbers = cells.filter((value) => typeof value === 'number');
      if (column.kind !== 'metrics') return { n: cells.length, ...(cells.length === 0 ? {} : { value: cells[0]! }) };
      const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
      const sd = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (numbers.length - 1));
      const spread = {
        n: numbers.length,
        nonFinite: cells.length - numbers.length,
        mean: numbers.length === 0 ? null : mean,
        sd: numbers.length < 2 ? null : sd,
        min: numbers.length === 0 ? null : Math.min(...numbers),
        max: numbers.length === 0 ? null : Math.max(...numbers),
      };
      return { n: cells.length, spread };
    }),
  );
}
