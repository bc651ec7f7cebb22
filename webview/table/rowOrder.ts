import { computed, signal } from '@preact/signals';
import type { RunId } from '../../src/protocol/entities';
import type { ParamValue } from '../../src/protocol/numbers';
import type { TableOrder } from '../../src/protocol/tableApi';

/** A row of the table: a run, or a group of runs. */
export type Item =
  | { kind: 'run'; key: RunId; runId: RunId; level: RunLevel }
  | { kind: 'group'; key: string; group: Group; isExpanded: boolean };

/** Where a run stands: in a table without groups, beside groups, or in one. */
export type RunLevel = 0 | 1 | 2;

export interface Group {
  /** By which it is known while runs come and go: its values, or its oldest run where only seeds tell repeats apart. */
  key: string;
  /** Of the fields that it is grouped by. */
  values: ParamValue[];
  /** Of repeats: the oldest run, whose name and colour they have. */
  first?: RunId;
  runIds: readonly RunId[];
}

const NOTHING: TableOrder = { runIds: [], revision: 0 };

/** Which rows there are. It changes when a person asks for it, or while nothing moves under their pointer by it. */
export class RowOrder {
  /** What is shown. */
  readonly shown = signal<TableOrder>(NOTHING);
  /** What would be shown if a person asked for it, where that is something else. */
  readonly pending = signal<TableOrder | undefined>(undefined);
  /** Keys of the groups that are open; of repeats all their runs, since none of them is sure to stay. */
  readonly expanded = signal<ReadonlySet<string>>(new Set());
  readonly groups = computed(() => groupsOf(this.shown.value, this.areRepeats()));
  readonly items = computed(() => itemsOf(this.shown.value, this.groups.value, this.expanded.value));
  readonly runIds = computed(() => new Set(this.shown.value.runIds));
  /** Runs that wait to be shown. */
  readonly waiting = computed(() => {
    const shown = this.runIds.value;
    return this.pending.value?.runIds.filter((id) => !shown.has(id)).length ?? 0;
  });

  /** `areRepeats` tells whether runs are grouped as repeats, which have no values of their own. */
  constructor(private readonly areRepeats: () => boolean = () => false) {}

  /** What was asked for. */
  show(order: TableOrder): void {
    this.pending.value = undefined;
    this.shown.value = order;
  }

  /** What the same query gives now. Runs that went are taken out at once; what else changed waits unless `isCalm`. */
  renew(order: TableOrder, isCalm: boolean): void {
    if (isSame(order, this.shown.peek())) {
      this.pending.value = undefined;
      return;
    }
    if (isCalm) return this.show(order);
    const now = new Set(order.runIds);
    const left = this.shown.peek().runIds.filter((id) => !now.has(id));
    if (left.length > 0) this.remove(new Set(left));
    this.pending.value = isSame(order, this.shown.peek()) ? undefined : order;
  }

  showPending(): void {
    if (this.pending.value !== undefined) this.show(this.pending.value);
  }

  remove(runIds: ReadonlySet<RunId>): void {
    this.shown.value = without(this.shown.peek(), runIds);
    if (this.pending.value !== undefined) this.pending.value = without(this.pending.value, runIds);
  }

  toggle(group: Group, expanded = !isExpanded(group, this.expanded.value)): void {
    const next = new Set(this.expanded.value);
    for (const id of [group.key, ...group.runIds]) next.delete(id);
    if (expanded) for (const id of this.areRepeats() ? group.runIds : [group.key]) next.add(id);
    this.expanded.value = next;
  }
}

function isExpanded({ key, runIds }: Group, expanded: ReadonlySet<string>): boolean {
  return expanded.size > 0 && (expanded.has(key) || runIds.some((id) => expanded.has(id)));
}

function isSame(a: TableOrder, b: TableOrder): boolean {
  return (
    a.runIds.length === b.runIds.length &&
    a.groups?.length === b.groups?.length &&
    a.runIds.every((id, place) => id === b.runIds[place]) &&
    (a.groups ?? []).every(({ n, values }, place) => {
      const other = b.groups?.[place];
      return n === other?.n && JSON.stringify(values) === JSON.stringify(other.values);
    })
  );
}

function without(order: TableOrder, removed: ReadonlySet<RunId>): TableOrder {
  const { groups } = order;
  const runIds = order.runIds.filter((id) => !removed.has(id));
  if (groups === undefined) return { ...order, runIds };
  const left = groupsOf(order, false).map(({ values, runIds: ids }) => {
    return { values, n: ids.filter((id) => !removed.has(id)).length };
  });
  return { ...order, runIds, groups: left.filter(({ n }) => n > 0) };
}

function groupsOf({ runIds, groups = [] }: TableOrder, areRepeats: boolean): Group[] {
  let start = 0;
  return groups.map(({ values, n }) => {
    const of = runIds.slice(start, start + n);
    start += n;
    // Ids sort by the time of creation.
    if (!areRepeats) return { key: JSON.stringify(values), values, runIds: of };
    const first = of.reduce((a, b) => (a < b ? a : b), of[0] ?? '');
    return { key: first, values, first, runIds: of };
  });
}

function itemsOf(order: TableOrder, groups: readonly Group[], expanded: ReadonlySet<string>): Item[] {
  const run = (level: RunLevel) => (runId: RunId) => ({ kind: 'run' as const, key: runId, runId, level });
  if (order.groups === undefined) return order.runIds.map(run(0));
  return groups.flatMap((group): Item[] => {
    // A run that nothing repeats is itself.
    if (group.first !== undefined && group.runIds.length === 1) return [run(1)(group.first)];
    const isOpen = isExpanded(group, expanded);
    const head: Item = { kind: 'group', key: `group ${group.key}`, group, isExpanded: isOpen };
    return isOpen ? [head, ...group.runIds.map(run(2))] : [head];
  });
}
