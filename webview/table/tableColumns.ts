import { computed, signal } from '@preact/signals';
import type { ColumnCount, KeyedColumn } from '../../src/protocol/tableApi';
import { columnId } from '../../src/protocol/tableLayout';
import type { ColumnId } from '../../src/protocol/tableView';

/** Which columns there are. They change while nothing moves under a person's pointer by it. */
export class TableColumns {
  readonly shown = signal<readonly KeyedColumn[]>([]);
  /** What would be shown if a person asked for it, where that is something else. */
  readonly pending = signal<readonly KeyedColumn[] | undefined>(undefined);
  /** How many runs have a column, and whether they differ in it; as far as somebody wanted to know. */
  readonly counts = signal<ReadonlyMap<ColumnId, ColumnCount> | undefined>(undefined);
  /** Columns in which no two runs differ. */
  readonly alike = computed(() => {
    const counts = [...(this.counts.value ?? [])];
    return new Set(counts.filter(([, { differs }]) => !differs).map(([id]) => id));
  });
  private isAsked = false;

  /** A person just asked for a column that is new: it comes at once. */
  expectNew(): void {
    this.isAsked = true;
  }

  /** What there is now; another one than is shown waits unless `isCalm`. */
  renew(columns: readonly KeyedColumn[], isCalm: boolean): void {
    this.pending.value = undefined;
    if (JSON.stringify(columns) === JSON.stringify(this.shown.peek())) return;
    if (isCalm || this.isAsked) this.shown.value = columns;
    else this.pending.value = columns;
    this.isAsked = false;
  }

  showPending(): void {
    if (this.pending.value !== undefined) this.shown.value = this.pending.value;
    this.pending.value = undefined;
  }

  setCounts(counts: readonly ColumnCount[]): void {
    this.counts.value = new Map(counts.map((column) => [columnId(column), column]));
  }
}
