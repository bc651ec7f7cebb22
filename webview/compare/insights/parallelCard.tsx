import { useMemo, useRef, useState } from 'preact/hooks';
import { toCsv } from '../../ui/csv';
import { fillTemplate } from '../../ui/fillTemplate';
import { usePage } from '../pageContext';
import { AxisHeader } from './axisHeader';
import { BrushStrip } from './brushStrip';
import { ChartCanvas } from './chartCanvas';
import { ChartFrame, ExportButtons, Nothing, type Exports } from './chartFrame';
import { toPng } from './exports';
import { FieldSelect } from './fieldSelect';
import type { Column } from './fields';
import { drawAllLines, nearestLine } from './lineDrawing';
import { letGo, markKeys, nextMark } from './markKeys';
import './parallel.css';
import { ParallelLines } from './parallelLines';
import {
  axesDrawing,
  AXIS_TOP,
  lineBatches,
  linesDownwards,
  lineStyles,
  parallelPlot,
  PLOT_HEIGHT,
} from './parallelPlot';
import { usePointedRun } from './pointedRun';
import { RunTooltip, valuesToldOf } from './runTooltip';

/** How near to a line the pointer is on it, pixels. */
const REACH = 8;

/** Every run as a line across its params and metrics; parts of the axes can be brushed. */
export function ParallelCard() {
  const { insights, strings } = usePage();
  const axes = insights.axes.value;
  return (
    <ChartFrame title={strings.insights.parallel} class="wide" controls={<Controls axes={axes} />}>
      {(width) => (axes.length < 2 ? <Nothing text={strings.insights.fewAxes} /> : <Plot axes={axes} room={width} />)}
    </ChartFrame>
  );
}

function Controls({ axes }: { axes: readonly Column[] }) {
  const { insights, strings } = usePage();
  const texts = strings.insights;
  const ids = axes.map(({ id }) => id);
  const fields = insights.fields.value;
  const others = useMemo(() => fields.filter(({ id }) => axes.every((axis) => axis.id !== id)), [fields, axes]);
  const byAxis = insights.colorAxis.value !== undefined;
  return (
    <>
      <FieldSelect
        label={texts.addAxis}
        value=""
        none={texts.choose}
        fields={others}
        onChange={(id) => id !== '' && insights.setAxes([...ids, id])}
      />
      <button
        type="button"
        class="toggle"
        aria-pressed={byAxis}
        title={texts.colorByAxis}
        onClick={() => insights.set({ colors: byAxis ? 'run' : 'axis' })}
      >
        {texts.colorByAxis}
      </button>
    </>
  );
}

function Plot({ axes, room }: { axes: readonly Column[]; room: number }) {
  const { insights, model, strings, theme } = usePage();
  const texts = strings.insights;
  const runs = model.runs.value;
  const inside = insights.inside.value;
  const colors = insights.colorAxis.value;
  const look = theme.value;
  const { log, brushes } = insights.state.value;
  const plot = useMemo(() => parallelPlot(axes, (column) => insights.isLog(column), room), [axes, room, log]);
  const colorIndexes = useMemo(() => runs.map(({ colorIndex }) => colorIndex), [runs]);
  const isLog = colors !== undefined && insights.isLog(colors);
  const batches = useMemo(
    () => lineBatches(colorIndexes, colors, inside, isLog, look),
    [colorIndexes, colors, inside, isLog, look],
  );
  const drawing = useMemo(() => axesDrawing(plot, look, strings.notRecorded, false), [plot, look]);
  const pointed = usePointedRun();
  /** Where the mouse points at it; keys have no place of their own. */
  const [pointer, setPointer] = useState<{ x: number; y: number }>();
  const box = useRef<HTMLDivElement>(null);

  const lifted = model.lifted.value;
  const place = lifted === undefined ? -1 : runs.findIndex(({ id }) => id === lifted);
  const front = useMemo(() => {
    if (place < 0) return undefined;
    return { run: place, style: lineStyles(colorIndexes, colors, isLog, look, 'ff')(place) };
  }, [place, colorIndexes, colors, isLog, look]);

  const isWanted = (one: number): boolean => inside === undefined || inside[one] === 1;
  const run = pointed.place;
  const tip = pointer ?? (run === undefined ? undefined : { x: plot.xs.at(-1)!, y: plot.ys.at(-1)![run]! });
  const point = (event: PointerEvent): void => {
    const bounds = box.current!.getBoundingClientRect();
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top];
    pointed.point(y < AXIS_TOP ? undefined : nearestLine(plot, x, y, REACH, isWanted));
    setPointer({ x, y });
  };
  const pointAt = (next: number | undefined): void => {
    pointed.point(next);
    setPointer(undefined);
  };
  const keys = markKeys({
    label: `${summaryOf(axes, runs.length, texts.parallelSummary)} ${texts.markKeys}`,
    at: run,
    place: run ?? 0,
    count: runs.length,
    told: run === undefined ? '' : pointed.tell(valuesToldOf(axes, run)),
    next: (key) => {
      const downwards = linesDownwards(plot, isWanted);
      return nextMark(key, run, downwards, downwards.toReversed());
    },
    onPoint: pointAt,
    onPick: pointed.pick,
  });
  const exported: Exports = {
    name: texts.parallel,
    csv: () => csvOf(axes, runs, inside),
    png: () =>
      toPng(axesDrawing(plot, look, strings.notRecorded, true), (ctx) =>
        drawAllLines(ctx, plot, [...batches.faded, ...batches.active]),
      ),
  };
  return (
    <>
      <div class="pcp-scroll">
        <div
          ref={box}
          class={`pcp ${run === undefined ? '' : 'on-line'}`}
          style={{ width: `${plot.width}px`, height: `${PLOT_HEIGHT}px` }}
          onPointerMove={point}
          onPointerLeave={(event) => letGo(event.currentTarget.querySelector('.pcp-lines'), pointAt)}
          onClick={pointed.pick}
        >
          <ParallelLines plot={plot} {...batches} lifted={front} theme={look} keys={keys}>
            {run !== undefined && tip !== undefined && (
              <RunTooltip {...tip} run={run} columns={axes} width={plot.width} />
            )}
          </ParallelLines>
          <ChartCanvas drawing={drawing} />
          {plot.axes.map(({ column, x, scale }) => (
            <BrushStrip
              key={`strip ${column.id}`}
              column={column}
              x={x}
              scale={scale}
              brushes={brushes[column.id] ?? []}
            />
          ))}
          {plot.axes.map(({ column }, i) => (
            <AxisHeader key={column.id} column={column} place={i} plot={plot} />
          ))}
        </div>
      </div>
      <footer class="across-foot">
        <BrushedCount total={runs.length} inside={inside} />
        <ExportButtons {...exported} />
      </footer>
    </>
  );
}

function BrushedCount({ total, inside }: { total: number; inside: Uint8Array | undefined }) {
  const { insights, strings } = usePage();
  const texts = strings.insights;
  const count = inside === undefined ? undefined : inside.reduce((sum, one) => sum + one, 0);
  return (
    <span role="status" class="brushed-count secondary">
      {count === undefined ? texts.brushHint : fillTemplate(texts.brushed, count, total)}{' '}
      {count !== undefined && (
        <button type="button" class="link" onClick={() => insights.set({ brushes: {} })}>
          {texts.clearBrushes}
        </button>
      )}
    </span>
  );
}

function csvOf(axes: readonly Column[], runs: readonly { name: string }[], inside: Uint8Array | undefined): string {
  const header = ['run', ...axes.map(({ key }) => key), ...(inside === undefined ? [] : ['brushed'])];
  const rows = runs.map(({ name }, run) => [
    name,
    ...axes.map(({ texts }) => texts[run]),
    ...(inside === undefined ? [] : [inside[run]]),
  ]);
  return toCsv([header, ...rows]);
}

function summaryOf(axes: readonly Column[], runs: number, template: string): string {
  return fillTemplate(template, runs, axes.map(({ key }) => key.slice(0, 200)).join(', '));
}
