import { choicesOf, OFF, ON, takesWords } from '../../src/protocol/optionTexts';
import type { ScriptOption } from '../../src/protocol/scriptOptions';
import { Select, TextInput } from '../ui/fields';
import { fillTemplate } from '../ui/fillTemplate';
import { IconButton } from '../ui/icon';
import { useForm, usePage } from './pageContext';

/** An option with the values to try: its name, a control for each value, and its help. */
export function OptionRow(props: { option: number }) {
  const { strings } = usePage();
  const form = useForm();
  const { option } = props;
  const declared = form.form.options[option]!;
  const texts = form.texts.value[option]!;
  const isChanged = form.isChanged(option);
  const id = `option-${option}`;
  return (
    <div class={`row option ${isChanged ? 'changed' : ''}`}>
      <label for={`${id}-0`} class="row-name" title={[...declared.flags, ...(declared.offFlags ?? [])].join(' ')}>
        <code>{declared.key}</code>
        {declared.required === true && (
          <span class="required" title={strings.required} aria-label={strings.required}>
            *
          </span>
        )}
      </label>
      <div class="row-control">
        {texts.map((_, place) => (
          <ValueControl key={place} option={option} place={place} />
        ))}
        {declared.help !== undefined && (
          <p id={`${id}-help`} class="secondary help">
            {declared.help}
          </p>
        )}
      </div>
      {isChanged && <Before option={option} />}
    </div>
  );
}

/** What the run had, and the way back to it. */
function Before(props: { option: number }) {
  const { strings } = usePage();
  const form = useForm();
  const declared = form.form.options[props.option]!;
  const was = form.was(props.option);
  return (
    <div class="row-note secondary">
      <span class="was" title={strings.changed}>
        <code>{was === '' ? unsetText(declared, strings) : was}</code>
      </span>
      <IconButton
        name="discard"
        label={fillTemplate(strings.reset, declared.key)}
        onClick={() => form.reset(props.option)}
      />
    </div>
  );
}

function ValueControl(props: { option: number; place: number }) {
  const { strings } = usePage();
  const form = useForm();
  const { option, place } = props;
  const declared = form.form.options[option]!;
  const texts = form.texts.value[option]!;
  const text = texts[place]!;
  const problem = form.problem(option, text);
  const id = `option-${option}-${place}`;
  const shared = {
    id,
    value: text,
    problem: problem === undefined ? undefined : `${id}-problem`,
    description: declared.help === undefined ? undefined : `option-${option}-help`,
    ...(place === 0 ? {} : { label: `${declared.key} ${place + 1}` }),
  };
  const set = (value: string): void => form.setText(option, place, value);
  const choices = selectChoices(declared, text, strings);
  return (
    <div class="value">
      {choices === undefined ? (
        <TextInput
          {...shared}
          onInput={set}
          placeholder={declared.secret === true ? '' : unsetText(declared, strings)}
          hidden={form.isSecret(option)}
          numeric={declared.type === 'int' || declared.type === 'float'}
        />
      ) : (
        <Select {...shared} choices={choices} onChange={set} />
      )}
      {texts.length > 1 ? (
        <IconButton name="close" label={strings.removeValue} onClick={() => form.removeText(option, place)} />
      ) : (
        <IconButton name="add" label={strings.addValue} onClick={() => form.addText(option)} />
      )}
      {texts.length > 1 && place === texts.length - 1 && (
        <IconButton name="add" label={strings.addValue} onClick={() => form.addText(option)} />
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} class="problem" role="alert">
          {fillTemplate(strings.problems[problem], declared.count ?? '')}
        </p>
      )}
    </div>
  );
}

type Strings = ReturnType<typeof usePage>['strings'];

/** What a select offers: of an option that takes one of several values; `undefined` where one types. */
function selectChoices(option: ScriptOption, text: string, strings: Strings) {
  const unset = option.required === true ? [] : [{ value: '', label: unsetText(option, strings) }];
  if (option.type === 'flag') {
    const on = option.flags.length > 0 ? [{ value: ON, label: strings.on }] : [];
    const off = (option.offFlags ?? []).length > 0 ? [{ value: OFF, label: strings.off }] : [];
    return [...unset, ...on, ...off];
  }
  const choices = takesWords(option) ? [] : choicesOf(option);
  if (choices.length === 0) return undefined;
  const others = text === '' || choices.includes(text) ? [] : [text];
  return [...unset, ...[...choices, ...others].map((value) => ({ value, label: value }))];
}

/** How a form shows that an option is left to its default. */
function unsetText({ default: value, type, required }: ScriptOption, strings: Strings): string {
  if (required === true) return '';
  if (type === 'flag') return fillTemplate(strings.useDefault, isTruthy(value) ? strings.on : strings.off);
  return value === undefined || value === null ? strings.notSet : fillTemplate(strings.useDefault, String(value));
}

function isTruthy(value: unknown): boolean {
  return value === true || (typeof value === 'number' && value !== 0);
}
