import { useSignal } from '@preact/signals';
import type { Crosshair } from '../../charts/lineChart';
import { filterKeys, groupKeys, type KeyGroup } from '../../compare/keyGroups';
import { fillTemplate } from '../../ui/fillTemplate';
import { Icon } from '../../ui/icon';
import { Button, SearchField } from '../../ui/toolkit';
import { Bone } from '../bone';
import { MACHINE_PREFIX } from '../machine/machineMetrics';
import { usePage, useRun } from '../pageContext';
import './charts.css';
import { MetricChart } from './metricChart';
import { useMetricKeys } from './metricKeys';
import { RunLoggedData } from './runLoggedData';

/** One chart per metric, in groups by what stands before the first slash. */
export function ChartsTab() {
  const { logged, model, view, strings } = usePage();
  const run = useRun();
  // The machine has a tab of its own.
  const keys = useMetricKeys()?.filter((key) => !key.startsWith(MACHINE_PREFIX));
  if (keys === undefined) return <Bone class="bone-block" />;
  if (keys.length === 0) {
    return (
      <>
        {logged.plots.value.length === 0 && (
          <p class="hint">{model.live.value ? strings.noMetricsYet : strings.noMetrics}</p>
        )}
        <RunLoggedData />
      </>
    );
  }
  const found = filterKeys(keys, view.metricSearch.value);
  return (
    <>
      <div class="charts-bar">
        <SearchField
          value={view.metricSearch.value}
          label={strings.searchMetrics}
          onInput={(text) => (view.metricSearch.value = text)}
        />
      </div>
      {found.length === 0 && <NoMatch />}
      <Groups groups={groupKeys(found, run.keyMetric?.key)} />
      <RunLoggedData />
    </>
  );
}

function NoMatch() {
  const { view, strings } = usePage();
  return (
    <div class="hint">
      <p>{fillTemplate(strings.noMetricMatch, view.metricSearch.value)}</p>
      <Button onClick={() => (view.metricSearch.value = '')}>{strings.clearSearch}</Button>
    </div>
  );
}

function Groups({ groups }: { groups: KeyGroup[] }) {
  const { strings } = usePage();
  const [only] = groups;
  if (groups.length === 1 && only !== undefined) {
    return (
      <>
        <h2 class="visually-hidden">{strings.metrics}</h2>
        <Cards keys={only.keys} />
      </>
    );
  }
  return (
    <>
      {groups.map((group) => (
        <Group key={group.name} group={group} label={group.name || strings.metrics} />
      ))}
    </>
  );
}

function Group({ group, label }: { group: KeyGroup; label: string }) {
  const open = useSignal(!group.aside);
  return (
    <section>
      <h2>
        <button type="button" class="fold" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
          <Icon name={open.value ? 'chevron-down' : 'chevron-right'} />
          {label} <span class="secondary number">{group.keys.length}</span>
        </button>
      </h2>
      {open.value && <Cards keys={group.keys} />}
    </section>
  );
}

function Cards({ keys }: { keys: readonly string[] }) {
  const crosshair = useSignal<Crosshair | undefined>(undefined);
  return (
    <div class="chart-grid">
      {keys.map((key) => (
        <MetricChart key={key} metric={key} crosshair={crosshair} />
      ))}
    </div>
  );
}
