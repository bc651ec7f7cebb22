/** Metrics that stand aside: kept with the run, and shown last, as nobody judges a run by them. */

const ASIDE = /^(system|rank\d+)\//;

/** What goes before the metric keys of a process of a distributed training; the first one's keys stay plain. */
export function rankPrefix(rank: number): string {
  return rank === 0 ? '' : `rank${rank}/`;
}

/** Whether a metric is of the machine (`system/…`) or of another rank than the first (`rank3/…`). */
export function isAside(key: string): boolean {
  return ASIDE.test(key);
}
