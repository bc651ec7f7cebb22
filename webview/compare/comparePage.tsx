import { Button } from '../ui/toolkit';
import { Icon, IconButton } from '../ui/icon';
import { fillTemplate } from '../ui/fillTemplate';
import { ChartSection } from './chartSection';
import { usePage } from './pageContext';
import { RunChips } from './runChips';
import { Toolbar } from './toolbar';
import { ValueTable } from './valueTable';
import { VerdictLine } from './verdictLine';

/** The comparison page: the answer, the runs, their charts, and every value. */
export function ComparePage() {
  const { model } = usePage();
  if (model.comparison.value === undefined || model.runIds.value.length === 0) return <WithoutRuns />;
  return (
    <main class="page">
      <header>
        <Notices />
        <VerdictLine />
      </header>
      <div class="sticky">
        <RunChips />
        <Toolbar />
      </div>
      <ChartSection />
      <ValueTable />
    </main>
  );
}

function WithoutRuns() {
  const { model, strings } = usePage();
  if (model.failure.value !== undefined) return <Failed message={model.failure.value} />;
  if (!model.ready.value || model.runIds.value.length > 0) return <Skeleton />;
  return (
    <main class="state">
      <Notices />
      <Icon name="graph-line" class="state-icon" />
      <h1>{strings.emptyTitle}</h1>
      <p>{strings.emptyHint}</p>
      <Button primary icon="add" onClick={() => void model.pickRuns()}>
        {strings.pickRuns}
      </Button>
    </main>
  );
}

function Failed(props: { message: string }) {
  const { model, strings } = usePage();
  return (
    <main class="state">
      <Icon name="error" class="state-icon failed" />
      <h1>{strings.failed}</h1>
      <p role="alert">{props.message}</p>
      <Button primary onClick={() => void model.start()}>
        {strings.retry}
      </Button>
    </main>
  );
}

/** What went wrong while there is something to show: it does not take that away. */
function Notices() {
  const { model, strings } = usePage();
  const deleted = model.deleted.value;
  return (
    <div role="status">
      {deleted.length > 0 && (
        <div class="notice">
          <Icon name="info" />
          <span>{fillTemplate(strings.deletedRuns, deleted.join(', '))}</span>
          <IconButton name="close" label={strings.dismiss} onClick={() => (model.deleted.value = [])} />
        </div>
      )}
      {model.failure.value !== undefined && (
        <div class="notice">
          <Icon name="error" class="failed" />
          <span>{model.failure.value}</span>
          <Button onClick={() => void model.start()}>{strings.retry}</Button>
        </div>
      )}
    </div>
  );
}

function Skeleton() {
  const { strings } = usePage();
  return (
    <main class="page skeleton" aria-busy="true" aria-label={strings.loading}>
      <div class="bone bone-title" />
      <div class="bone bone-line" />
      <div class="chart-grid">
        {[1, 2, 3, 4].map((card) => (
          <div key={card} class="bone chart-card" />
        ))}
      </div>
    </main>
  );
}
