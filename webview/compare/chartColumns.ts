/**
 * Points of a chart, all lines together: with thousands of them each gets fewer columns, since nobody tells them apart and
 * the memory would not hold them. Minimum and maximum of each column are kept whatever its width.
 */
const MOST_POINTS = 500_000;
/** Of a column: first, last, minimum and maximum. */
const POINTS_PER_COLUMN = 4;
const LEAST_COLUMNS = 16;

/** Columns to decimate to of a chart so many pixels wide, halved until the points of all lines are few enough. */
export function columnsFor(width: number, lines: number): number {
  let columns = width;
  while (columns > LEAST_COLUMNS && columns * lines * POINTS_PER_COLUMN > MOST_POINTS) columns = Math.ceil(columns / 2);
  return columns;
}
