import type { RunId } from '../../src/protocol/entities';
import type { RunUnit } from './seriesStore';

/** Runs as lines, in the order of the runs: repeats together, in the place of their first one. */
export function runUnits(runIds: readonly RunId[], repeats: readonly (readonly RunId[])[]): RunUnit[] {
  const groups = new Map(repeats.flatMap((group) => group.map((id) => [id, group])));
  const units = new Map<unknown, [RunId, ...RunId[]]>();
  for (const runId of runIds) {
    const group = groups.get(runId) ?? runId;
    const unit = units.get(group);
    if (unit === undefined) units.set(group, [runId]);
    else unit.push(runId);
  }
  return [...units.values()];
}
