/** Longest page of anything. */
const LONGEST_PAGE = 1000;

/** A part of a list that grows without bound. */
export interface Page {
  offset: number;
  limit: number;
}

/** Makes whole numbers that a database can use of what a caller asked for. */
export function page({ offset, limit }: Page): Page {
  return { offset: clamp(offset, Number.MAX_SAFE_INTEGER), limit: clamp(limit, LONGEST_PAGE) };
}

function clamp(value: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(0, Math.floor(value))) : most;
}
