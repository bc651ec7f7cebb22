import { signal } from '@preact/signals';
import type { ColumnQuantiles, KeyedColumn } from '../../src/protocol/tableApi';
import { columnId } from '../../src/protocol/tableLayout';
import type { ColumnId } from '../../src/protocol/tableView';

/** By which values the rank of others is known, of the columns that are coloured by it. */
export class HeatQuantiles {
  readonly known = signal<ReadonlyMap<ColumnId, ColumnQuantiles>>(new Map());

  /** `filter` tells of which runs. `read` never rejects: it gives `undefined` for what could not be read. */
  constructor(
    private readonly filter: () => string,
    private readonly read: (filter: string, columns: KeyedColumn[]) => Promise<ColumnQuantiles[] | undefined>,
  ) {}

  /** Reads the quantiles of these columns that are not known. */
  async want(columns: readonly KeyedColumn[]): Promise<void> {
    const missing = columns.filter((column) => !this.known.peek().has(columnId(column)));
    const found = await this.quantilesOf(missing);
    if (found !== undefined) this.known.value = new Map([...this.known.peek(), ...found]);
  }

  /** Values changed: reads these again, which are shown as they were until then, and gives the others up. */
  async renew(columns: readonly KeyedColumn[]): Promise<void> {
    const found = await this.quantilesOf(columns);
    if (found !== undefined) this.known.value = new Map(found);
  }

  clear(): void {
    this.known.value = new Map();
  }

  private async quantilesOf(columns: readonly KeyedColumn[]): Promise<[ColumnId, ColumnQuantiles][] | undefined> {
    if (columns.length === 0) return undefined;
    const filter = this.filter();
    const quantiles = await this.read(filter, [...columns]);
    if (quantiles === undefined || filter !== this.filter()) return undefined;
    return columns.map((column, i) => [columnId(column), quantiles[i] ?? []]);
  }
}

/**
 * How many of a column's values lie below one, from 0 to 1: half of those that are equal to it count. One bad run does
 * not make all others look alike by it. `undefined` where no two values differ.
 */
export function rankAmong(quantiles: readonly number[], value: number): number | undefined {
  const last = quantiles.length - 1;
  if (last < 1 || quantiles[0] === quantiles[last]) return undefined;
  const below = quantiles.filter((one) => one < value).length;
  const equal = quantiles.filter((one) => one === value).length;
  if (equal > 0) return (below + (equal - 1) / 2) / last;
  if (below === 0 || below > last) return below === 0 ? 0 : 1;
  const [from, to] = [quantiles[below - 1]!, quantiles[below]!];
  // Each divided first: the difference of two huge numbers is infinite.
  return (below - 1 + (value / 2 - from / 2) / (to / 2 - from / 2)) / last;
}
