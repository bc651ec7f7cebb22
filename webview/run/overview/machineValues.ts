import type { MetricSummary, RunId } from '../../../src/protocol/entities';
import { MACHINE_PREFIX } from '../machine/machineMetrics';
import { usePage } from '../pageContext';
import { useLoaded } from '../useLoaded';

/** What is sampled of memory, by words in its key. */
const MEMORY = /memory|rss|vram/i;
const MOST_KEYS = 200;
const MOST_SHOWN = 4;

/** The last values of the machine's memory in a run; none without one. */
export function useMachineValues(runId: RunId | undefined): readonly MetricSummary[] {
  const { model } = usePage();
  const read = async (): Promise<readonly MetricSummary[]> => {
    if (runId === undefined) return [];
    const query = { runId, prefix: MACHINE_PREFIX, offset: 0, limit: MOST_KEYS };
    const { metrics } = await model.host.call('listMetrics', query);
    return metrics.filter(({ key }) => MEMORY.test(key)).slice(0, MOST_SHOWN);
  };
  return useLoaded([], read, [runId]);
}
