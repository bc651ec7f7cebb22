/** A number between two, by the browser's own control; the number stands beside it. */
export function Slider(props: {
  id: string;
  label: string;
  value: number;
  min: number;
  max: number;
  step: number;
  /** The value as it is shown. */
  text: string;
  onInput: (value: number) => void;
}) {
  return (
    <label class="slider">
      {props.label}
      <input
        id={props.id}
        type="range"
        value={props.value}
        min={props.min}
        max={props.max}
        step={props.step}
        aria-label={props.label}
        aria-valuetext={props.text}
        onInput={(event) => props.onInput(event.currentTarget.valueAsNumber)}
      />
      <span class="number secondary">{props.text}</span>
    </label>
  );
}
