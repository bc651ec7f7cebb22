import { useMemo, useRef } from 'preact/hooks';
import { RunSwatch } from '../../charts/runSwatch';
import { toCsv } from '../../ui/csv';
import { fillTemplate } from '../../ui/fillTemplate';
import { usePage } from '../pageContext';
import { pointsAt } from '../pointsAt';
import { canBeLog } from './axisScale';
import { ChartCanvas } from './chartCanvas';
import { ChartFrame, ExportButtons, Nothing } from './chartFrame';
import { toSvg } from './drawing';
import { toPng } from './exports';
import { FieldSelect } from './fieldSelect';
import type { Column } from './fields';
import { letGo, markKeys, nextMark } from './markKeys';
import { paretoFront } from './pareto';
import { usePointedRun } from './pointedRun';
import { RunTooltip, valuesToldOf } from './runTooltip';
import { pointLooks, pointOrders, scatterDrawing, SCATTER_HEIGHT, scatterPlot, type ScatterPlot } from './scatterPlot';

/** How near to a point the pointer is on it, pixels. */
const REACH = 14;
/** Members of the front that are named. */
const MOST_NAMED = 12;

/** Any two values of the runs against each other, and which runs are best in both. */
export function ScatterCard() {
  const { insights, strings } = usePage();
  const { x, y, shade } = insights.scatter.value;
  return (
    <ChartFrame title={strings.insights.scatter} class="" controls={<Controls x={x} y={y} shade={shade} />}>
      {(width) =>
        x === undefined || y === undefined ? (
          <Nothing text={strings.insights.fewValues} />
        ) : (
          <Plot x={x} y={y} shade={shade} width={width} />
        )
      }
    </ChartFrame>
  );
}

type Columns = Record<'x' | 'y' | 'shade', Column | undefined>;

function Controls({ x, y, shade }: Columns) {
  const { insights, strings } = usePage();
  const texts = strings.insights;
  const fields = insights.fields.value;
  const log = (column: Column | undefined, name: string) =>
    column !== undefined &&
    canBeLog(column) && (
      <button
        type="button"
        class="toggle"
        aria-pressed={insights.isLog(column)}
        title={fillTemplate(texts.logAxis, name)}
        onClick={() => insights.setLog(column.id, !insights.isLog(column))}
      >
        {texts.log} <span class="unseen">{name}</span>
      </button>
    );
  return (
    <div class="scatter-fields">
      <div>
        <FieldSelect label={texts.x} value={x?.id ?? ''} fields={fields} onChange={(id) => insights.set({ x: id })} />
        {log(x, texts.x)}
      </div>
      <div>
        <FieldSelect label={texts.y} value={y?.id ?? ''} fields={fields} onChange={(id) => insights.set({ y: id })} />
        {log(y, texts.y)}
      </div>
      <div>
        <FieldSelect
          label={texts.color}
          value={shade?.id ?? ''}
          none={texts.runColor}
          fields={fields}
          onChange={(id) => insights.set({ shade: id })}
        />
      </div>
    </div>
  );
}

function Plot({ x, y, shade, width }: Columns & { x: Column; y: Column; width: number }) {
  const { insights, model, strings, theme } = usePage();
  const texts = strings.insights;
  const runs = model.runs.value;
  const inside = insights.inside.value;
  const look = theme.value;
  const { log } = insights.state.value;
  const plot = useMemo(() => scatterPlot(x, y, (column) => insights.isLog(column), width), [x, y, log, width]);
  const front = useFront(plot);
  const drawing = useMemo(() => {
    const looks = pointLooks(
      runs.map(({ colorIndex }) => colorIndex),
      shade,
      shade !== undefined && insights.isLog(shade),
      look,
    );
    return scatterDrawing(plot, front ?? [], looks, (run) => inside !== undefined && inside[run] === 0, shade, look);
  }, [plot, front, shade, runs, inside, look, log]);
  const name = `${y.key.slice(0, 40)} – ${x.key.slice(0, 40)}`;
  return (
    <>
      {plot.shown.length === 0 ? (
        <Nothing text={texts.noPoints} />
      ) : (
        <Points plot={plot} columns={shade === undefined ? [x, y] : [x, y, shade]}>
          <ChartCanvas drawing={drawing} />
        </Points>
      )}
      <footer class="across-foot">
        <FrontList plot={plot} front={front} />
        <ExportButtons
          name={name}
          png={() => toPng(drawing)}
          svg={() => toSvg(drawing)}
          csv={() => csvOf(shade === undefined ? [x, y] : [x, y, shade], runs, front)}
        />
      </footer>
    </>
  );
}

/** Places of the runs that no other beats; `undefined` unless both are metrics of known direction. */
function useFront({ xColumn, yColumn }: ScatterPlot): readonly number[] | undefined {
  const { insights } = usePage();
  const [x, y] = [insights.directionOf(xColumn), insights.directionOf(yColumn)];
  return useMemo(() => {
    if (x === undefined || y === undefined || xColumn.id === yColumn.id) return undefined;
    return paretoFront(xColumn.numbers!, yColumn.numbers!, { x, y });
  }, [xColumn, yColumn, x, y]);
}

/** The point under the pointer, or that keys have led to; a click or Enter keeps its run lifted. */
function Points(props: { plot: ScatterPlot; columns: readonly Column[]; children: preact.ComponentChildren }) {
  const { model, strings } = usePage();
  const texts = strings.insights;
  const { plot, columns } = props;
  const { x, y, shown } = plot;
  const box = useRef<HTMLDivElement>(null);
  const pointed = usePointedRun();
  // Another axis may have no place for it.
  const run = pointed.place === undefined || !shown.includes(pointed.place) ? undefined : pointed.place;
  const runs = model.runs.value;
  const lifted = model.lifted.value;
  const place = lifted === undefined ? -1 : runs.findIndex(({ id }) => id === lifted);
  const summary = fillTemplate(texts.scatterSummary, plot.yColumn.key, plot.xColumn.key, shown.length);
  const keys = markKeys({
    label: `${summary} ${texts.markKeys}`,
    at: run,
    place: run === undefined ? 0 : shown.indexOf(run),
    count: shown.length,
    told: run === undefined ? '' : pointed.tell(valuesToldOf(columns, run)),
    next: (key) => {
      const { across, upwards } = pointOrders(plot);
      return nextMark(key, run, across, upwards);
    },
    onPoint: pointed.point,
    onPick: pointed.pick,
  });
  return (
    <div
      ref={box}
      class={`scatter ${run === undefined ? '' : 'on-line'}`}
      style={{ height: `${SCATTER_HEIGHT}px` }}
      {...keys}
      onPointerMove={(event) => {
        const { left, top } = box.current!.getBoundingClientRect();
        pointed.point(nearestPoint(plot, event.clientX - left, event.clientY - top));
      }}
      onPointerLeave={(event) => letGo(event.currentTarget, pointed.point)}
      onClick={pointed.pick}
    >
      {props.children}
      {shown.includes(place) && (
        <span class="lifted-point" style={{ left: `${x.places[place]}px`, top: `${y.places[place]}px` }} />
      )}
      {run !== undefined && (
        <RunTooltip run={run} columns={columns} x={x.places[run]!} y={y.places[run]!} width={plot.width} />
      )}
    </div>
  );
}

function nearestPoint({ x, y, shown }: ScatterPlot, left: number, top: number): number | undefined {
  let [nearest, distance] = [-1, REACH];
  for (const run of shown) {
    const own = Math.hypot(x.places[run]! - left, y.places[run]! - top);
    if (own < distance) [nearest, distance] = [run, own];
  }
  return nearest < 0 ? undefined : nearest;
}

function FrontList({ plot, front }: { plot: ScatterPlot; front: readonly number[] | undefined }) {
  const { insights, model, strings, theme } = usePage();
  const texts = strings.insights;
  const runs = model.runs.value;
  if (front === undefined) {
    const unknown = [plot.xColumn, plot.yColumn].find(
      (column) => column.kind === 'metric' && !insights.directionOf(column),
    );
    const both = plot.xColumn.kind === 'metric' && plot.yColumn.kind === 'metric';
    if (!both || unknown === undefined) return <span class="secondary">{both ? '' : texts.frontHint}</span>;
    return <DirectionQuestion metric={unknown.key} />;
  }
  const named = front.slice(0, MOST_NAMED).flatMap((run) => runs[run] ?? []);
  return (
    <span class="front">
      <span class="secondary">{fillTemplate(texts.front, front.length)}</span>
      {named.map((run) => (
        <button
          key={run.id}
          type="button"
          class="front-run"
          title={run.name}
          aria-pressed={model.pinned.value === run.id}
          {...pointsAt(model.pointedAt, run.id)}
          onClick={() => model.pin(run.id)}
        >
          <RunSwatch colorIndex={run.colorIndex} theme={theme} />
          {run.name.slice(0, 200)}
        </button>
      ))}
      {front.length > named.length && <span class="secondary">+{front.length - named.length}</span>}
    </span>
  );
}

/** Which way a metric gets better, where its name does not tell. */
function DirectionQuestion({ metric }: { metric: string }) {
  const { insights, strings } = usePage();
  return (
    <span class="front">
      <span class="secondary">{fillTemplate(strings.insights.whichWay, metric.slice(0, 80))}</span>
      <button type="button" class="link" onClick={() => void insights.setDirection(metric, 'higher')}>
        {strings.higherIsBetter}
      </button>
      <button type="button" class="link" onClick={() => void insights.setDirection(metric, 'lower')}>
        {strings.lowerIsBetter}
      </button>
    </span>
  );
}

function csvOf(
  columns: readonly Column[],
  runs: readonly { name: string }[],
  front: readonly number[] | undefined,
): string {
  const members = new Set(front);
  const header = ['run', ...columns.map(({ key }) => key), ...(front === undefined ? [] : ['pareto'])];
  const rows = runs.map(({ name }, run) => [
    name,
    ...columns.map(({ texts }) => texts[run]),
    ...(front === undefined ? [] : [members.has(run) ? 1 : 0]),
  ]);
  return toCsv([header, ...rows]);
}
