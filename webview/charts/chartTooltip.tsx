import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatDelta, formatNumber, formatTogether } from '../ui/numbers';
import { formatInUnit, type ValueUnit } from '../ui/valueUnits';
import type { Reading } from './chartLine';
import { RunSwatch } from './runSwatch';
import type { ChartTheme } from './theme';
import { formatDuration } from './xAxis';

const MOST_ROWS = 12;
const GAP = 12;

/** Translated headings: which point of a run a row tells of. */
export interface TooltipColumns {
  value: string;
  step: string;
  time: string;
}

/** The runs at an x, sorted by value. It stands beside the crosshair, on the side that has room. */
export function ChartTooltip(props: {
  /** Pixel of the crosshair in the chart. */
  x: number;
  title: string;
  /** From high to low. */
  readings: Reading[];
  best: 'lower' | 'higher' | undefined;
  columns: TooltipColumns | undefined;
  /** What the values are in. */
  unit: ValueUnit | undefined;
  theme: ReadonlySignal<ChartTheme>;
  lifted: ReadonlySignal<string | undefined>;
}) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    const chart = element?.parentElement;
    if (element === null || !chart) return;
    const left = chart.getBoundingClientRect().left + props.x;
    const fits = left + GAP + element.offsetWidth < document.documentElement.clientWidth;
    const x = fits ? props.x + GAP : Math.max(4 - left + props.x, props.x - GAP - element.offsetWidth);
    element.style.transform = `translateX(${x}px)`;
  });
  const lifted = props.lifted.value;
  const { length } = props.readings;
  const skipped = props.best === 'lower' ? Math.max(0, length - MOST_ROWS) : 0;
  const rows = props.readings.filter(
    (reading, index) => (index >= skipped && index < skipped + MOST_ROWS) || reading.line.id === lifted,
  );
  const others = length - rows.length;
  const more = others > 0 && <div class="chart-tooltip-title">+{others}</div>;
  const numbers = rows.map(({ value }) => value);
  const values =
    props.unit === undefined ? formatTogether(numbers) : numbers.map((value) => formatInUnit(value, props.unit));
  return (
    <div ref={box} class="chart-tooltip" aria-hidden="true">
      <div class="chart-tooltip-title">{props.title}</div>
      {skipped > 0 && more}
      <div class={`chart-tooltip-rows ${props.columns === undefined ? '' : 'detailed'}`}>
        {props.columns !== undefined && <Headings columns={props.columns} />}
        {rows.map((reading, index) => (
          <div key={reading.line.id} class={`chart-tooltip-row ${reading.line.id === lifted ? 'lifted' : ''}`}>
            <RunSwatch colorIndex={reading.line.colorIndex} theme={props.theme} />
            <span class="chart-tooltip-name">{reading.line.name}</span>
            <span class="number">
              {values[index]}
              <Spread reading={reading} />
            </span>
            {props.columns !== undefined && <Place reading={reading} />}
          </div>
        ))}
      </div>
      {skipped === 0 && more}
    </div>
  );
}

function Headings({ columns }: { columns: TooltipColumns }) {
  return (
    <div class="chart-tooltip-row chart-tooltip-title">
      <span />
      <span />
      <span>{columns.value}</span>
      <span>{columns.step}</span>
      <span>{columns.time}</span>
    </div>
  );
}

/** Of a mean: how far its runs are apart, and how many they are. */
function Spread({ reading: { sd, count } }: { reading: Reading }) {
  if (count === undefined) return null;
  return (
    <span class="chart-tooltip-title">
      {sd !== undefined && Number.isFinite(sd) && ` ± ${formatDelta(sd)}`} n={count}
    </span>
  );
}

/** Which point it is. The mean of several has none of its own. */
function Place({ reading: { step, time, line } }: { reading: Reading }) {
  const seconds = (time - (line.startedAt ?? Number.NaN)) / 1000;
  return (
    <>
      <span class="number chart-tooltip-title">{Number.isFinite(step) ? formatNumber(step) : ''}</span>
      <span class="number chart-tooltip-title">{Number.isFinite(seconds) ? formatDuration(seconds, 0) : ''}</span>
    </>
  );
}
