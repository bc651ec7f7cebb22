import { signal } from '@preact/signals';
import type { ColumnRange, KeyedColumn } from '../../src/protocol/tableApi';
import { columnId } from '../../src/protocol/tableLayout';
import type { ColumnId } from '../../src/protocol/tableView';

/** Between which values the columns lie that are coloured by them. */
export class HeatRanges {
  readonly known = signal<ReadonlyMap<ColumnId, ColumnRange>>(new Map());

  /** `filter` tells of which runs. `read` never rejects: it gives `undefined` for what could not be read. */
  constructor(
    private readonly filter: () => string,
    private readonly read: (filter: string, columns: KeyedColumn[]) => Promise<ColumnRange[] | undefined>,
  ) {}

  /** Reads the ranges of these columns that are not known. */
  async want(columns: readonly KeyedColumn[]): Promise<void> {
    const missing = columns.filter((column) => !this.known.peek().has(columnId(column)));
    const found = await this.rangesOf(missing);
    if (found !== undefined) this.known.value = new Map([...this.known.peek(), ...found]);
  }

  /** Values changed: reads these again, which are shown as they were until then, and gives the others up. */
  async renew(columns: readonly KeyedColumn[]): Promise<void> {
    const found = await this.rangesOf(columns);
    if (found !== undefined) this.known.value = new Map(found);
  }

  clear(): void {
    this.known.value = new Map();
  }

  private async rangesOf(columns: readonly KeyedColumn[]): Promise<[ColumnId, ColumnRange][] | undefined> {
    if (columns.length === 0) return undefined;
    const filter = this.filter();
    const ranges = await this.read(filter, [...columns]);
    if (ranges === undefined || filter !== this.filter()) return undefined;
    return columns.map((column, i) => [columnId(column), ranges[i] ?? null]);
  }
}
