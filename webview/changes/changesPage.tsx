import { fillTemplate } from '../ui/fillTemplate';
import { DismissibleNotice, Empty, Failed, FailureNotice, Skeleton } from '../ui/states';
import { Button } from '../ui/toolkit';
import { Answer } from './answer';
import { BaseBar } from './baseBar';
import { CodeSection } from './codeSection';
import { MetricTable } from './metricTable';
import { usePage } from './pageContext';
import { ValueSections } from './valueSections';

/** What changed between two runs: the answer, what came of it, and every difference. */
export function ChangesPage() {
  const { model } = usePage();
  if (model.gone.value) return <Gone />;
  if (model.alone.value) return <Alone />;
  const changes = model.changes.value;
  if (changes === undefined) return <Unfilled />;
  return (
    <main class="page">
      <header>
        <Notices />
        <Answer changes={changes} />
        <BaseBar changes={changes} />
      </header>
      <MetricTable changes={changes} />
      <ValueSections changes={changes} of={['params', 'seeds']} />
      <CodeSection code={changes.code} />
      <ValueSections changes={changes} of={['data', 'packages', 'machine', 'command']} />
    </main>
  );
}

function Notices() {
  const { model, strings } = usePage();
  return (
    <div role="status">
      {model.deletedBase.value !== undefined && (
        <DismissibleNotice
          text={fillTemplate(strings.baseDeleted, model.deletedBase.value)}
          dismiss={strings.dismiss}
          onDismiss={() => (model.deletedBase.value = undefined)}
        />
      )}
      {model.failure.value !== undefined && (
        <FailureNotice message={model.failure.value} strings={strings} onRetry={() => void model.start()} />
      )}
    </div>
  );
}

function Gone() {
  const { strings } = usePage();
  return <Empty icon="trash" title={strings.goneTitle} hint={strings.goneHint} />;
}

function Alone() {
  const { model, strings } = usePage();
  return (
    <Empty notices={<Notices />} icon="diff" title={strings.aloneTitle} hint={strings.aloneHint}>
      <Button primary onClick={() => void model.pickBase()}>
        {strings.chooseRun}
      </Button>
    </Empty>
  );
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
      <div class="bone bone-block" />
    </Skeleton>
  );
}
