import { inKeyOrder } from '../../ui/keyOrder';
import { usePage, useRun } from '../pageContext';
import { useLoaded } from '../useLoaded';

/** Keys that one question gives. */
const PAGE = 1000;

/** The keys of all metrics of the run, those of the machine too; `undefined` before they are known. */
export function useMetricKeys(prefix = ''): readonly string[] | undefined {
  const { model } = usePage();
  const { id, metricCount } = useRun();
  const read = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    for (let last = PAGE; last === PAGE;) {
      const query = { runId: id, prefix, offset: found.length, limit: PAGE };
      const { metrics } = await model.host.call('listMetrics', query);
      found.push(...metrics.map(({ key }) => key));
      last = metrics.length;
    }
    return found.sort(inKeyOrder);
  };
  // Again when a metric comes that was not there.
  return useLoaded<readonly string[] | undefined>(undefined, read, [id, metricCount, prefix]);
}
