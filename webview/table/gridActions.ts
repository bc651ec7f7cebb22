/** What a person can do in the grid, by pointer, keys or menus. */
import type { Signal } from '@preact/signals';
import type { RunId } from '../../src/protocol/entities';
import { columnOf } from '../../src/protocol/tableLayout';
import type { TableStrings } from '../../src/protocol/tablePage';
import type { ColumnId } from '../../src/protocol/tableView';
import { directionOf } from './cellContent';
import { isMetric } from './cellNumbers';
import { copyRows, type CopyFormat } from './copyRows';
import type { PlacedColumn } from './columnGeometry';
import type { OpenMenu } from './openMenu';
import type { Item } from './rowOrder';
import { BASELINE_ROW, HEADER_ROW, type Place } from './selection';
import type { TableModel } from './tableModel';
import { moveColumn, toggleSort } from './viewEdits';

/** Sorts by the run's name, which stands in the first column. */
const NAME_SORT = 'attributes.run_name';

/** The cell that is typed into, wherever rows and columns go meanwhile. */
export interface EditedCell {
  runId: RunId;
  columnId: ColumnId;
  /** In the row of the baseline above the others. */
  isPinned: boolean;
}

export class GridActions {
  /** All columns as they stand, told by the grid whenever they change. */
  columns: readonly PlacedColumn[] = [];
  /** Brings a place into sight and gives the grid the focus; told by the grid. */
  reveal: (place: Place) => void = () => undefined;
  focus: () => void = () => undefined;

  constructor(
    readonly model: TableModel,
    readonly strings: TableStrings,
    readonly menu: Signal<OpenMenu | undefined>,
    readonly editing: Signal<EditedCell | undefined>,
  ) {}

  columnAt(place: number): PlacedColumn | undefined {
    return this.columns[place - 1];
  }

  /** The run or group of a row; the header has none. */
  itemAt(row: number): Item | undefined {
    return row === BASELINE_ROW ? this.model.baselineItem.value : this.model.order.items.value[row];
  }

  /** The row that stands so many rows below this one, or above it: header and baseline come before the others. */
  rowBelow(row: number, by: number): number {
    const above = this.model.baselineItem.value === undefined ? [HEADER_ROW] : [HEADER_ROW, BASELINE_ROW];
    const line = (row < 0 ? above.indexOf(row) : above.length + row) + by;
    return above[Math.max(0, line)] ?? line - above.length;
  }

  /** Moves the keyboard to a place, as far as there is one. */
  moveTo({ row, column }: Place): Place {
    const isAbove = row === HEADER_ROW || (row === BASELINE_ROW && this.itemAt(row) !== undefined);
    const last = this.model.order.items.value.length - 1;
    const place = {
      row: isAbove ? row : Math.max(HEADER_ROW, Math.min(Math.max(0, row), last)),
      column: Math.max(0, Math.min(column, this.columns.length)),
    };
    this.model.selection.active.value = place;
    this.reveal(place);
    return place;
  }

  sort(column: number, add: boolean): void {
    const id = column === 0 ? NAME_SORT : this.columnAt(column)?.id;
    // Notes have no place in the filter language, by which the store sorts.
    if (id === undefined || id === 'attributes.note') return;
    this.toggleSort(id, add);
  }

  /** Sorts by a column, the best first; again the other way, then not by it any more. */
  toggleSort(id: ColumnId, add: boolean): void {
    const { model } = this;
    const column = isMetric(id) ? columnOf(id) : undefined;
    const bestFirst = column && directionOf(column, model.choices.value.directions);
    model.change(toggleSort(model.view.value, id, { add, bestFirst }));
  }

  /** Moves a column over its neighbour; the keyboard goes along. */
  moveColumn(place: number, sign: 1 | -1): void {
    const { model } = this;
    const [column, neighbour] = [this.columnAt(place), this.columnAt(place + sign)];
    if (column === undefined || neighbour === undefined || column.pinned !== neighbour.pinned) return;
    const where = sign > 0 ? 'behind' : 'before';
    model.change(moveColumn(model.view.value, model.columns.shown.value, column.id, neighbour.id, where));
    this.moveTo({ row: model.selection.active.value.row, column: place + sign });
  }

  /** What a double click or Enter does: a note or tag is typed into, a group opens, a run is shown. */
  open({ row, column }: Place): void {
    const item = this.itemAt(row);
    if (item === undefined) return;
    if (item.kind === 'group') this.model.order.toggle(item.group);
    else if (!this.edit({ row, column })) this.model.act('openRun', { runId: item.runId });
  }

  /** Begins to type into a note or a tag; `false` where the cell is neither. */
  edit(place: Place): boolean {
    const column = this.columnAt(place.column);
    const item = this.itemAt(place.row);
    if (column === undefined || item?.kind !== 'run') return false;
    if (column.id !== 'attributes.note' && column.kind !== 'tags') return false;
    this.editing.value = { runId: item.runId, columnId: column.id, isPinned: place.row === BASELINE_ROW };
    return true;
  }

  /** The selected runs in their order, or the one that the keyboard is on. */
  chosen(): string[] {
    const { selection, order } = this.model;
    const selected = order.shown.value.runIds.filter((id) => selection.runIds.value.has(id));
    if (selected.length > 0) return selected;
    const item = this.itemAt(selection.active.value.row);
    if (item === undefined) return [];
    return item.kind === 'run' ? [item.runId] : [...item.group.runIds];
  }

  delete(): void {
    const runIds = this.chosen();
    if (runIds.length > 0) this.model.act('deleteRuns', { runIds });
  }

  compare(): void {
    const runIds = this.chosen();
    if (runIds.length > 0) this.model.act('compareRuns', { runIds });
  }

  async copy(format: CopyFormat): Promise<void> {
    await this.model.attempt(() => copyRows(this.model, this.strings, this.columns, format));
  }
}
