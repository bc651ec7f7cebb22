/** A series as a word of block characters. */

const BLOCKS = '▁▂▃▄▅▆▇█';

/**
 * The course of a series in `width` characters at most, each the mean of its share of the values, between the smallest
 * and the largest mean; empty with fewer than two values. What is not finite is left out.
 */
export function sparkline(values: ArrayLike<number>, width: number): string {
  const means = meansOf(
    Array.from(values).filter((value) => Number.isFinite(value)),
    width,
  );
  if (means.length < 2) return '';
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const top = BLOCKS.length - 1;
  // A constant is drawn as a line in the middle: it is neither high nor low.
  const level = (mean: number): number =>
    high === low ? Math.floor(top / 2) : Math.round(((mean - low) / (high - low)) * top);
  return means.map((mean) => BLOCKS[level(mean)]).join('');
}

function meansOf(values: readonly number[], count: number): number[] {
  if (values.length <= count) return [...values];
  return Array.from({ length: count }, (_, i) => {
    const start = Math.floor((i * values.length) / count);
    const share = values.slice(start, Math.floor(((i + 1) * values.length) / count));
    return share.reduce((sum, value) => sum + value, 0) / share.length;
  });
}
