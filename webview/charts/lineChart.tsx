import { useSignalEffect, type ReadonlySignal, type Signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { formatNumber } from '../ui/numbers';
import { nearestStep, neighbourStep, readingsAt, stepRange, type ChartLine } from './chartLine';
import { ChartTooltip } from './chartTooltip';
import { LineChartView } from './lineChartView';
import type { ChartTheme } from './theme';

/** A step under the pointer or the arrow keys. All charts show it, the one named `source` with its values. */
export interface Crosshair {
  source: string;
  step: number;
}

export interface LineChartProps {
  id: string;
  lines: readonly ChartLine[];
  /** Read out: what the chart shows. */
  label: string;
  /** Which runs to leave out of a tooltip that has no room for all: the worst ones. */
  best: 'lower' | 'higher' | undefined;
  /** Translated "Step". */
  stepLabel: string;
  theme: ReadonlySignal<ChartTheme>;
  lifted: ReadonlySignal<string | undefined>;
  crosshair: Signal<Crosshair | undefined>;
}

/** A line chart with crosshair and tooltip; arrow keys, Home and End move along the steps, Escape leaves. */
export function LineChart(props: LineChartProps) {
  const { id, lines, theme, lifted, crosshair } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<LineChartView>(undefined);
  const [, setDrawings] = useState(0);

  useEffect(() => {
    if (canvas.current === null) return undefined;
    const created = new LineChartView(canvas.current, theme.peek(), () => setDrawings((count) => count + 1));
    view.current = created;
    return () => {
      view.current = undefined;
      created.dispose();
    };
  }, [theme]);
  useEffect(() => view.current?.show(lines), [lines]);
  useSignalEffect(() => view.current?.lift(lifted.value));
  useSignalEffect(() => view.current?.setTheme(theme.value));
  // The values belong to a chart that is gone.
  useEffect(() => () => void (crosshair.peek()?.source === id && (crosshair.value = undefined)), [crosshair, id]);

  const move = (step: number | undefined): void => {
    crosshair.value = step === undefined ? undefined : { source: id, step };
  };
  const range = stepRange(lines);
  const shown = crosshair.value;
  const active = shown?.source === id;
  return (
    <div
      class="chart"
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-orientation="horizontal"
      aria-valuemin={range?.min ?? 0}
      aria-valuemax={range?.max ?? 0}
      aria-valuenow={active ? shown.step : (range?.max ?? 0)}
      aria-valuetext={active ? describe(lines, props.stepLabel, shown.step) : ''}
      onPointerMove={(event) => {
        const left = event.currentTarget.getBoundingClientRect().left;
        if (view.current !== undefined) move(nearestStep(lines, view.current.stepAt(event.clientX - left)));
      }}
      onPointerLeave={() => move(undefined)}
      onBlur={() => move(undefined)}
      onKeyDown={(event) => {
        const target = stepForKey(event.key, lines, active ? shown.step : undefined);
        if (target === undefined) return;
        event.preventDefault();
        move(target === 'leave' ? undefined : target);
      }}
    >
      <canvas ref={canvas} aria-hidden="true" />
      {shown !== undefined && range !== undefined && shown.step >= range.min && shown.step <= range.max && (
        <CrosshairLine {...props} view={view.current} step={shown.step} active={active} />
      )}
    </div>
  );
}

function CrosshairLine(props: LineChartProps & { view: LineChartView | undefined; step: number; active: boolean }) {
  const line = useRef<HTMLDivElement>(null);
  const { view, step } = props;
  const x = view?.pixelOf(step) ?? 0;
  useLayoutEffect(() => {
    if (line.current !== null) line.current.style.transform = `translateX(${x}px)`;
  }, [x]);
  return (
    <>
      <div ref={line} class={`crosshair ${props.active ? 'active' : ''}`} />
      {props.active && view !== undefined && (
        <ChartTooltip
          x={x}
          title={`${props.stepLabel} ${formatNumber(step)}`}
          readings={readingsAt(props.lines, step)}
          best={props.best}
          theme={props.theme}
          lifted={props.lifted}
        />
      )}
    </>
  );
}

function stepForKey(key: string, lines: readonly ChartLine[], step: number | undefined): number | 'leave' | undefined {
  const range = stepRange(lines);
  if (range === undefined) return undefined;
  if (key === 'Home') return range.min;
  if (key === 'End') return range.max;
  if (key === 'Escape') return step === undefined ? undefined : 'leave';
  if (key === 'ArrowRight') return step === undefined ? range.min : (neighbourStep(lines, step, 1) ?? step);
  if (key === 'ArrowLeft') return step === undefined ? range.max : (neighbourStep(lines, step, -1) ?? step);
  return undefined;
}

function describe(lines: readonly ChartLine[], stepLabel: string, step: number): string {
  const values = readingsAt(lines, step).map(({ line, value }) => `${line.name} ${formatNumber(value)}`);
  return `${stepLabel} ${formatNumber(step)}: ${values.join(', ')}`;
}
