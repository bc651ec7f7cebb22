import { useRef } from 'preact/hooks';
import { MAX_RERUNS } from '../../src/protocol/rerunPlan';
import { REDACTED } from '../../src/protocol/redacted';
import { joinWords } from '../../src/protocol/words';
import { fillTemplate } from '../ui/fillTemplate';
import { Icon } from '../ui/icon';
import { Button } from '../ui/toolkit';
import type { FormModel } from './formModel';
import { maskAsRecorded } from './maskedWords';
import { useForm, usePage } from './pageContext';

/** Command lines that the page shows when it is asked for all. */
const MOST_SHOWN = 50;

/** The command that will run, and the buttons that start it; always in sight. */
export function LaunchBar(props: { onLaunch: (how: 'start' | 'queue') => void }) {
  const { strings } = usePage();
  const form = useForm();
  const count = form.count.value;
  const label = (one: string, many: string): string => (count === 1 ? one : fillTemplate(many, count));
  return (
    <footer class="launch">
      <CommandLines />
      <div class="launch-row">
        <Button primary icon="play" onClick={() => props.onLaunch('start')}>
          {label(strings.startOne, strings.startMany)}
        </Button>
        {count === 1 && <Button onClick={() => props.onLaunch('queue')}>{strings.queueOne}</Button>}
        <div role="status" class="launch-status">
          <Status />
        </div>
      </div>
    </footer>
  );
}

function Status() {
  const { model, strings } = usePage();
  const form = useForm();
  const outcome = model.outcome.value;
  if (form.count.value > MAX_RERUNS) {
    return <Problem text={fillTemplate(strings.tooMany, form.count.value, MAX_RERUNS)} />;
  }
  if (model.failure.value !== undefined) return <Problem text={model.failure.value} />;
  if (model.wasRefused.value && !form.isValid.value) return <Problem text={strings.fieldsToMend} />;
  if (outcome === undefined) return null;
  const one = outcome.how === 'start' ? strings.started : strings.queued;
  return (
    <>
      <Icon name="pass" class="passed" />
      <span>{outcome.count === 1 ? one : fillTemplate(strings.queuedMany, outcome.count)}</span>
    </>
  );
}

function Problem(props: { text: string }) {
  return (
    <>
      <Icon name="error" class="failed" />
      <span>{props.text}</span>
    </>
  );
}

function CommandLines() {
  const { strings } = usePage();
  const form = useForm();
  const isStale = form.runs.value.length === 0;
  // What is being typed may be wrong for a moment: nothing shall jump then.
  const shown = useRef<string[][]>([]);
  if (!isStale) shown.current = form.runs.value;
  const [first, ...others] = shown.current;
  if (first === undefined) return null;
  const text = (words: string[]): string => commandText(form, words);
  return (
    <div class={`commands ${isStale ? 'stale' : ''}`}>
      <code role="textbox" aria-readonly="true" aria-label={strings.command} class="command" tabIndex={0}>
        {text(first)}
      </code>
      {others.length > 0 && (
        <details>
          <summary>{fillTemplate(strings.moreCommands, others.length)}</summary>
          {others.slice(0, MOST_SHOWN).map((words, place) => (
            <code key={place} class="command">
              {text(words)}
            </code>
          ))}
          {others.length > MOST_SHOWN && <span class="secondary">…</span>}
        </details>
      )}
    </div>
  );
}

/** The command line without secrets, the program by its last name. */
function commandText(form: FormModel, words: readonly string[]): string {
  const { command, argumentsAt } = form.form;
  const [program = '', ...launcher] = command.slice(0, argumentsAt);
  const secrets = new Set(
    form.texts.value.flatMap((texts, option) => (form.isSecret(option) ? texts.filter((text) => text !== '') : [])),
  );
  const shown = words.map((word) => [...secrets].reduce((text, secret) => text.replaceAll(secret, REDACTED), word));
  const masked = form.hasOptions ? shown : maskAsRecorded(shown, command.slice(argumentsAt));
  return joinWords([program.replace(/^.*[/\\]/s, ''), ...launcher, ...masked]);
}
