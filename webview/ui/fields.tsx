import { Icon } from './icon';

/** A text field of the page's own; its label stands in the page and names it by `id`. */
export function TextInput(props: {
  id: string;
  value: string;
  onInput: (value: string) => void;
  /** Shown while it is empty. */
  placeholder?: string | undefined;
  /** Id of the sentence that says what is wrong with the value. */
  problem?: string | undefined;
  /** Id of a text that explains it. */
  description?: string | undefined;
  /** Its name where no label stands beside it. */
  label?: string | undefined;
  /** Whether what is typed is not shown. */
  hidden?: boolean;
  numeric?: boolean;
}) {
  const shared = {
    ...described(props),
    class: `field ${props.numeric === true ? 'number' : ''}`,
    autocomplete: 'off',
    spellcheck: false,
    placeholder: props.placeholder,
    onInput: (event: { currentTarget: HTMLInputElement }) => props.onInput(event.currentTarget.value),
  };
  return props.hidden === true ? <input type="password" {...shared} /> : <input type="text" {...shared} />;
}

/** What a control is called, and what is said of its value. */
function described(props: {
  id: string;
  value: string;
  label?: string | undefined;
  problem?: string | undefined;
  description?: string | undefined;
}) {
  const told = [props.problem, props.description].filter((id) => id !== undefined).join(' ');
  return {
    id: props.id,
    value: props.value,
    'aria-label': props.label,
    'aria-invalid': props.problem !== undefined,
    'aria-describedby': told === '' ? undefined : told,
  };
}

/** One of a few values. The browser's own control: it is used by keys and read out as everywhere. */
export function Select(props: {
  id: string;
  value: string;
  choices: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
  problem?: string | undefined;
  description?: string | undefined;
  label?: string | undefined;
}) {
  return (
    <span class="select">
      <select
        {...described(props)}
        class="field"
        onChange={(event) => {
          const select = event.currentTarget;
          const chosen = select.value;
          // What is shown is what the page holds, not what was clicked: a choice may be dismissed.
          select.value = props.value;
          props.onChange(chosen);
        }}
      >
        {props.choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  );
}

/** One of a few things, all of them in sight. */
export function RadioGroup<V extends string>(props: {
  name: string;
  label: string;
  value: V;
  choices: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
}) {
  return (
    <div role="radiogroup" aria-label={props.label} class="radios">
      {props.choices.map(({ value, label }) => (
        <label key={value}>
          <input
            type="radio"
            name={props.name}
            checked={value === props.value}
            onChange={() => props.onChange(value)}
          />
          {label}
        </label>
      ))}
    </div>
  );
}
