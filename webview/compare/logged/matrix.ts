/** What a confusion matrix says, without how it looks. */
import type { ConfusionMatrix } from '../../../src/protocol/plots';

/** Each count as a share of its true class; 0 in a class without examples. */
export function rowShares({ counts }: ConfusionMatrix): number[][] {
  return counts.map((row) => {
    const most = Math.max(...row);
    // Not by their sum, which may pass what a number holds.
    const total = most > 0 ? row.reduce((sum, count) => sum + count / most, 0) : 1;
    return row.map((count) => (most > 0 ? count / most / total : 0));
  });
}

/** The share that lies on the diagonal; NaN of an empty matrix. */
export function accuracyOf({ counts }: ConfusionMatrix): number {
  const most = Math.max(...counts.flat());
  let [right, all] = [0, 0];
  for (const [i, row] of counts.entries()) {
    right += row[i]! / most;
    for (const count of row) all += count / most;
  }
  return right / all;
}

/** Pairs of classes that were taken for one another, the most frequent first. */
export function mostConfused(
  { counts }: ConfusionMatrix,
  most: number,
): { row: number; column: number; count: number }[] {
  const pairs = counts.flatMap((row, i) => row.map((count, j) => ({ row: i, column: j, count })));
  const wrong = pairs.filter(({ row, column, count }) => row !== column && count > 0);
  return wrong.sort((a, b) => b.count - a.count).slice(0, most);
}

/** The largest value of several matrices, so that they share one scale; 1 where all are empty. */
export function largestOf(values: readonly (readonly (readonly number[])[])[]): number {
  let largest = 0;
  for (const rows of values) for (const row of rows) for (const value of row) largest = Math.max(largest, value);
  return largest || 1;
}

/** A share as people read it, small ones with a digit more. */
export function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${(share * 100).toFixed(share > 0 && share < 0.0995 ? 1 : 0)}%`;
}
