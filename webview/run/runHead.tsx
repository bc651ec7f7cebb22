import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { RunAction } from '../../src/protocol/runPage';
import { RunSwatch } from '../charts/runSwatch';
import { fillTemplate } from '../ui/fillTemplate';
import { IconButton } from '../ui/icon';
import { StatusIcon } from '../ui/statusIcon';
import { Button } from '../ui/toolkit';
import { formatAgo, formatDuration } from '../../src/protocol/units';
import { usePage, useRun } from './pageContext';

/** Which run it is, how it stands, and what can be done with it. */
export function RunHead() {
  return (
    <header class="run-head">
      <div class="run-title">
        <RunName />
        <RunFacts />
      </div>
      <Actions />
      <Command />
    </header>
  );
}

/** The name; the pencil beside it makes it a field. Enter keeps what is typed, Escape does not. */
function RunName() {
  const { strings, theme } = usePage();
  const run = useRun();
  const editing = useSignal(false);
  if (editing.value) return <NameField onEnd={() => (editing.value = false)} />;
  return (
    <div class="run-name-line">
      <RunSwatch colorIndex={run.colorIndex} theme={theme} />
      <h1 title={run.name}>
        <bdi>{run.name}</bdi>
      </h1>
      <IconButton name="edit" label={strings.rename} onClick={() => (editing.value = true)} />
    </div>
  );
}

function NameField({ onEnd }: { onEnd: () => void }) {
  const { model, strings } = usePage();
  const run = useRun();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const keep = async (): Promise<void> => {
    const name = field.current?.value.trim() ?? '';
    if (name === '' || name === run.name || (await model.rename(name))) onEnd();
  };
  return (
    <input
      ref={field}
      class="field run-name-field"
      aria-label={strings.name}
      defaultValue={run.name}
      spellcheck={false}
      onBlur={() => void keep()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') void keep();
        else if (event.key === 'Escape') onEnd();
      }}
    />
  );
}

function RunFacts() {
  const { model, strings, locale, now } = usePage();
  const run = useRun();
  const end = run.endedAt ?? (model.live.value ? now.value : undefined);
  const progress = model.progress.value;
  return (
    <p class="run-facts">
      <span class="run-status">
        <StatusIcon status={run.status} /> {strings.statuses[run.status]}
      </span>
      {progress !== undefined && (
        <span class="number">
          {fillTemplate(strings.progress[progress.unit], Math.floor(progress.done), progress.total)}
        </span>
      )}
      {end !== undefined && <span class="number">{formatDuration(end - run.startedAt, strings.time)}</span>}
      <span title={new Date(run.startedAt).toLocaleString(locale)}>
        {formatAgo(run.startedAt, now.value, strings.time)}
      </span>
      <span>
        <bdi>{run.experiment}</bdi>
      </span>
    </p>
  );
}

function Command() {
  const { model, strings } = usePage();
  const text = useRun().command.join(' ');
  if (text === '') return null;
  return (
    <p class="run-command">
      <code title={text}>{text}</code>
      <IconButton
        name="copy"
        label={strings.copyCommand}
        onClick={() => model.do(model.host.call('copyText', { text }))}
      />
    </p>
  );
}

/** The commands of the run's row, with the same names. */
function Actions() {
  const { model, strings } = usePage();
  const run = useRun();
  const act = (action: RunAction): void => model.do(model.host.call('act', { action }));
  const base = model.base.value;
  const compare = (): void => model.do(model.host.call('compare', { others: base === undefined ? [] : [base.run.id] }));
  const stoppable = model.live.value && run.parent === null;
  return (
    <div class="run-actions">
      {stoppable && (
        <Button icon="debug-stop" onClick={() => act('stopRun')}>
          {strings.actions.stop}
        </Button>
      )}
      <Button icon="debug-rerun" primary={!model.live.value} onClick={() => act('rerun')}>
        {strings.actions.rerun}
      </Button>
      <Button icon="graph-line" onClick={compare}>
        {strings.actions.compare}
      </Button>
      <Button icon="diff" onClick={() => act('diffRunWithWorkspace')}>
        {strings.actions.diff}
      </Button>
      {!model.live.value && run.parent === null && (
        <Button icon="history" onClick={() => act('reproduceRun')}>
          {strings.actions.reproduce}
        </Button>
      )}
    </div>
  );
}
