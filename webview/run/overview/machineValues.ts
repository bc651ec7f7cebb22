import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { MetricSummary, RunId } from '../../../src/protocol/entities';
import { usePage } from '../pageContext';

/** What is sampled of memory, by the end of its key. */
const MEMORY = /memory|rss|vram/i;
const MOST_KEYS = 200;
const MOST_SHOWN = 4;

/** The last values of the machine's memory in a run; none without one. */
export function useMachineValues(runId: RunId | undefined): readonly MetricSummary[] {
  const { model } = usePage();
  const values = useSignal<readonly MetricSummary[]>([]);
  useEffect(() => {
    if (runId === undefined) return;
    const query = { runId, prefix: 'system/', offset: 0, limit: MOST_KEYS };
    const read = model.host.call('listMetrics', query).then(({ metrics }) => {
      values.value = metrics.filter(({ key }) => MEMORY.test(key)).slice(0, MOST_SHOWN);
    });
    model.do(read);
  }, [model, runId, values]);
  return values.value;
}
