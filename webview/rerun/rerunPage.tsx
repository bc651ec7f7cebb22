import { useEffect, useRef } from 'preact/hooks';
import { RadioGroup, TextInput } from '../ui/fields';
import { fillTemplate } from '../ui/fillTemplate';
import { Icon } from '../ui/icon';
import { Empty, Failed, Skeleton } from '../ui/states';
import { SearchField } from '../ui/toolkit';
import { LaunchBar } from './launchBar';
import { OptionRow } from './optionRow';
import { useForm, usePage } from './pageContext';

/** From so many options on there is a field to search in them. */
const SEARCHABLE = 12;

/** The form that runs a run again with other values. */
export function RerunPage() {
  const { model, strings } = usePage();
  if (model.form.value !== undefined) return <Form />;
  if (model.failure.value !== undefined) {
    return <Failed message={model.failure.value} strings={strings} onRetry={() => void model.start()} />;
  }
  if (!model.ready.value) return <Loading />;
  return <Empty icon="history" title={strings.deletedTitle} hint={strings.deletedHint} />;
}

function Form() {
  const { model, strings } = usePage();
  const form = useForm();
  const page = useRef<HTMLElement>(null);
  useEffect(() => focusFirst(page.current, '[aria-invalid="true"]', '.field'), []);
  const launch = async (how: 'start' | 'queue'): Promise<void> => {
    if (!(await model.launch(how))) focusFirst(page.current, '[aria-invalid="true"]');
  };
  return (
    <main
      ref={page}
      class="page"
      onKeyDown={(event) => {
        const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
        if (event.key === 'Enter' && isField && !event.isComposing) void launch('start');
      }}
    >
      <header class="head">
        <h1>{fillTemplate(strings.title, form.form.name)}</h1>
        {form.isAnyChanged && (
          <button type="button" class="link" onClick={() => form.resetAll()}>
            {strings.resetAll}
          </button>
        )}
      </header>
      {form.hidesArgument && (
        <p class="notice" role="alert">
          <Icon name="warning" class="failed" />
          {strings.hiddenArgument}
        </p>
      )}
      {form.hasOptions ? <Options /> : <Line />}
      <Repeats />
      {form.form.hasSnapshot && <Code />}
      <LaunchBar onLaunch={(how) => void launch(how)} />
    </main>
  );
}

/** Puts the focus on the first element that one of the selectors finds, tried in their order. */
function focusFirst(page: HTMLElement | null, ...selectors: string[]): void {
  const found = selectors.map((selector) => page?.querySelector<HTMLElement>(selector)).find((one) => one);
  found?.focus();
}

function Options() {
  const { model, strings } = usePage();
  const { options } = useForm().form;
  const shown = model.shown.value;
  return (
    <section aria-label={strings.options}>
      {options.length >= SEARCHABLE && (
        <SearchField
          value={model.search.value}
          label={strings.search}
          onInput={(text) => (model.search.value = text)}
        />
      )}
      {shown.map((option) => {
        const { subcommand, choices } = options[option]!;
        if (subcommand !== true) return <OptionRow key={option} option={option} />;
        return (
          <h2 key={option} class="command-name">
            <code>{String(choices?.[0] ?? '')}</code>
          </h2>
        );
      })}
      {shown.length === 0 && <p class="secondary no-match">{fillTemplate(strings.noMatch, model.search.value)}</p>}
    </section>
  );
}

/** Of a script whose parser nobody knows: its arguments as one line, and what it told of its params. */
function Line() {
  const { strings } = usePage();
  const form = useForm();
  const problem = form.lineProblem;
  return (
    <section class="line">
      <label for="line">{strings.arguments}</label>
      <TextInput
        id="line"
        numeric
        value={form.line.value}
        onInput={(line) => (form.line.value = line)}
        problem={problem === undefined ? undefined : 'line-problem'}
        description="line-hint"
      />
      {problem !== undefined && (
        <p id="line-problem" class="problem" role="alert">
          {strings.problems[problem]}
        </p>
      )}
      <p id="line-hint" class="secondary help">
        {strings.noParser} {strings.argumentsHint}
      </p>
      {form.form.params.length > 0 && (
        <details class="params">
          <summary>{strings.parameters}</summary>
          <dl>
            {form.form.params.map(({ key, value }) => (
              <div key={key}>
                <dt>
                  <code>{key}</code>
                </dt>
                <dd>
                  <code>{String(value)}</code>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  );
}

function Repeats() {
  const { strings } = usePage();
  const form = useForm();
  const bySeeds = form.seed !== undefined;
  const isWrong = bySeeds ? form.seedsProblem : form.timesProblem;
  const hint =
    bySeeds && form.form.seeds.length > 0
      ? `${strings.seedsHint} ${fillTemplate(strings.seedsSeen, form.form.seeds.join(', '))}`
      : bySeeds
        ? strings.seedsHint
        : strings.timesHint;
  const value = bySeeds ? form.seeds : form.times;
  return (
    <section class="row" aria-label={strings.repeat}>
      <label for="repeats" class="row-name">
        {bySeeds ? strings.seeds : strings.times}
      </label>
      <div class="row-control">
        <TextInput
          id="repeats"
          numeric
          value={value.value}
          placeholder={bySeeds ? '0-4' : '1'}
          onInput={(text) => (value.value = text)}
          problem={isWrong ? 'repeats-problem' : undefined}
          description="repeats-hint"
        />
        {isWrong && (
          <p id="repeats-problem" class="problem" role="alert">
            {bySeeds ? strings.problems.seeds : strings.problems.times}
          </p>
        )}
        <p id="repeats-hint" class="secondary help">
          {hint}
        </p>
      </div>
    </section>
  );
}

function Code() {
  const { model, strings } = usePage();
  const form = useForm();
  const changed = model.changedFiles.value;
  const ofSnapshot =
    changed === null
      ? strings.codeSnapshot
      : changed === 0
        ? strings.codeSnapshotSame
        : fillTemplate(strings.codeSnapshotDiffers, changed);
  return (
    <section class="row">
      <span class="row-name">{strings.code}</span>
      <RadioGroup
        name="code"
        label={strings.code}
        value={form.code.value}
        onChange={(code) => (form.code.value = code)}
        choices={[
          { value: 'workspace', label: strings.codeNow },
          { value: 'snapshot', label: ofSnapshot },
        ]}
      />
    </section>
  );
}

function Loading() {
  const { strings } = usePage();
  return (
    <Skeleton label={strings.loading}>
      {[1, 2, 3, 4].map((row) => (
        <div key={row} class="bone bone-row" />
      ))}
    </Skeleton>
  );
}
