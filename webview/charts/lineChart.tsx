import { useSignalEffect, type ReadonlySignal, type Signal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatInUnit } from '../ui/valueUnits';
import { nearestX, neighbourX, readingsAt, xRange, type ChartLine, type Reading } from './chartLine';
import type { Range } from './chartRange';
import { ChartTooltip, type TooltipColumns } from './chartTooltip';
import type { MarkSource } from './lineMarks';
import { LineChartView } from './lineChartView';
import { plotFrame, type PlotFrame } from './plotFrame';
import type { ChartTheme } from './theme';
import { formatX } from './xAxis';
import { useZoomGestures } from './zoomGestures';

/** Lines whose values are read out; nobody listens to more. */
const MOST_SPOKEN = 8;

/** An x under the pointer or the arrow keys. Charts of the same axis show it, the one named `source` with its values. */
export interface Crosshair {
  source: string;
  axis: string;
  x: number;
}

export interface LineChartProps {
  id: string;
  lines: readonly ChartLine[];
  /** What part of the plane is shown, and how; all of the lines when absent. */
  frame?: PlotFrame;
  /** Read out: what the chart shows. */
  label: string;
  /** Read out after it, at leisure: the course of each line. */
  description?: string;
  /** Which runs to leave out of a tooltip that has no room for all: the worst ones. */
  best: 'lower' | 'higher' | undefined;
  /** A point to be marked as the best. */
  bestPoint?: MarkSource['best'];
  /** What x is, translated: "Step". */
  stepLabel: string;
  /** Names the x axis: only charts with the same one share a crosshair. */
  axis?: string;
  /** Headings of the tooltip's columns; without them it has values alone. */
  columns?: TooltipColumns;
  /** Is given what draws the chart, as long as it is in the page: for exports. */
  view?: { current: LineChartView | undefined };
  /** Hears which part of x somebody wants to see; without it the chart cannot be zoomed. */
  onZoom?: (zoom: Range | undefined) => void;
  theme: ReadonlySignal<ChartTheme>;
  lifted: ReadonlySignal<string | undefined>;
  /** The lines that were brushed elsewhere on the page. */
  brushed?: ReadonlySignal<ReadonlySet<string> | undefined>;
  crosshair: Signal<Crosshair | undefined>;
}

/**
 * A line chart with crosshair and tooltip; arrow keys, Home and End move along the points, Escape leaves. How it is zoomed,
 * `useZoomGestures` tells.
 */
export function LineChart(props: LineChartProps) {
  const { id, lines, theme, lifted, crosshair, bestPoint, axis = 'step' } = props;
  const frame = useMemo(() => props.frame ?? plotFrame(lines), [props.frame, lines]);
  const canvas = useRef<HTMLCanvasElement>(null);
  const ownView = useRef<LineChartView>(undefined);
  const view = props.view ?? ownView;
  const descriptionId = useId();
  const [drawings, setDrawings] = useState(0);
  const gestures = useZoomGestures(() => view.current, frame, props.onZoom);

  // Drawn in the frame that the lines come in; an effect would draw in the one after it.
  useLayoutEffect(() => {
    if (canvas.current === null) return undefined;
    const created = new LineChartView(canvas.current, theme.peek(), () => setDrawings((count) => count + 1));
    view.current = created;
    return () => {
      view.current = undefined;
      created.dispose();
    };
  }, [theme, view]);
  useLayoutEffect(() => view.current?.show(lines, frame, bestPoint), [lines, frame, bestPoint]);
  useSignalEffect(() => view.current?.lift(lifted.value));
  useSignalEffect(() => view.current?.brush(props.brushed?.value));
  useSignalEffect(() => view.current?.setTheme(theme.value));
  // The values belong to a chart that is gone.
  useEffect(() => () => void (crosshair.peek()?.source === id && (crosshair.value = undefined)), [crosshair, id]);

  const move = (x: number | undefined): void => {
    crosshair.value = x === undefined ? undefined : { source: id, axis, x };
  };
  const range = xRange(lines);
  const shown = crosshair.value?.axis === axis ? crosshair.value : undefined;
  const active = shown?.source === id;
  const x = active ? shown.x : undefined;
  const readings = useMemo(() => (x === undefined ? [] : readingsAt(lines, x)), [lines, x]);
  return (
    <div
      class={`chart ${props.onZoom === undefined ? '' : 'zoomable'}`}
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-describedby={props.description === undefined ? undefined : descriptionId}
      aria-orientation="horizontal"
      aria-busy={drawings === 0}
      aria-valuemin={range?.min ?? 0}
      aria-valuemax={range?.max ?? 0}
      aria-valuenow={active ? shown.x : (range?.max ?? 0)}
      aria-valuetext={
        active ? describe(readings, props.best, `${props.stepLabel} ${formatX(shown.x, frame.xKind)}`, frame.unit) : ''
      }
      onPointerDown={gestures.onPointerDown}
      onPointerMove={(event) => {
        if (gestures.onPointerMove(event)) return move(undefined);
        const left = event.currentTarget.getBoundingClientRect().left;
        if (view.current !== undefined) move(nearestX(lines, view.current.xAt(event.clientX - left)));
      }}
      onPointerUp={gestures.onPointerUp}
      onPointerCancel={gestures.onPointerCancel}
      onPointerLeave={() => move(undefined)}
      onDblClick={gestures.reset}
      onWheel={gestures.onWheel}
      onBlur={() => move(undefined)}
      onKeyDown={(event) => {
        const at = active ? shown.x : undefined;
        if (gestures.onKeyDown(event, at)) return event.preventDefault();
        const target = xForKey(event.key, lines, frame.x, at);
        if (target === undefined) return;
        event.preventDefault();
        move(target === 'leave' ? undefined : target);
      }}
    >
      <canvas ref={canvas} aria-hidden="true" />
      {props.description !== undefined && (
        <p id={descriptionId} class="visually-hidden">
          {props.description}
        </p>
      )}
      <Selection selection={gestures.selection} />
      {shown !== undefined && shown.x >= frame.x.min && shown.x <= frame.x.max && (
        <CrosshairLine
          {...props}
          plot={frame}
          drawn={view.current}
          at={shown.x}
          readings={active ? readings : undefined}
        />
      )}
    </div>
  );
}

/** What a drag has selected so far. */
function Selection({ selection }: { selection: ReadonlySignal<{ from: number; to: number } | undefined> }) {
  const box = useRef<HTMLDivElement>(null);
  const { from, to } = selection.value ?? { from: 0, to: 0 };
  useLayoutEffect(() => {
    if (box.current === null) return;
    box.current.style.left = `${Math.min(from, to)}px`;
    box.current.style.width = `${Math.abs(to - from)}px`;
  }, [from, to]);
  return from === to ? null : <div ref={box} class="chart-selection" />;
}

function CrosshairLine(
  props: LineChartProps & {
    plot: PlotFrame;
    drawn: LineChartView | undefined;
    at: number;
    /** Of the chart that is pointed at alone. */
    readings: Reading[] | undefined;
  },
) {
  const line = useRef<HTMLDivElement>(null);
  const { drawn, at, plot, readings } = props;
  const x = drawn?.pixelOf(at) ?? 0;
  useLayoutEffect(() => {
    if (line.current !== null) line.current.style.transform = `translateX(${x}px)`;
  }, [x]);
  return (
    <>
      <div ref={line} class={`crosshair ${readings === undefined ? '' : 'active'}`} />
      {readings !== undefined && drawn !== undefined && (
        <ChartTooltip
          x={x}
          title={`${props.stepLabel} ${formatX(at, plot.xKind)}`}
          readings={readings}
          best={props.best}
          columns={props.columns}
          unit={plot.unit}
          theme={props.theme}
          lifted={props.lifted}
        />
      )}
    </>
  );
}

/** Where a key leads within what is in sight. */
function xForKey(
  key: string,
  lines: readonly ChartLine[],
  shown: Range,
  x: number | undefined,
): number | 'leave' | undefined {
  if (xRange(lines) === undefined) return undefined;
  const first = (): number => nearestX(lines, shown.min) ?? shown.min;
  const last = (): number => nearestX(lines, shown.max) ?? shown.max;
  if (key === 'Home') return first();
  if (key === 'End') return last();
  if (key === 'Escape') return x === undefined ? undefined : 'leave';
  if (key === 'ArrowRight') return x === undefined ? first() : (neighbourX(lines, x, 1) ?? x);
  if (key === 'ArrowLeft') return x === undefined ? last() : (neighbourX(lines, x, -1) ?? x);
  return undefined;
}

/** The best few of what is read at an x, from high to low. */
function describe(
  readings: readonly Reading[],
  best: LineChartProps['best'],
  at: string,
  unit: PlotFrame['unit'],
): string {
  const others = Math.max(0, readings.length - MOST_SPOKEN);
  const spoken = best === 'lower' ? readings.slice(others) : readings.slice(0, MOST_SPOKEN);
  const values = spoken.map(({ line, value }) => `${line.name} ${formatInUnit(value, unit)}`);
  return `${at}: ${[...values, ...(others > 0 ? [`+${others}`] : [])].join(', ')}`;
}
