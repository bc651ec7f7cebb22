import { useSignal } from '@preact/signals';
import { useCallback } from 'preact/hooks';
import type { Series } from '../../../src/protocol/entities';
import type { Crosshair } from '../../charts/lineChart';
import { MetricChart } from '../charts/metricChart';
import '../charts/charts.css';
import { useMetricKeys } from '../charts/metricKeys';
import { Bone } from '../bone';
import { usePage, useRun } from '../pageContext';
import { machineName, MACHINE_PREFIX, machineUnit } from './machineMetrics';
import { Select } from '../../ui/fields';

/** What the machine did over time, above it a metric over the same time. */
export function MachineTab() {
  const { view, strings } = usePage();
  const run = useRun();
  const keys = useMetricKeys(MACHINE_PREFIX);
  const crosshair = useSignal<Crosshair | undefined>(undefined);
  const seconds = useCallback(
    ({ times }: Series): Float64Array => times.map((time) => (time - run.startedAt) / 1000),
    [run.startedAt],
  );
  if (keys === undefined) return <Bone class="bone-block" />;
  if (keys.length === 0) return <p class="hint">{strings.noMachine}</p>;
  const metrics = run.metrics.map(({ key }) => key);
  const chosen = [view.machineMetric.value, run.keyMetric?.key, metrics[0]].find(
    (key) => key !== undefined && metrics.includes(key),
  );
  return (
    <>
      <h2 class="visually-hidden">{strings.tabs.machine}</h2>
      {chosen !== undefined && (
        <div class="charts-bar">
          <label for="against" class="secondary">
            {strings.against}
          </label>
          <Select
            id="against"
            value={chosen}
            choices={metrics.map((key) => ({ value: key, label: key }))}
            onChange={(key) => (view.machineMetric.value = key)}
          />
        </div>
      )}
      <div class="chart-grid">
        {chosen !== undefined && (
          <MetricChart key={chosen} metric={chosen} xLabel={strings.timeAxis} xOf={seconds} crosshair={crosshair} />
        )}
        {keys.map((key) => (
          <MetricChart
            key={key}
            metric={key}
            title={machineName(key, strings.machineNames)}
            unit={machineUnit(key)}
            xLabel={strings.timeAxis}
            xOf={seconds}
            crosshair={crosshair}
          />
        ))}
      </div>
    </>
  );
}
