import { clampWidth } from '../../src/protocol/tableView';
import type { GridActions } from './gridActions';
import { openGridMenu } from './gridMenu';
import { HEADER_ROW, type Place } from './selection';
import { setWidth } from './viewEdits';

/** CSS pixels that a column gets wider by a key. */
const STEP = 16;

/** What a key does in the grid. Tells whether it did anything. `page` is how many rows are in sight. */
export function onGridKey(event: KeyboardEvent, actions: GridActions, page: number): boolean {
  const { selection } = actions.model;
  const place = selection.active.value;
  const isCommand = event.ctrlKey || event.metaKey;
  if (event.altKey) return place.row === HEADER_ROW && onHeaderKey(event, actions, place.column);
  const target = step(event, place, page, actions);
  if (target !== undefined) {
    const moved = actions.moveTo(target);
    if (!event.shiftKey) selection.anchorAt(moved.row);
    else if (moved.row >= 0) selection.extendTo(moved.row, place.row);
    return true;
  }
  switch (event.key) {
    case ' ':
      if (place.row >= 0) selection.toggle(place.row);
      return true;
    case 'Enter':
      if (place.row === HEADER_ROW) actions.sort(place.column, event.shiftKey);
      else actions.open(place);
      return true;
    case 'F2':
      return actions.edit(place);
    case 'a':
      if (isCommand) selection.all();
      return isCommand;
    case 'c':
      if (isCommand) void actions.copy('markdown');
      return isCommand;
    case 'Escape':
      selection.clear();
      return true;
    case 'Delete':
      actions.delete();
      return true;
    case 'ContextMenu':
      openMenuAt(actions, place);
      return true;
    case 'F10':
      if (event.shiftKey) openMenuAt(actions, place);
      return event.shiftKey;
    default:
      return false;
  }
}

/** The place that a key leads to. On a group the arrows to the sides open and close it first. */
function step(event: KeyboardEvent, { row, column }: Place, page: number, actions: GridActions): Place | undefined {
  const isCommand = event.ctrlKey || event.metaKey;
  const { order } = actions.model;
  const rows = order.items.value.length;
  const item = order.items.value[row];
  if (item?.kind === 'group' && column === 0) {
    if (event.key === 'ArrowRight' && !item.isExpanded) return opened(true);
    if (event.key === 'ArrowLeft' && item.isExpanded) return opened(false);
  }
  const by = (rowsOn: number): Place => ({ row: actions.rowBelow(row, rowsOn), column });
  const places: Record<string, () => Place> = {
    ArrowDown: () => (isCommand ? { row: rows - 1, column } : by(1)),
    ArrowUp: () => (isCommand ? { row: HEADER_ROW, column } : by(-1)),
    ArrowRight: () => ({ row, column: isCommand ? actions.columns.length : column + 1 }),
    ArrowLeft: () => ({ row, column: isCommand ? 0 : column - 1 }),
    PageDown: () => by(page),
    PageUp: () => by(-page),
    Home: () => ({ row: isCommand ? 0 : row, column: 0 }),
    End: () => ({ row: isCommand ? rows - 1 : row, column: actions.columns.length }),
  };
  return places[event.key]?.();

  function opened(isOpen: boolean): Place {
    if (item?.kind === 'group') order.toggle(item.group, isOpen);
    return { row, column };
  }
}

/** Alt with an arrow moves a column, with Shift besides it changes its width. */
function onHeaderKey(event: KeyboardEvent, actions: GridActions, place: number): boolean {
  if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return false;
  const column = actions.columnAt(place);
  if (column === undefined) return false;
  const { model } = actions;
  const sign = event.key === 'ArrowRight' ? 1 : -1;
  if (event.shiftKey) {
    model.change(setWidth(model.view.value, column.id, clampWidth(column.width + sign * STEP)));
    return true;
  }
  actions.moveColumn(place, sign);
  return true;
}

function openMenuAt(actions: GridActions, place: Place): void {
  const cell = document.getElementById(`cell-${place.row}-${place.column}`);
  if (cell === null) return;
  const { left, bottom } = cell.getBoundingClientRect();
  openGridMenu(actions, place, { x: left, y: bottom });
}
