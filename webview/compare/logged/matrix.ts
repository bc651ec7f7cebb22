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

/** The share that lies on the diagonal; NaN of an empty matrix, and of one that tells no counts but shares of classes. */
export function accuracyOf({ counts }: ConfusionMatrix): number {
  if (holdsShares(counts)) return Number.NaN;
  const most = Math.max(...counts.flat());
  let [right, all] = [0, 0];
  for (const [i, row] of counts.entries()) {
    right += row[i]! / most;
    for (const count of row) all += count / most;
  }
  return right / all;
}

/** How far shares may be from 1 together: they were rounded. */
const ROUNDED = 0.01;

/** Whether the counts were divided by those of their true class, or of the predicted one. */
function holdsShares(counts: readonly (readonly number[])[]): boolean {
  if (counts.flat().every(Number.isInteger)) return false;
  const columns = counts.map((_, column) => counts.map((row) => row[column]!));
  const isWhole = (all: readonly number[]): boolean => {
    const sum = all.reduce((a, b) => a + b, 0);
    return sum === 0 || Math.abs(sum - 1) < ROUNDED;
  };
  return counts.every(isWhole) || columns.every(isWhole);
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
