import type { MenuPlace } from '../ui/menu';
import { openCellMenu } from './cellMenu';
import type { GridActions } from './gridActions';
import { openHeaderMenu } from './headerMenu';
import { HEADER_ROW, type Place } from './selection';

/** Opens the menu of a place, by pointer or by keys. As in lists it is about that row, unless the row is selected. */
export function openGridMenu(actions: GridActions, place: Place, at: MenuPlace): void {
  const { selection } = actions.model;
  selection.active.value = place;
  if (place.row === HEADER_ROW) return openHeaderMenu(actions, place.column, at);
  const item = actions.itemAt(place.row);
  if (item === undefined) return;
  // The baseline may be out of the filter: then nothing is selected, and the menu is about where the keyboard is.
  if (!selection.has(item)) selection.only(place.row);
  openCellMenu(actions, place, at);
}
