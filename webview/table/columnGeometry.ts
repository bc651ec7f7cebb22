import type { LaidColumn } from '../../src/protocol/tableLayout';
import { clampWidth, type ColumnId } from '../../src/protocol/tableView';
import { isMetric } from './cellNumbers';

/** The column of the runs' names, which every table has. Its width is kept under this name. */
export const RUN_COLUMN = 'run';
const RUN_WIDTH = 240;

/** CSS pixels, as in the workbench's lists; `table.css` has the same. */
export const ROW_HEIGHT = 22;
export const HEAD_HEIGHT = 44;

/** What stands beside the values of metrics takes so much each, with the gap before it; `cells.css` has the same. */
const BESIDE_WIDTH = 72;
/** A column that has less left for its values shows them alone. */
const LEAST_VALUE_WIDTH = 52;

export interface PlacedColumn extends LaidColumn {
  /** Counted from 1: the run's name is column 0. */
  place: number;
  width: number;
  /** From the left of the table. */
  left: number;
  /** Whether another kind of columns begins with it. */
  startsKind: boolean;
  /** Of a metric: there is no room beside its values. */
  isNarrow: boolean;
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

/** Where each column stands. `beside`: how much stands beside the values of metrics, difference and spread counted. */
export function placeColumns(
  layout: readonly LaidColumn[],
  widths: Readonly<Record<ColumnId, number>>,
  beside: number,
): ColumnGeometry {
  const runWidth = widths[RUN_COLUMN] ?? RUN_WIDTH;
  let left = runWidth;
  const columns = layout.map((column, i): PlacedColumn => {
    const before = layout[i - 1];
    const startsKind = before?.kind !== column.kind || before.pinned !== column.pinned;
    const width = widths[column.id] ?? naturalWidth(column, beside);
    const placed = {
      ...column,
      place: i + 1,
      left,
      startsKind,
      width,
      isNarrow: isMetric(column.id) && width < LEAST_VALUE_WIDTH + beside * BESIDE_WIDTH,
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
function naturalWidth({ id, kind, key }: LaidColumn, beside: number): number {
  if (kind === 'attributes') {
    const widths: Record<string, number> = { note: 280, message: 240, script: 140, experiment: 120 };
    return widths[key] ?? 100;
  }
  const least = 88 + (isMetric(id) ? beside * BESIDE_WIDTH : 0);
  return clampWidth(Math.max(least, Math.min(200, 48 + key.length * 7)));
}
