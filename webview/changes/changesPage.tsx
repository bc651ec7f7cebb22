import { fillTemplate } from '../ui/fillTemplate';
import { Icon, IconButton } from '../ui/icon';
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
  if (changes === undefined) return model.failure.value === undefined ? <Skeleton /> : <Failed />;
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
        <div class="notice">
          <Icon name="info" />
          <span>{fillTemplate(strings.baseDeleted, model.deletedBase.value)}</span>
          <IconButton name="close" label={strings.dismiss} onClick={() => (model.deletedBase.value = undefined)} />
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

function Gone() {
  const { strings } = usePage();
  return (
    <main class="state">
      <Icon name="trash" class="state-icon" />
      <h1>{strings.goneTitle}</h1>
      <p role="status">{strings.goneHint}</p>
    </main>
  );
}

function Alone() {
  const { model, strings } = usePage();
  return (
    <main class="state">
      <Notices />
      <Icon name="diff" class="state-icon" />
      <h1>{strings.aloneTitle}</h1>
      <p>{strings.aloneHint}</p>
      <Button primary onClick={() => void model.pickBase()}>
        {strings.chooseRun}
      </Button>
    </main>
  );
}

function Failed() {
  const { model, strings } = usePage();
  return (
    <main class="state">
      <Icon name="error" class="state-icon failed" />
      <h1>{strings.failed}</h1>
      <p role="alert">{model.failure.value}</p>
      <Button primary onClick={() => void model.start()}>
        {strings.retry}
      </Button>
    </main>
  );
}

function Skeleton() {
  const { strings } = usePage();
  return (
    <main class="page skeleton" aria-busy="true" aria-label={strings.loading}>
      <div class="bone bone-title" />
      <div class="bone bone-line" />
      <div class="bone bone-block" />
      <div class="bone bone-block" />
    </main>
  );
}
