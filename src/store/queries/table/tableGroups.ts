/** Rows of a grouped run table: what the runs of a group have in common, and how their metrics spread. */
import { Spread } from '../../../common/statistics/spread';
import type { RunId } from '../../../protocol/entities';
import { fromWire } from '../../../protocol/numbers';
import { type CellValue, type GroupCell, type KeyedColumn, MOST_COLUMNS } from '../../../protocol/tableApi';
import type { Database } from '../../database/database';
import { eachCell, rowsOf } from './tableRows';

/** For each group the cells of the columns, in their order. Runs that do not exist any more do not count. */
export function tableGroups(
  db: Database,
  groups: readonly (readonly RunId[])[],
  columns: readonly KeyedColumn[],
): GroupCell[][] {
  const asked = columns.slice(0, MOST_COLUMNS);
  return groups.map((runIds) => {
    const cells = asked.map(({ kind }) =>
      kind === 'metrics' || kind === 'system' ? new MetricCell() : new KeyedCell(),
    );
    const rows = rowsOf(db, runIds);
    eachCell(db, rows, asked, (_, column, value) => cells[column]!.add(value));
    return cells.map((cell) => cell.result(rows.length));
  });
}

class MetricCell {
  private readonly spread = new Spread();

  add(value: CellValue): void {
    this.spread.add(fromWire(value) ?? Number.NaN);
  }

  result(): GroupCell {
    const spread = this.spread.result();
    return { n: spread.n + spread.nonFinite, spread };
  }
}

class KeyedCell {
  private n = 0;
  private readonly values = new Set<CellValue>();

  add(value: CellValue): void {
    this.n += 1;
    this.values.add(value);
  }

  /** `runs`: those of the group. One that lacks the value has another one than the rest. */
  result(runs: number): GroupCell {
    const { n } = this;
    if (n === 0) return { n };
    const [value] = this.values;
    if (this.values.size === 1 && n === runs) return { n, value: value! };
    const numbers = [...this.values].filter((one) => typeof one === 'number');
    const isNumeric = numbers.length === this.values.size;
    return {
      n,
      distinct: this.values.size + (n < runs ? 1 : 0),
      ...(isNumeric ? { range: [least(numbers), greatest(numbers)] as [number, number] } : {}),
    };
  }
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.min(a, b));
}

function greatest(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => Math.max(a, b));
}
