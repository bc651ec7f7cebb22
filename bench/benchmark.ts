/** What a `*.bench.ts` file exports as `benchmark`: measures and returns figures by key, which names the unit. */
export type Benchmark = (report: (progress: string) => void) => Promise<Record<string, number>>;

/** The middle value; of an even number of values the mean of the middle two. Throws on none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new Error('There is nothing to take the median of.');
  return (low + high) / 2;
}

/** Rounds a time in ms to what a measurement on a shared machine can tell. */
export function roundMs(value: number): number {
  return Math.round(value * 10) / 10;
}
