import type { RunId } from '../protocol/entities';
import type { RunPageEvent } from '../protocol/runPage';
import type { StoreEvent } from '../protocol/storeApi';

/**
 * What the page of a run hears of an event of the store: what is about that run, and what changes the run that it is
 * held against.
 */
export function newsOf(runId: RunId, event: StoreEvent): RunPageEvent | undefined {
  switch (event.kind) {
    case 'restarted':
      return event;
    case 'runEnded':
      return event.run.id === runId ? { kind: 'runEnded', run: event.run } : undefined;
    case 'changed': {
      const runs = event.runs.filter((run) => run.runId === runId);
      // Another baseline, or the run that this one is held against is gone.
      const isOther = event.choices === true || event.runs.some((run) => run.removed === true);
      return runs.length > 0 || isOther ? { ...event, runs } : undefined;
    }
    default:
      return undefined;
  }
}
