import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { usePage, useRun } from '../pageContext';

/** Keys that one question gives. */
const PAGE = 1000;

/** The keys of all metrics of the run, those of the machine too; `undefined` before they are known. */
export function useMetricKeys(prefix = ''): readonly string[] | undefined {
  const { model } = usePage();
  const { id, metricCount } = useRun();
  const keys = useSignal<readonly string[] | undefined>(undefined);
  useEffect(() => {
    let wanted = true;
    const read = async (): Promise<void> => {
      const found: string[] = [];
      for (let last = PAGE; last === PAGE;) {
        const query = { runId: id, prefix, offset: found.length, limit: PAGE };
        const { metrics } = await model.host.call('listMetrics', query);
        found.push(...metrics.map(({ key }) => key));
        last = metrics.length;
      }
      if (wanted) keys.value = found;
    };
    model.do(read());
    return () => void (wanted = false);
    // Again when a metric comes that was not there.
  }, [model, id, metricCount, prefix, keys]);
  return keys.value;
}
