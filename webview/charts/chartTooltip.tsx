import type { ReadonlySignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatTogether } from '../ui/numbers';
import type { Reading } from './chartLine';
import { RunSwatch } from './runSwatch';
import type { ChartTheme } from './theme';

const MOST_ROWS = 12;
const GAP = 12;

/** The runs at a step, sorted by value. It stands beside the crosshair, on the side that has room. */
export function ChartTooltip(props: {
  /** Pixel of the crosshair in the chart. */
  x: number;
  title: string;
  /** From high to low. */
  readings: Reading[];
  best: 'lower' | 'higher' | undefined;
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
  const values = formatTogether(rows.map((reading) => reading.value));
  return (
    <div ref={box} class="chart-tooltip" aria-hidden="true">
      <div class="chart-tooltip-title">{props.title}</div>
      {skipped > 0 && more}
      {rows.map(({ line }, index) => (
        <div key={line.id} class={`chart-tooltip-row ${line.id === lifted ? 'lifted' : ''}`}>
          <RunSwatch colorIndex={line.colorIndex} theme={props.theme} />
          <span class="chart-tooltip-name">{line.name}</span>
          <span class="number">{values[index]}</span>
        </div>
      ))}
      {skipped === 0 && more}
    </div>
  );
}
