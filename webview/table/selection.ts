import { computed, signal } from '@preact/signals';
import type { RunId } from '../../src/protocol/entities';
import type { Item } from './rowOrder';

/** Where the keyboard is: row −1 is the header, column 0 the run's name. */
export interface Place {
  row: number;
  column: number;
}

/** Which runs are selected, and where the keyboard is. */
export class Selection {
  readonly runIds = signal<ReadonlySet<RunId>>(new Set());
  readonly active = signal<Place>({ row: 0, column: 0 });
  readonly count = computed(() => this.runIds.value.size);
  /** The row that a range begins at. */
  private anchor = 0;

  constructor(private readonly items: () => readonly Item[]) {}

  /** Selects a row alone. */
  only(row: number): void {
    this.anchor = row;
    this.runIds.value = new Set(this.runsAt(row));
  }

  /** Selects the runs of a row besides the others, or not any more. */
  toggle(row: number): void {
    this.anchor = row;
    const runs = this.runsAt(row);
    const next = new Set(this.runIds.value);
    const isSelected = runs.every((id) => next.has(id));
    for (const id of runs) {
      if (isSelected) next.delete(id);
      else next.add(id);
    }
    this.runIds.value = next;
  }

  /** Selects all rows from the one that was selected before to this one. */
  extendTo(row: number): void {
    const [from, to] = [Math.min(this.anchor, row), Math.max(this.anchor, row)];
    const rows = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    this.runIds.value = new Set(rows.flatMap((one) => this.runsAt(one)));
  }

  all(): void {
    this.runIds.value = new Set(this.items().flatMap((_, row) => this.runsAt(row)));
  }

  clear(): void {
    this.runIds.value = new Set();
  }

  /** Runs that are not shown any more are not selected: nothing is done to what one does not see. */
  keepOnly(shown: ReadonlySet<RunId>): void {
    const kept = [...this.runIds.value].filter((id) => shown.has(id));
    if (kept.length < this.runIds.value.size) this.runIds.value = new Set(kept);
  }

  /** Whether all runs of a row are selected. */
  has(item: Item): boolean {
    const selected = this.runIds.value;
    return item.kind === 'run' ? selected.has(item.runId) : item.group.runIds.every((id) => selected.has(id));
  }

  private runsAt(row: number): readonly RunId[] {
    const item = this.items()[row];
    if (item === undefined) return [];
    return item.kind === 'run' ? [item.runId] : item.group.runIds;
  }
}
