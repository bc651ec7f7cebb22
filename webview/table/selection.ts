import { computed, signal } from '@preact/signals';
import type { RunId } from '../../src/protocol/entities';
import type { Item } from './rowOrder';

/** Rows that are none of the order: the header, and below it the baseline. */
export const HEADER_ROW = -1;
export const BASELINE_ROW = -2;

/** Where the keyboard is: a row of the order or one of those above it; column 0 is the run's name. */
export interface Place {
  row: number;
  column: number;
}

/** Which runs are selected, and where the keyboard is. */
export class Selection {
  readonly runIds = signal<ReadonlySet<RunId>>(new Set());
  readonly active = signal<Place>({ row: 0, column: 0 });
  readonly count = computed(() => this.runIds.value.size);
  /** Key of the row that a range begins at: rows move, also by a sort. */
  private anchor: string | undefined;

  constructor(private readonly items: () => readonly Item[]) {}

  /** A range begins here from now on. */
  anchorAt(row: number): void {
    this.anchor = this.items()[row]?.key;
  }

  /** Selects a row alone. */
  only(row: number): void {
    this.anchorAt(row);
    this.runIds.value = new Set(this.runsAt(row));
  }

  /** Selects the runs of a row besides the others, or not any more. */
  toggle(row: number): void {
    this.anchorAt(row);
    const runs = this.runsAt(row);
    const next = new Set(this.runIds.value);
    const isSelected = runs.every((id) => next.has(id));
    for (const id of runs) {
      if (isSelected) next.delete(id);
      else next.add(id);
    }
    this.runIds.value = next;
  }

  /** Selects all rows from the anchor to this one; from `otherwise` where nothing was anchored, or it is gone. */
  extendTo(row: number, otherwise: number): void {
    const items = this.items();
    let begin = this.anchor === undefined ? -1 : items.findIndex(({ key }) => key === this.anchor);
    if (begin < 0) {
      begin = Math.max(0, otherwise);
      this.anchorAt(begin);
    }
    const [from, to] = [Math.min(begin, row), Math.max(begin, row)];
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
