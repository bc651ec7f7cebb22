import { memo } from 'preact/compat';
import '../../ui/fields.css';
import { Icon } from '../../ui/icon';
import { usePage } from '../pageContext';
import type { Field, FieldId } from './fields';

const LONGEST_NAME = 80;

/** A choice among params and metrics. */
export function FieldSelect(props: {
  label: string;
  value: FieldId;
  fields: readonly Field[];
  /** The text of a choice of none, which has an empty id. */
  none?: string;
  onChange: (id: FieldId) => void;
}) {
  return (
    <span class="pick">
      <span class="secondary" aria-hidden="true">
        {props.label}
      </span>
      <span class="select">
        <select
          class="field"
          aria-label={props.label}
          value={props.value}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            event.currentTarget.value = props.value;
            props.onChange(chosen);
          }}
        >
          {props.none !== undefined && <option value="">{props.none}</option>}
          <Options fields={props.fields} selected={props.value} />
        </select>
        <Icon name="chevron-down" />
      </span>
    </span>
  );
}

/** There may be thousands: they are made anew only when they are others. */
const Options = memo(function Options({ fields, selected }: { fields: readonly Field[]; selected: FieldId }) {
  const { strings } = usePage();
  const group = (kind: Field['kind'], label: string) => {
    const own = fields.filter((field) => field.kind === kind);
    if (own.length === 0) return null;
    return (
      <optgroup label={label}>
        {own.map(({ id, key }) => (
          <option key={id} value={id} selected={id === selected}>
            {key.length > LONGEST_NAME ? `${key.slice(0, LONGEST_NAME)}…` : key}
          </option>
        ))}
      </optgroup>
    );
  };
  return (
    <>
      {group('param', strings.parameters)}
      {group('metric', strings.metrics)}
    </>
  );
});
