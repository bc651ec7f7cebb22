import { useLayoutEffect, useRef } from 'preact/hooks';
import { useWidth } from '../ui/elementSize';
import { Button } from '../ui/toolkit';
import { fillTemplate } from '../ui/fillTemplate';
import { DismissibleNotice, Empty, Failed, FailureNotice, Skeleton } from '../ui/states';
import { ChartSection } from './chartSection';
import { ComparedLoggedData } from './comparedLoggedData';
import { FullScreen } from './fullScreen';
import { AcrossRuns } from './insights/acrossRuns';
import { SideBySide } from './insights/sideBySide';
import { usePage } from './pageContext';
import { StickyHead } from './stickyHead';
import { ValueTable } from './valueTable';
import { VerdictLine } from './verdictLine';

/** The comparison page: the answer, the runs, their charts, and every value. */
export function ComparePage() {
  const { model, mayBuild } = usePage();
  const isEmpty = model.comparison.value === undefined || model.runIds.value.length === 0;
  if (isEmpty || !mayBuild.value) return <WithoutRuns />;
  return (
    <main class="page">
      <header>
        <Notices />
        <VerdictLine />
        <ReportLine />
      </header>
      <StickyHead />
      <ChartSection />
      <ComparedLoggedData />
      {model.settled.value && <AcrossRuns />}
      {model.settled.value && <ValueTable />}
      <FullScreen />
      {model.settled.value && <SideBySide />}
    </main>
  );
}

/** When a report was saved: its runs may have gone on since. */
function ReportLine() {
  const { model, strings } = usePage();
  const report = model.report.value;
  if (report === undefined) return null;
  const { lang } = document.documentElement;
  const savedAt = new Date(report.savedAt).toLocaleString(lang, { dateStyle: 'long', timeStyle: 'short' });
  return <p class="secondary">{fillTemplate(strings.savedReport, savedAt, report.version)}</p>;
}

function WithoutRuns() {
  const { model, strings } = usePage();
  const retry = (): void => void model.start();
  if (model.failure.value !== undefined) {
    return <Failed message={model.failure.value} strings={strings} onRetry={retry} />;
  }
  if (!model.ready.value || model.runIds.value.length > 0) return <Loading />;
  return (
    <Empty notices={<Notices />} icon="graph-line" title={strings.emptyTitle} hint={strings.emptyHint}>
      <Button primary icon="add" onClick={() => void model.pickRuns()}>
        {strings.pickRuns}
      </Button>
    </Empty>
  );
}

function Notices() {
  const { model, strings } = usePage();
  const deleted = model.deleted.value;
  return (
    <div role="status">
      {deleted.length > 0 && (
        <DismissibleNotice
          text={fillTemplate(strings.deletedRuns, deleted.join(', '))}
          dismiss={strings.dismiss}
          onDismiss={() => (model.deleted.value = [])}
        />
      )}
      {model.failure.value !== undefined && (
        <FailureNotice message={model.failure.value} strings={strings} onRetry={() => void model.start()} />
      )}
    </div>
  );
}

function Loading() {
  const { strings, gridWidth } = usePage();
  const grid = useRef<HTMLDivElement>(null);
  const width = useWidth(grid);
  useLayoutEffect(() => void (gridWidth.value = width), [gridWidth, width]);
  return (
    <Skeleton label={strings.loading}>
      <div class="bone bone-line" />
      <div ref={grid} class="chart-grid">
        {[1, 2, 3, 4].map((card) => (
          <div key={card} class="bone chart-card" />
        ))}
      </div>
    </Skeleton>
  );
}
