/** Where a person was in the table: kept by VS Code while the page is hidden, which discards it. */
import type { TableModel } from './tableModel';

export interface KeptPlace {
  /** Key of the first row in sight, and how far the columns are scrolled, px. */
  first: string;
  left: number;
  active: { row: string; column: string };
  selected: string[];
  expanded: string[];
}

/** More are not kept: the state of a page is written often. */
const MOST_KEPT = 2000;
/** Stand for the header and the column of names, which have no key and no id. */
const NONE = '';

/** `first` is the first row in sight, `left` as in {@link KeptPlace}. */
export function placeOf({ order, selection, layout }: TableModel, first: number, left: number): KeptPlace {
  const items = order.items.value;
  const { row, column } = selection.active.value;
  return {
    first: items[first]?.key ?? NONE,
    left,
    active: { row: items[row]?.key ?? NONE, column: layout.value[column - 1]?.id ?? NONE },
    selected: fewOrNone(selection.runIds.value),
    expanded: fewOrNone(order.expanded.value),
  };
}

/** Goes there again, as far as it is still there. Gives the row and the px that the grid has to scroll to. */
export function restorePlace({ order, selection, layout }: TableModel, kept: KeptPlace): { row: number; left: number } {
  order.expanded.value = new Set(kept.expanded);
  const rows = new Map(order.items.value.map(({ key }, row) => [key, row]));
  selection.runIds.value = new Set(kept.selected.filter((id) => order.runIds.value.has(id)));
  selection.active.value = {
    row: rows.get(kept.active.row) ?? 0,
    column: layout.value.findIndex(({ id }) => id === kept.active.column) + 1,
  };
  return { row: rows.get(kept.first) ?? 0, left: kept.left };
}

/** Understands what VS Code kept; `undefined` for anything else. */
export function parsePlace(value: unknown): KeptPlace | undefined {
  const { first, left, active, selected, expanded } = (value ?? {}) as Partial<KeptPlace>;
  if (typeof first !== 'string' || typeof left !== 'number') return undefined;
  if (typeof active?.row !== 'string' || typeof active.column !== 'string') return undefined;
  if (!Array.isArray(selected) || !Array.isArray(expanded)) return undefined;
  return { first, left, active, selected, expanded };
}

function fewOrNone(all: ReadonlySet<string>): string[] {
  return all.size > MOST_KEPT ? [] : [...all];
}
