/** What a person does to the setup of a table: each function gives the view that comes of it. */
import type { MetricDirection } from '../../src/protocol/metricDirection';
import type { KeyedColumn } from '../../src/protocol/tableApi';
import { allColumns, type LaidColumn } from '../../src/protocol/tableLayout';
import {
  clampWidth,
  type ColumnId,
  type ColumnSort,
  MOST_DIGITS,
  MOST_SORTS,
  type NumberFormat,
  type TableView,
} from '../../src/protocol/tableView';

/**
 * A click on a header: the best first where that is known (`bestFirst`), else ascending; then the other way; then not at
 * all. With `add` beside the present order, else in its place.
 */
export function toggleSort(
  view: TableView,
  column: ColumnId,
  { add, bestFirst }: { add: boolean; bestFirst: MetricDirection | undefined },
): TableView {
  const first = bestFirst === 'higher';
  const present = view.sort.find((one) => one.column === column);
  const next: ColumnSort[] =
    present === undefined
      ? [{ column, descending: first }]
      : present.descending === first
        ? [{ column, descending: !first }]
        : [];
  if (!add) return { ...view, sort: next };
  if (present === undefined) return { ...view, sort: [...view.sort, ...next].slice(0, MOST_SORTS) };
  return { ...view, sort: view.sort.flatMap((one) => (one === present ? next : [one])) };
}

export function setSort(view: TableView, column: ColumnId, descending: boolean | undefined): TableView {
  return { ...view, sort: descending === undefined ? [] : [{ column, descending }] };
}

export function setShown(view: TableView, columns: readonly LaidColumn[], shown: boolean): TableView {
  const chosen = Object.fromEntries(columns.map(({ id }) => [id, shown]));
  return { ...view, shown: { ...view.shown, ...chosen } };
}

export function setPinned(view: TableView, column: ColumnId, pinned: boolean): TableView {
  const others = view.pinned.filter((id) => id !== column);
  return { ...view, pinned: pinned ? [...others, column] : others };
}

/** The shown column beside a shown one, in the pinned part or in the other; `undefined` at the ends and for a hidden one. */
export function neighbourOf(
  { id }: Pick<LaidColumn, 'id'>,
  sign: 1 | -1,
  shown: readonly LaidColumn[],
): LaidColumn | undefined {
  const place = shown.findIndex((one) => one.id === id);
  const neighbour = place < 0 ? undefined : shown[place + sign];
  return neighbour?.pinned === shown[place]?.pinned ? neighbour : undefined;
}

/** Puts a column before another one, or behind it. Pinned ones are moved among the pinned. */
export function moveColumn(
  view: TableView,
  keyed: readonly KeyedColumn[],
  column: ColumnId,
  target: ColumnId,
  where: 'before' | 'behind',
): TableView {
  if (column === target) return view;
  const place = (ids: readonly ColumnId[]): ColumnId[] => {
    const others = ids.filter((id) => id !== column);
    return others.toSpliced(others.indexOf(target) + (where === 'behind' ? 1 : 0), 0, column);
  };
  const isPinned = view.pinned.includes(target);
  if (isPinned) return { ...view, pinned: place(view.pinned) };
  const pinned = view.pinned.filter((id) => id !== column);
  return { ...view, pinned, order: place(allColumns(keyed, view).map(({ id }) => id)) };
}

export function setWidth(view: TableView, column: ColumnId, width: number): TableView {
  return { ...view, widths: { ...view.widths, [column]: clampWidth(width) } };
}

/** `undefined` lets the values tell. */
export function setFormat(view: TableView, column: ColumnId, format: NumberFormat | undefined): TableView {
  const { [column]: _, ...others } = view.formats;
  if (format === undefined) return { ...view, formats: others };
  const digits = Math.min(MOST_DIGITS, Math.max(0, format.digits));
  return { ...view, formats: { ...others, [column]: { ...format, digits } } };
}

/** Narrows the filter by one more condition. */
export function addCondition(view: TableView, condition: string): TableView {
  const present = view.filter.trim();
  if (present === '') return { ...view, filter: condition };
  // What is joined by OR binds weaker.
  const left = /\bor\b/i.test(present) ? `(${present})` : present;
  return { ...view, filter: `${left} and ${condition}` };
}
