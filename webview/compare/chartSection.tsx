import { useLayoutEffect, useRef } from 'preact/hooks';
import { useWidth } from '../ui/elementSize';
import { Icon } from '../ui/icon';
import { fillTemplate } from '../ui/fillTemplate';
import { Button } from '../ui/toolkit';
import { ChartCard } from './chartCard';
import { columnsOf } from './chartGrid';
import { filterKeys } from './keyGroups';
import { usePage } from './pageContext';
import { shownGroups, type ShownGroup } from './shownGroups';

/** One chart per metric key. All cards are in the page, but only those in sight hold more than their height. */
export function ChartSection() {
  const { model, view, strings } = usePage();
  const keys = model.metricKeys.value;
  return (
    <section id="charts" aria-label={strings.charts}>
      <h2 class="visually-hidden">{strings.charts}</h2>
      {keys.length === 0 && (
        <div class="hint">
          <b>{strings.noMetrics}</b>
          <p>{strings.noMetricsHint}</p>
        </div>
      )}
      {keys.length > 0 && filterKeys(keys, view.search.value).length === 0 && <NoMatch />}
      <ChartGroups groups={shownGroups(model, view)} />
    </section>
  );
}

function ChartGroups({ groups }: { groups: ShownGroup[] }) {
  const { strings } = usePage();
  const [only] = groups;
  if (groups.length === 1 && only !== undefined) return <Cards keys={only.keys} />;
  return (
    <>
      {groups.map((group) => (
        <Group key={group.name} group={group} label={group.name || strings.metrics} />
      ))}
    </>
  );
}

function Group({ group, label }: { group: ShownGroup; label: string }) {
  const { view } = usePage();
  const toggle = (): void => {
    const toggled = view.toggled.value;
    const isToggled = toggled.includes(group.name);
    view.toggled.value = isToggled ? toggled.filter((name) => name !== group.name) : [...toggled, group.name];
  };
  return (
    <>
      <h2>
        <button type="button" class="fold" aria-expanded={group.isOpen} onClick={toggle}>
          <Icon name={group.isOpen ? 'chevron-down' : 'chevron-right'} />
          {label} <span class="secondary number">{group.keys.length}</span>
        </button>
      </h2>
      {group.isOpen && <Cards keys={group.keys} />}
    </>
  );
}

function Cards({ keys }: { keys: string[] }) {
  const grid = useRef<HTMLDivElement>(null);
  const width = useWidth(grid);
  const columns = columnsOf(width);
  useLayoutEffect(() => {
    if (grid.current !== null) grid.current.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
  }, [columns]);
  return (
    <div ref={grid} class="chart-grid">
      {width > 0 && keys.map((key) => <ChartCard key={key} metric={key} group={keys} columns={columns} />)}
    </div>
  );
}

function NoMatch() {
  const { logged, model, view, strings } = usePage();
  const hint = useRef<HTMLDivElement>(null);
  const others = [...(model.comparison.value?.params ?? []), ...logged.plots.value].map(({ key }) => key);
  const isNowhere = filterKeys(others, view.search.value).length === 0;
  // The charts above what is looked at are gone, and nothing else tells why.
  useLayoutEffect(() => {
    if (isNowhere) hint.current?.scrollIntoView({ block: 'nearest' });
  }, [isNowhere]);
  return (
    <div ref={hint} class="hint">
      <p>{fillTemplate(strings.noMatch, view.search.value)}</p>
      <Button onClick={() => (view.search.value = '')}>{strings.clearSearch}</Button>
    </div>
  );
}
