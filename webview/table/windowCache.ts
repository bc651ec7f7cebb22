import { signal } from '@preact/signals';
import type { KeyedColumn } from '../../src/protocol/tableApi';
import { columnId } from '../../src/protocol/tableLayout';
import type { ColumnId } from '../../src/protocol/tableView';

/** A row as far as it was read: a column that is no key of `cells` was not, one without a value is `undefined` there. */
export interface CachedRow<Info, Cell> {
  info: Info;
  cells: ReadonlyMap<ColumnId, Cell | undefined>;
}

/** A row as the host sends it: cells by the place of their column among those asked for. */
export interface ReadRow<Key, Info, Cell> {
  key: Key;
  info: Info;
  cells: Readonly<Record<number, Cell>>;
}

/** The shortest time between two reads, ms: what is scrolled by need not all be read. */
const READ_INTERVAL = 80;
/** Rows asked for at once. */
const MOST_ROWS = 200;
/** Cells that are kept; of more, all that are out of sight are given up. */
const MOST_CELLS = 200_000;

/** Keeps the rows and columns that were in sight, and reads those that are now and were not yet: one read at a time. */
export class WindowCache<Key, Info, Cell> {
  /** Counts changes of what is kept. */
  readonly version = signal(0);
  private rows = new Map<Key, CachedRow<Info, Cell>>();
  private readonly stale = new Set<Key>();
  private readonly gone = new Set<Key>();
  private cells = 0;
  private keys: readonly Key[] = [];
  private columns: readonly KeyedColumn[] = [];
  private reading: Promise<void> | undefined;

  constructor(
    private readonly read: (keys: Key[], columns: KeyedColumn[]) => Promise<ReadRow<Key, Info, Cell>[]>,
    private readonly onRead: (rows: readonly CachedRow<Info, Cell>[]) => void,
  ) {}

  get(key: Key): CachedRow<Info, Cell> | undefined {
    return this.rows.get(key);
  }

  /** Whether all that is in sight was read. */
  get isComplete(): boolean {
    return this.missing() === undefined;
  }

  /** Whether it was read or told that there is no such row. */
  isGone(key: Key): boolean {
    return this.gone.has(key);
  }

  /** Takes out rows that are not there any more. */
  remove(keys: Iterable<Key>): void {
    for (const key of keys) this.lose(key);
    this.version.value += 1;
  }

  /** Sets what is in sight, and resolves when all of it was read. Rejects with what went wrong; ask again then. */
  want(keys: readonly Key[], columns: readonly KeyedColumn[]): Promise<void> {
    this.keys = keys;
    this.columns = columns;
    return this.fill();
  }

  /** Reads what is in sight and missing or out of date. */
  fill(): Promise<void> {
    if (this.reading === undefined) {
      if (this.missing() === undefined) return Promise.resolve();
      this.reading = this.readAll();
    }
    return this.reading;
  }

  /** Takes in rows that came by another way, with the columns that were asked for. */
  take(
    rows: readonly ReadRow<Key, Info, Cell>[],
    columns: readonly KeyedColumn[],
    replaced: ReadonlySet<Key> = new Set(),
  ): void {
    const ids = columns.map(columnId);
    for (const { key, info, cells } of rows) {
      const before = this.rows.get(key);
      const merged = new Map(replaced.has(key) ? undefined : before?.cells);
      this.cells -= before?.cells.size ?? 0;
      ids.forEach((id, place) => merged.set(id, cells[place]));
      this.cells += merged.size;
      this.rows.set(key, { info, cells: merged });
      this.gone.delete(key);
    }
    this.onRead(rows.map(({ key }) => this.rows.get(key)!));
    if (this.cells > MOST_CELLS) this.giveUp();
    this.version.value += 1;
  }

  /** What is kept of these may have changed: it is shown until it is read again. */
  outdate(keys: Iterable<Key>): void {
    for (const key of keys) {
      if (this.rows.has(key)) this.stale.add(key);
      this.gone.delete(key);
    }
  }

  outdateAll(): void {
    this.outdate([...this.rows.keys(), ...this.gone]);
  }

  clear(): void {
    this.rows = new Map();
    this.stale.clear();
    this.gone.clear();
    this.cells = 0;
    this.version.value += 1;
  }

  /** Ends in the same moment in which nothing is missing: what is wanted after it begins another one. */
  private async readAll(): Promise<void> {
    try {
      for (let missing = this.missing(); missing !== undefined; missing = this.missing()) {
        const { keys, columns } = missing;
        const startedAt = performance.now();
        // What changes from here on is out of date again when this read ends.
        const replaced = new Set(keys.filter((key) => this.stale.delete(key)));
        const rows = await this.read(keys, columns).catch((error: unknown) => {
          for (const key of replaced) this.stale.add(key);
          throw error;
        });
        const found = new Set(rows.map(({ key }) => key));
        for (const key of keys) if (!found.has(key)) this.lose(key);
        this.take(rows, columns, replaced);
        const rest = startedAt + READ_INTERVAL - performance.now();
        if (rest > 0 && this.missing() !== undefined) await new Promise((resolve) => setTimeout(resolve, rest));
      }
    } finally {
      this.reading = undefined;
    }
  }

  private lose(key: Key): void {
    this.gone.add(key);
    this.cells -= this.rows.get(key)?.cells.size ?? 0;
    this.rows.delete(key);
    this.stale.delete(key);
  }

  /** Rows that are not there at all, with all columns in sight; after them the columns that are missing of others. */
  private missing(): { keys: Key[]; columns: KeyedColumn[] } | undefined {
    const wanted = this.keys.filter((key) => !this.gone.has(key));
    const whole = wanted.filter((key) => !this.rows.has(key) || this.stale.has(key)).slice(0, MOST_ROWS);
    if (whole.length > 0) return { keys: whole, columns: [...this.columns] };
    const lacking = (key: Key, column: KeyedColumn): boolean => !this.rows.get(key)!.cells.has(columnId(column));
    const columns = this.columns.filter((column) => wanted.some((key) => lacking(key, column)));
    if (columns.length === 0) return undefined;
    const keys = wanted.filter((key) => columns.some((column) => lacking(key, column))).slice(0, MOST_ROWS);
    return { keys, columns };
  }

  private giveUp(): void {
    const kept = this.keys.flatMap((key) => (this.rows.has(key) ? [[key, this.rows.get(key)!] as const] : []));
    const ids = this.columns.map(columnId);
    this.rows = new Map(
      kept.map(([key, { info, cells }]) => {
        const inSight = ids.filter((id) => cells.has(id));
        return [key, { info, cells: new Map(inSight.map((id) => [id, cells.get(id)])) }];
      }),
    );
    this.cells = [...this.rows.values()].reduce((sum, { cells }) => sum + cells.size, 0);
  }
}
