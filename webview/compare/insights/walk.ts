/** Walks by keys over rows of points that are drawn: along a row, and from row to row. */

export interface Place {
  row: number;
  /** Of the point in its row. */
  point: number;
}

/** Moves along a row, and from row to row. */
const MOVES: Readonly<Record<string, readonly [rows: number, points: number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageDown: [0, -10],
  PageUp: [0, 10],
  Home: [0, -Infinity],
  End: [0, Infinity],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/**
 * Where a key leads; `undefined` for one that leads nowhere. `lengths`: how many points each row has. Without a place the
 * walk begins at the first point of the first row.
 */
export function walk(key: string, at: Place | undefined, lengths: readonly number[]): Place | undefined {
  const move = MOVES[key];
  if (move === undefined || lengths.length === 0) return undefined;
  const [rows, points] = move;
  if (at === undefined) return { row: 0, point: key === 'End' ? held(Infinity, lengths[0]!) : 0 };
  const row = held(at.row + rows, lengths.length);
  return { row, point: held(at.point + points, lengths[row]!) };
}

function held(place: number, length: number): number {
  return Math.max(0, Math.min(length - 1, place));
}
