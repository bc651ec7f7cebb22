import { RUN_TABS, type RunTab } from '../../src/protocol/runPage';
import { DismissibleNotice, Empty, Failed, FailureNotice, Skeleton } from '../ui/states';
import { TabPanel, Tabs } from '../ui/tabs';
import { ChartsTab } from './charts/chartsTab';
import { CodeTab } from './code/codeTab';
import { DataTab } from './data/dataTab';
import { MachineTab } from './machine/machineTab';
import { OutputTab } from './output/outputTab';
import { OverviewTab } from './overview/overviewTab';
import { countMetrics } from './metricCount';
import { usePage, useRun } from './pageContext';
import { RunHead } from './runHead';

/** The page of one run. */
export function RunPage() {
  const { model, view, strings } = usePage();
  if (model.gone.value) return <Empty icon="trash" title={strings.goneTitle} hint={strings.goneHint} />;
  if (model.run.value === undefined) return <Unfilled />;
  const tab = view.tab.value;
  return (
    <main class={`page run-page ${tab === 'output' ? 'fills' : ''}`}>
      <div role="status">
        {model.failure.value !== undefined && (
          <FailureNotice message={model.failure.value} strings={strings} onRetry={() => void model.start()} />
        )}
        {model.refusal.value !== undefined && (
          <DismissibleNotice
            isError
            text={model.refusal.value}
            dismiss={strings.dismiss}
            onDismiss={() => (model.refusal.value = undefined)}
          />
        )}
      </div>
      <RunHead />
      <RunTabs />
      <TabPanel id={tab}>
        <TabContent tab={tab} />
      </TabPanel>
    </main>
  );
}

function RunTabs() {
  const { view, strings } = usePage();
  const run = useRun();
  const notes: Partial<Record<RunTab, number | undefined>> = {
    charts: countMetrics(run) || undefined,
    data: run.inputs.length + run.artifacts.length || undefined,
  };
  const tabs = RUN_TABS.map((id) => ({ id, label: strings.tabs[id], note: notes[id]?.toString() }));
  return <Tabs label={strings.tabList} tabs={tabs} chosen={view.tab.value} onChoose={(id) => (view.tab.value = id)} />;
}

function TabContent({ tab }: { tab: RunTab }) {
  switch (tab) {
    case 'overview':
      return <OverviewTab />;
    case 'charts':
      return <ChartsTab />;
    case 'output':
      return <OutputTab />;
    case 'code':
      return <CodeTab />;
    case 'data':
      return <DataTab />;
    case 'machine':
      return <MachineTab />;
  }
}

/** Before the first answer. */
function Unfilled() {
  const { model, strings } = usePage();
  const failure = model.failure.value;
  if (failure !== undefined) {
    return <Failed message={failure} strings={strings} onRetry={() => void model.start()} />;
  }
  return (
    <Skeleton label={strings.loading}>
      <div class="bone bone-line" />
      <div class="bone bone-block" />
    </Skeleton>
  );
}
