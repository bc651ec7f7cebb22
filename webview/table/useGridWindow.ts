import type { VirtualItem } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo } from 'preact/hooks';
import { type ColumnGeometry, type PlacedColumn, ROW_HEIGHT } from './columnGeometry';
import type { Place } from './selection';
import { useVirtualizer } from './useVirtualizer';

const ROWS_AROUND = 4;
const COLUMNS_AROUND = 1;
const COLUMN_BLOCK = 4;

export interface GridWindow {
  rows: readonly VirtualItem[];
  columns: readonly PlacedColumn[];
  /** Another one whenever other rows or columns are in sight. */
  key: string;
  reveal: (place: Place) => void;
  /** Rows that fit into the window. */
  page: () => number;
  /** Whether a place has an element in the page. */
  holds: (place: Place) => boolean;
}

/** Which rows and columns are in sight. `top` is the height of what stands above the rows, px. */
export function useGridWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  geometry: ColumnGeometry,
  top: number,
): GridWindow {
  const { free, pinned, pinnedWidth } = geometry;
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: ROWS_AROUND,
    paddingStart: top,
    scrollPaddingStart: top,
  });
  const columns = useVirtualizer({
    count: free.length,
    horizontal: true,
    getScrollElement: () => scroller.current,
    estimateSize: (place) => free[place]?.width ?? 0,
    overscan: COLUMNS_AROUND,
    paddingStart: pinnedWidth,
    scrollPaddingStart: pinnedWidth,
  });
  useLayoutEffect(() => columns.measure(), [columns, geometry]);
  const shownRows = rows.getVirtualItems().filter(({ index }) => index < count);
  const shownColumns = columns.getVirtualItems().filter(({ index }) => index < free.length);
  const [first, last] = inSteps(shownColumns[0]?.index ?? 0, shownColumns.at(-1)?.index ?? -1);
  const inSight = useMemo(() => free.slice(first, last + 1), [free, first, last]);
  return {
    rows: shownRows,
    columns: inSight,
    key: `${shownRows[0]?.index} ${shownRows.at(-1)?.index} ${first} ${last}`,
    reveal: ({ row, column }) => {
      if (row >= 0) rows.scrollToIndex(row);
      if (column > pinned.length) columns.scrollToIndex(column - pinned.length - 1);
    },
    page: () => Math.max(1, Math.floor(((rows.scrollRect?.height ?? 0) - top) / ROW_HEIGHT) - 1),
    holds: ({ row, column }) => {
      const isRow = row < 0 || shownRows.some(({ index }) => index === row);
      return isRow && (column <= pinned.length || inSight.some(({ place }) => place === column));
    },
  };
}

/** Columns come and go in blocks: every row is drawn anew when they do. */
function inSteps(first: number, last: number): [number, number] {
  return [Math.floor(first / COLUMN_BLOCK) * COLUMN_BLOCK, Math.ceil((last + 1) / COLUMN_BLOCK) * COLUMN_BLOCK - 1];
}
