/** The numbers that cells hold. */
import { fromWire, type WireNumber } from '../../src/protocol/numbers';
import type { CellValue } from '../../src/protocol/tableApi';
import { columnOf } from '../../src/protocol/tableLayout';
import type { ColumnId } from '../../src/protocol/tableView';
import type { GroupRow, RunRow } from './cachedRows';
import type { ColumnFormats } from './columnFormats';

/** The number of a cell. Of a metric also NaN and the infinities; of a param they cannot be told from such a text. */
export function cellNumber(column: ColumnId, value: CellValue | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return isMetric(column) ? fromWire(value) : undefined;
}

export function isMetric(column: ColumnId): boolean {
  const kind = columnOf(column)?.kind;
  return kind === 'metrics' || kind === 'system';
}

/** Lets the columns know which numbers they have to write. */
export function observeRows(formats: ColumnFormats, rows: readonly RunRow[]): void {
  for (const { cells } of rows) {
    for (const [column, value] of cells) if (typeof value === 'number') formats.observe(column, value);
  }
}

/** A mean is written as the values are: those of a group's runs are seen before or behind it. */
export function observeGroups(formats: ColumnFormats, rows: readonly GroupRow[]): void {
  for (const { cells } of rows) {
    for (const [column, cell] of cells) {
      const seen: (WireNumber | null | undefined)[] = [
        cell?.spread?.mean,
        ...(typeof cell?.value === 'number' ? [cell.value] : []),
        ...(cell?.range ?? []),
      ];
      for (const value of seen) if (typeof value === 'number') formats.observe(column, value);
    }
  }
}
