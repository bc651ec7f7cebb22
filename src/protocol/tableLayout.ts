/** Which columns a run table shows, and in which order. The host uses it to have the first rows ready for a page. */
import { metricDirection } from './metricDirection';
import { isSeedKey } from './seeds';
import type { SortKey } from './storeApi';
import { fieldName, type KeyedColumn, type KeyedKind, type TableOrderQuery } from './tableApi';
import type { ColumnId, ColumnKind, TableView } from './tableView';

/** What every run has, or may have, by itself. Named as in the filter language, save the note. */
export const ATTRIBUTES = [
  'status',
  'start_time',
  'duration',
  'experiment',
  'script',
  'exit_code',
  'message',
  'note',
] as const;

export type Attribute = (typeof ATTRIBUTES)[number];

/** Attributes that are shown unless somebody puts them away. */
const SHOWN_ATTRIBUTES: readonly Attribute[] = ['start_time', 'duration'];

export interface LaidColumn {
  id: ColumnId;
  kind: ColumnKind;
  key: string;
  pinned: boolean;
}

const KIND_ORDER: readonly KeyedKind[] = ['metrics', 'params', 'tags', 'system'];

export function columnId({ kind, key }: { kind: ColumnKind; key: string }): ColumnId {
  return `${kind}.${key}`;
}

/** The field by which the store sorts and filters a column; `undefined` where it can do neither. */
export function columnField(column: { kind: ColumnKind; key: string }): string | undefined {
  return column.kind === 'attributes' && column.key === 'note' ? undefined : fieldName(column);
}

/** The column of an id; `undefined` when it is none. */
export function columnOf(id: ColumnId): { kind: ColumnKind; key: string } | undefined {
  const dot = id.indexOf('.');
  const kind = id.slice(0, dot) as ColumnKind;
  return kind === 'attributes' || KIND_ORDER.includes(kind) ? { kind, key: id.slice(dot + 1) } : undefined;
}

/** Every column that there is, shown or not, in the order of the view. The note stands last until it is moved. */
export function allColumns(keyed: readonly KeyedColumn[], view: Pick<TableView, 'order'>): LaidColumn[] {
  const attribute = (key: Attribute) => ({ kind: 'attributes' as const, key });
  const natural: { kind: ColumnKind; key: string }[] = [
    ...ATTRIBUTES.filter((key) => key !== 'note').map(attribute),
    ...KIND_ORDER.flatMap((kind) => tellingFirst(keyed.filter((column) => column.kind === kind))),
    attribute('note'),
  ];
  const columns = natural.map((column): LaidColumn => ({ ...column, id: columnId(column), pinned: false }));
  if (view.order.length === 0) return columns;
  return inOrder(columns, view.order);
}

/** Metrics that runs are judged by before the others, seeds behind all other params. */
function tellingFirst(columns: readonly KeyedColumn[]): KeyedColumn[] {
  const rank = ({ kind, key }: KeyedColumn): number => {
    if (kind === 'metrics') return metricDirection(key) === undefined ? 1 : 0;
    return kind === 'params' && isSeedKey(key) ? 1 : 0;
  };
  return columns.toSorted((a, b) => rank(a) - rank(b));
}

/** Those that were never placed stand behind their neighbour of the natural order. */
function inOrder(columns: readonly LaidColumn[], order: readonly ColumnId[]): LaidColumn[] {
  const places = new Map(order.map((id, place) => [id, place]));
  let behind = -1;
  const placed = columns.map((column) => {
    behind = places.get(column.id) ?? behind;
    return { column, behind };
  });
  return placed.toSorted((a, b) => a.behind - b.behind).map(({ column }) => column);
}

/** Whether a column is shown as long as nobody chose otherwise. */
function isShownByItself({ kind, key }: LaidColumn): boolean {
  if (kind === 'attributes') return key === 'note' || SHOWN_ATTRIBUTES.includes(key as Attribute);
  return kind !== 'system';
}

export function isShown(column: LaidColumn, view: Pick<TableView, 'shown'>): boolean {
  return view.shown[column.id] ?? isShownByItself(column);
}

/**
 * The columns that a view shows, pinned ones first. `alike` are those in which no two runs differ: they are left out
 * where only differences are asked for.
 */
export function layoutColumns(
  keyed: readonly KeyedColumn[],
  view: TableView,
  alike?: ReadonlySet<ColumnId>,
): LaidColumn[] {
  const shown = allColumns(keyed, view).filter(
    (column) => isShown(column, view) && !(view.onlyDifferences && alike?.has(column.id) === true),
  );
  const pinned = new Set(view.pinned);
  return [
    ...view.pinned.flatMap((id) => shown.filter((column) => column.id === id)).map((one) => ({ ...one, pinned: true })),
    ...shown.filter(({ id }) => !pinned.has(id)),
  ];
}

/** The columns whose cells the store has to be asked for. */
export function keyedColumns(columns: readonly LaidColumn[]): KeyedColumn[] {
  return columns.flatMap(({ kind, key }) => (kind === 'attributes' ? [] : [{ kind, key }]));
}

/** The part of a view that decides which rows there are. */
export type OrderSetup = Pick<TableView, 'filter' | 'sort' | 'group'>;

/** What a view asks the store for. */
export function orderQuery({ filter, sort, group }: OrderSetup): TableOrderQuery {
  const keys = sort.flatMap(({ column, descending }): SortKey[] => {
    const found = columnOf(column);
    const by = found && columnField(found);
    return by === undefined ? [] : [{ by, descending }];
  });
  return { filter, sort: keys, ...(group === null ? {} : { group }) };
}
