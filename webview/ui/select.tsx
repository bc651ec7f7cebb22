import { Icon } from './icon';

/** A drop-down with its label before it. The browser's own control: it is used by keys and read out as everywhere. */
export function Select(props: {
  label: string;
  value: string;
  options: { value: string; text: string }[];
  onChange: (value: string) => void;
}) {
  return (
    <label class="select">
      <span class="secondary">{props.label}</span>
      <span class="select-box">
        <select
          value={props.value}
          onChange={(event) => {
            const select = event.currentTarget;
            const chosen = select.value;
            // What is shown is what the page holds, not what was clicked: a choice may be dismissed.
            select.value = props.value;
            props.onChange(chosen);
          }}
        >
          {props.options.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" />
      </span>
    </label>
  );
}
