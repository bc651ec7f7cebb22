/** What the pointer does in the grid. Its cells do not listen themselves: there are many, and they come and go. */
import type { GridActions } from './gridActions';
import { groupTitle, runTitle } from './cellTitle';
import { openHeaderMenu } from './headerMenu';
import { RUN_COLUMN } from './columnGeometry';
import { openGridMenu } from './gridMenu';
import { BASELINE_ROW, HEADER_ROW, type Place } from './selection';
import { below } from './openMenu';
import { moveColumn, setWidth } from './viewEdits';

/** The cell that an event happened on. */
function placeOf(event: Event): Place | undefined {
  const target = event.target as Element;
  const cell = target.closest<HTMLElement>('[data-column]');
  const row = target.closest<HTMLElement>('[data-row]');
  if (cell === null || row === null) return undefined;
  return { row: Number(row.dataset['row']), column: Number(cell.dataset['column']) };
}

function isOn(event: Event, selector: string): boolean {
  return (event.target as Element).closest(selector) !== null;
}

export function onGridClick(event: MouseEvent, actions: GridActions): void {
  const place = placeOf(event);
  if (place === undefined || isOn(event, '[data-resize]')) return;
  const { selection, order } = actions.model;
  const before = selection.active.value;
  selection.active.value = place;
  if (place.row === BASELINE_ROW) return;
  if (place.row === HEADER_ROW) {
    if (isOn(event, '[data-menu]')) openHeaderMenu(actions, place.column, below(event.target as Element));
    else actions.sort(place.column, event.shiftKey);
    return;
  }
  const item = order.items.value[place.row];
  if (item?.kind === 'group' && isOn(event, '[data-twistie]')) order.toggle(item.group);
  else if (event.shiftKey) selection.extendTo(place.row, before.row);
  else if (event.ctrlKey || event.metaKey || isOn(event, '[data-tick]')) selection.toggle(place.row);
  else selection.only(place.row);
}

export function onGridDoubleClick(event: MouseEvent, actions: GridActions): void {
  const place = placeOf(event);
  if (place !== undefined && place.row !== HEADER_ROW && !isOn(event, '[data-tick]')) actions.open(place);
}

export function onGridMenu(event: MouseEvent, actions: GridActions): void {
  const place = placeOf(event);
  if (place === undefined) return;
  event.preventDefault();
  openGridMenu(actions, place, { x: event.clientX, y: event.clientY });
}

/** Tells all of what a cell holds while it is pointed at. */
export function onGridOver(event: MouseEvent, actions: GridActions): void {
  const { model, strings } = actions;
  const place = placeOf(event);
  const cell = (event.target as Element).closest<HTMLElement>('[data-column]');
  const item = place && actions.itemAt(place.row);
  if (place === undefined || cell === null || item === undefined) return;
  const column = actions.columnAt(place.column);
  if (item.kind === 'group') {
    const { key, first } = item.group;
    const [row, named] = [model.groups.get(key), first === undefined ? undefined : model.rows.get(first)];
    if (column === undefined && named !== undefined) cell.title = named.info.run.name;
    else if (row !== undefined) cell.title = groupTitle(row, column, strings);
    return;
  }
  const row = model.rows.get(item.runId);
  if (row !== undefined) cell.title = runTitle(row, column, strings);
}

/** Drags the edge of a header: the column follows the pointer. */
export function onResizeStart(event: PointerEvent, actions: GridActions): void {
  const edge = (event.target as Element).closest<HTMLElement>('[data-resize]');
  const id = edge?.dataset['resize'];
  if (edge === null || id === undefined || event.button !== 0) return;
  event.preventDefault();
  const { model } = actions;
  const width = edge.parentElement!.getBoundingClientRect().width;
  const move = ({ clientX }: PointerEvent): void =>
    model.change(setWidth(model.view.value, id, width + clientX - event.clientX));
  const end = (): void => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', end);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', end);
}

/** The column whose header is dragged begins here; `undefined` keeps it where it is. */
export function draggedColumn(event: DragEvent, actions: GridActions): string | undefined {
  const place = placeOf(event);
  if (place === undefined || place.row !== HEADER_ROW || isOn(event, '[data-resize]')) return undefined;
  return actions.columnAt(place.column)?.id;
}

/** The column that a dragged one would be dropped on. */
export function dropTarget(event: DragEvent, actions: GridActions): string | undefined {
  const place = placeOf(event);
  return place === undefined ? undefined : actions.columnAt(place.column)?.id;
}

/** Puts the dragged column where the other one is, which makes room for it. */
export function dropColumn(dragged: string, target: string, actions: GridActions): void {
  if (dragged === target || target === RUN_COLUMN) return;
  const { model, columns } = actions;
  const place = (id: string): number => columns.find((column) => column.id === id)?.place ?? 0;
  const where = place(dragged) < place(target) ? 'behind' : 'before';
  model.change(moveColumn(model.view.value, model.columns.shown.value, dragged, target, where));
}
