/** How charts stand beside one another. Widths are CSS pixels. */
const LEAST_WIDTH = 280;
const MOST_IN_ROW = 4;
const GAP = 16;

/** How many charts stand in a row of a grid. */
export function columnsOf(gridWidth: number): number {
  return Math.max(1, Math.min(MOST_IN_ROW, Math.floor((gridWidth + GAP) / (LEAST_WIDTH + GAP))));
}

/** The width of a chart with its padding. */
export function cardWidth(gridWidth: number, span: number): number {
  const columns = columnsOf(gridWidth);
  const column = (gridWidth - (columns - 1) * GAP) / columns;
  const spanned = Math.min(span, columns);
  return Math.ceil(spanned * column + (spanned - 1) * GAP);
}
