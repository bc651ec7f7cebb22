import type { LaidColumn } from '../../src/protocol/tableLayout';
import { clampWidth, type ColumnId } from '../../src/protocol/tableView';

/** The column of the runs' names, which every table has. Its width is kept under this name. */
export const RUN_COLUMN = 'run';
const RUN_WIDTH = 240;

/** CSS pixels, as in the workbench's lists; `table.css` has the same. */
export const ROW_HEIGHT = 22;
export const HEAD_HEIGHT = 44;

export interface PlacedColumn extends LaidColumn {
  /** Counted from 1: the run's name is column 0. */
  place: number;
  width: number;
  /** From the left of the table. */
  left: number;
  /** Whether another kind of columns begins with it. */
  startsKind: boolean;
}

export interface ColumnGeometry {
  runWidth: number;
  pinned: PlacedColumn[];
  /** Those that scroll. */
  free: PlacedColumn[];
  /** Of the run's name and all pinned columns. */
  pinnedWidth: number;
  /** Of all. */
  width: number;
  /** All in their order. */
  columns: PlacedColumn[];
}

/** Where each column stands. `isWide`: metrics need room for a difference or spread beside them. */
export function placeColumns(
  layout: readonly LaidColumn[],
  widths: Readonly<Record<ColumnId, number>>,
  isWide: boolean,
): ColumnGeometry {
  const runWidth = widths[RUN_COLUMN] ?? RUN_WIDTH;
  let left = runWidth;
  const columns = layout.map((column, i): PlacedColumn => {
    const before = layout[i - 1];
    const startsKind = before?.kind !== column.kind || before.pinned !== column.pinned;
    const placed = {
      ...column,
      place: i + 1,
      left,
      startsKind,
      width: widths[column.id] ?? naturalWidth(column, isWide),
    };
    left += placed.width;
    return placed;
  });
  const pinned = columns.filter((column) => column.pinned);
  const free = columns.filter((column) => !column.pinned);
  const pinnedWidth = pinned.reduce((sum, column) => sum + column.width, runWidth);
  return { runWidth, pinned, free, pinnedWidth, width: left, columns };
}

/** Wide enough for its name, within reason. */
function naturalWidth({ kind, key }: LaidColumn, isWide: boolean): number {
  if (kind === 'attributes') {
    const widths: Record<string, number> = { note: 280, message: 240, script: 140, experiment: 120 };
    return widths[key] ?? 100;
  }
  const least = kind === 'metrics' && isWide ? 164 : 88;
  return clampWidth(Math.min(200, Math.max(least, 48 + key.length * 7)));
}
