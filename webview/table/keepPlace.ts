import { batch, type ReadonlySignal } from '@preact/signals';
import type { LaidColumn } from '../../src/protocol/tableLayout';
import type { RowOrder } from './rowOrder';
import type { Selection } from './selection';

interface Cells {
  selection: Selection;
  order: RowOrder;
  layout: ReadonlySignal<readonly LaidColumn[]>;
}

/** Lets rows and columns move; the keyboard stays in its cell, wherever that goes, or near where it was. */
export function keepPlace({ selection, order, layout }: Cells, change: () => void): void {
  const { row, column } = selection.active.peek();
  const key = order.items.peek()[row]?.key;
  const id = layout.peek()[column - 1]?.id;
  batch(() => {
    change();
    const items = order.items.value;
    const foundRow = key === undefined ? row : items.findIndex((item) => item.key === key);
    const foundColumn = layout.value.findIndex((one) => one.id === id) + 1;
    const place = {
      row: key === undefined || foundRow >= 0 ? foundRow : Math.min(row, items.length - 1),
      column: foundColumn > 0 ? foundColumn : Math.min(column, layout.value.length),
    };
    if (place.row !== row || place.column !== column) selection.active.value = place;
  });
}
