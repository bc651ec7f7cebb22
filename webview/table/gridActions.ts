/** What a person can do in the grid, by pointer, keys or menus. */
import type { Signal } from '@preact/signals';
import type { TableStrings } from '../../src/protocol/tablePage';
import { copyRows, type CopyFormat } from './copyRows';
import type { PlacedColumn } from './columnGeometry';
import type { OpenMenu } from './openMenu';
import type { Place } from './selection';
import type { TableModel } from './tableModel';
import { moveColumn, toggleSort } from './viewEdits';

/** Sorts by the run's name, which stands in the first column. */
const NAME_SORT = 'attributes.run_name';

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
    readonly editing: Signal<Place | undefined>,
  ) {}

  columnAt(place: number): PlacedColumn | undefined {
    return this.columns[place - 1];
  }

  /** Moves the keyboard to a place, as far as there is one. */
  moveTo({ row, column }: Place): Place {
    const place = {
      row: Math.max(-1, Math.min(row, this.model.order.items.value.length - 1)),
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
    this.model.change(toggleSort(this.model.view.value, id, add));
  }

  /** Moves a column over its neighbour; the keyboard goes along. */
  moveColumn(place: number, sign: 1 | -1): void {
    const { model } = this;
    const [column, neighbour] = [this.columnAt(place), this.columnAt(place + sign)];
    if (column === undefined || neighbour === undefined || column.pinned !== neighbour.pinned) return;
    const where = sign > 0 ? 'behind' : 'before';
    model.change(moveColumn(model.view.value, model.columns.value, column.id, neighbour.id, where));
    this.moveTo({ row: model.selection.active.value.row, column: place + sign });
  }

  /** What a double click or Enter does: a note or tag is typed into, a group opens, a run is shown. */
  open({ row, column }: Place): void {
    const item = this.model.order.items.value[row];
    if (item === undefined) return;
    if (item.kind === 'group') this.model.order.toggle(item.group.key);
    else if (!this.edit({ row, column })) this.model.act('openRun', { runId: item.runId });
  }

  /** Begins to type into a note or a tag; `false` where the cell is neither. */
  edit(place: Place): boolean {
    const column = this.columnAt(place.column);
    const item = this.model.order.items.value[place.row];
    if (column === undefined || item?.kind !== 'run') return false;
    if (column.id !== 'attributes.note' && column.kind !== 'tags') return false;
    this.editing.value = place;
    return true;
  }

  /** The selected runs in their order, or the one that the keyboard is on. */
  chosen(): string[] {
    const { selection, order } = this.model;
    const selected = order.shown.value.runIds.filter((id) => selection.runIds.value.has(id));
    if (selected.length > 0) return selected;
    const item = order.items.value[selection.active.value.row];
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
