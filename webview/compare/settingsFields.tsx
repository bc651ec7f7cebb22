import { MOST_SMOOTHING, type ChartSettings, type SeriesX } from '../../src/protocol/chartSettings';
import { Select } from '../ui/fields';
import { Slider } from '../ui/slider';
import { Checkbox } from '../ui/toolkit';
import { epochKey, isEqualX } from './chartAxes';
import { usePage } from './pageContext';

/** How charts draw their lines: of the whole page, or of one chart. */
export function SettingsFields(props: {
  /** Tells the fields of several places in the page apart. */
  id: string;
  settings: ChartSettings;
  onChange: (changed: Partial<ChartSettings>) => void;
}) {
  const { strings } = usePage();
  const { settings, onChange } = props;
  return (
    <>
      <XSelect id={`${props.id}-x`} x={settings.x} onChange={(x) => onChange({ x })} />
      <Slider
        id={`${props.id}-smoothing`}
        label={strings.smoothing}
        value={settings.smoothing}
        min={0}
        max={MOST_SMOOTHING}
        step={0.001}
        text={smoothingText(settings.smoothing)}
        onInput={(smoothing) => onChange({ smoothing })}
      />
      {settings.x !== 'time' && (
        <Checkbox checked={settings.logX} label={strings.logX} onChange={(logX) => onChange({ logX })} />
      )}
      <Checkbox checked={settings.logY} label={strings.logY} onChange={(logY) => onChange({ logY })} />
      <Checkbox checked={settings.clip} label={strings.clip} onChange={(clip) => onChange({ clip })} />
    </>
  );
}

/** Where small steps matter, close to 1, a third decimal. */
function smoothingText(weight: number): string {
  return weight.toFixed(weight > 0.99 ? 3 : 2);
}

function XSelect({ id, x, onChange }: { id: string; x: SeriesX; onChange: (x: SeriesX) => void }) {
  const { model, strings } = usePage();
  const epoch = epochKey(model.metricKeys.value);
  const known: { x: SeriesX; label: string }[] = [
    { x: 'step', label: strings.step },
    { x: 'relative', label: strings.relativeTime },
    { x: 'time', label: strings.wallTime },
    ...(epoch === undefined ? [] : [{ x: { metric: epoch }, label: strings.epoch }]),
  ];
  const isKnown = known.some((one) => isEqualX(one.x, x));
  const choices = isKnown || typeof x === 'string' ? known : [...known, { x, label: x.metric }];
  const choose = async (value: string): Promise<void> => {
    const chosen = choices[Number(value)];
    if (chosen !== undefined) return onChange(chosen.x);
    const metric = await model.pickMetric();
    if (metric !== undefined) onChange({ metric });
  };
  return (
    <label class="x-select" htmlFor={id}>
      {strings.xAxis}
      <Select
        id={id}
        value={String(choices.findIndex((one) => isEqualX(one.x, x)))}
        choices={[
          ...choices.map(({ label }, place) => ({ value: String(place), label })),
          { value: 'other', label: strings.otherMetric },
        ]}
        onChange={(value) => void choose(value)}
      />
    </label>
  );
}
