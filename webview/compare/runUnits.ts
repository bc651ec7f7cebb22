import type { RunId } from '../../src/protocol/entities';
import type { RunUnit } from './seriesStore';

/** Runs as lines, in the order of the runs: repeats together, in the place of their first one. */
export function runUnits(runIds: readonly RunId[], repeats: readonly (readonly RunId[])[]): RunUnit[] {
  const taken = new Set<RunId>();
  return runIds.flatMap((runId): RunUnit[] => {
    if (taken.has(runId)) return [];
    const group = repeats.find((one) => one.includes(runId)) ?? [];
    // In the order of the page, and without runs that were taken out of it.
    const others = runIds.filter((id) => id !== runId && group.includes(id));
    for (const id of others) taken.add(id);
    return [[runId, ...others]];
  });
}
