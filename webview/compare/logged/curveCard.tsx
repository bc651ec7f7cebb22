import { useMemo, useState } from 'preact/hooks';
import type { PlotAt, PlotKey } from '../../../src/protocol/plotsApi';
import { RunSwatch } from '../../charts/runSwatch';
import { toCsv } from '../../ui/csv';
import { fillTemplate } from '../../ui/fillTemplate';
import { formatNumber } from '../../ui/numbers';
import { ChartCanvas } from '../insights/chartCanvas';
import { letGo, markKeys } from '../insights/markKeys';
import { pointsAt } from '../pointsAt';
import { useLogged } from './loggedContext';
import {
  areaOf,
  curvePlot,
  curvesDrawing,
  nearestPoint,
  pointForKey,
  type CurvePlot,
  type CurvePoint,
  type RunCurve,
} from './curvePlot';
import { MOST_FIRST_RUNS } from './loggedModel';
import { NothingHere, PlotCard, PlotFoot } from './plotCard';
import { formatStep, usePlots } from './plotParts';

type CurveKey = PlotKey<'roc' | 'pr'>;

const REACH = 40;
const GAP = 12;

/** The ROC or precision–recall curves of the runs over one another, with the area below each. */
export function CurveCard({ plot }: { plot: CurveKey }) {
  return (
    <PlotCard plot={plot} first={MOST_FIRST_RUNS} useValue={usePlots<'roc' | 'pr'>}>
      {(plots, runIds, width) =>
        plots.length === 0 ? <NothingHere /> : <Curves plot={plot} plots={plots} asked={runIds.length} width={width} />
      }
    </PlotCard>
  );
}

function Curves(props: {
  plot: CurveKey;
  plots: readonly PlotAt<'roc' | 'pr'>[];
  /** Runs that were asked for. */
  asked: number;
  width: number;
}) {
  const { plot, plots, asked, width } = props;
  const { lifted, pointedAt, runs, strings, theme } = useLogged();
  const texts = strings.logged;
  const curves = useMemo(() => curvesOf(plots, plot.kind, runs.value), [plots, plot.kind, runs.value]);
  const [at, setAt] = useState<CurvePoint>();
  const axes = axesOf(plot.kind, texts);
  const geometry = useMemo(() => curvePlot(width), [width]);
  const [look, inFront] = [theme.value, lifted.value];
  const drawing = useMemo(
    () => curvesDrawing(geometry, curves, { kind: plot.kind, ...axes }, inFront, look),
    [geometry, curves, axes.xName, inFront, look],
  );
  const areas = curves.map(({ name, area }) => `${name.slice(0, 200)} ${area.toFixed(3)}`).join(', ');
  const walked = curves.find(({ runId }) => runId === at?.runId) ?? curves[0];
  const point = (next: CurvePoint | undefined): void => {
    setAt(next);
    pointedAt.value = next?.runId;
  };
  const keys = markKeys({
    label: `${fillTemplate(texts.curvesSummary, plot.key, areas)} ${texts.curveKeys}`,
    at,
    place: at?.place ?? 0,
    count: walked?.curve.x.length ?? 0,
    told: at === undefined ? '' : toldOf(at, curves, axes, texts.threshold),
    next: (key) => pointForKey(key, curves, at),
    onPoint: point,
  });
  return (
    <>
      <div
        class="curves"
        style={{ height: `${geometry.height}px` }}
        {...keys}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          point(nearestPoint(geometry, curves, event.clientX - box.left, event.clientY - box.top, REACH));
        }}
        onPointerLeave={(event) => letGo(event.currentTarget, point)}
      >
        <ChartCanvas drawing={drawing} />
        {at !== undefined && (
          <span
            class="lifted-point"
            data-pointed
            style={{ left: `${geometry.x(at.x)}px`, top: `${geometry.y(at.y)}px` }}
          />
        )}
        {at !== undefined && <PointTooltip at={at} curves={curves} plot={geometry} axes={axes} />}
      </div>
      <AreaList curves={curves} name={plot.kind === 'roc' ? texts.auc : texts.averagePrecision} plot={plot} />
      <PlotFoot plot={plot} shown={asked} drawing={() => drawing} csv={() => csvOf(curves, axes)} />
    </>
  );
}

/** The runs by the area below their curves, the best first. A click keeps one in front. */
function AreaList({ curves, name, plot }: { curves: readonly RunCurve[]; name: string; plot: CurveKey }) {
  const { pin, pinned, pointedAt, strings, theme } = useLogged();
  return (
    <ul class="areas">
      {curves.map(({ runId, name: run, colorIndex, area, step }) => (
        <li key={runId}>
          <button
            type="button"
            class="front-run"
            title={run.slice(0, 1000)}
            aria-pressed={pinned.value === runId}
            {...pointsAt(pointedAt, runId)}
            onClick={() => pin(runId)}
          >
            <RunSwatch colorIndex={colorIndex} theme={theme} />
            <span class="cut">{run.slice(0, 200)}</span>
            <span class="secondary">{name}</span>
            <span class="number">{area.toFixed(3)}</span>
            {plot.hasSteps && <span class="secondary">{fillTemplate(strings.logged.atStep, formatStep(step))}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}

function PointTooltip(props: {
  at: CurvePoint;
  curves: readonly RunCurve[];
  plot: CurvePlot;
  axes: { xName: string; yName: string };
}) {
  const { strings, theme } = useLogged();
  const { at, curves, plot, axes } = props;
  const run = curves.find(({ runId }) => runId === at.runId);
  if (run === undefined) return null;
  const left = plot.x(at.x);
  const side = left > plot.width / 2 ? { right: `${plot.width - left + GAP}px` } : { left: `${left + GAP}px` };
  const rows = valuesOf(at, axes, strings.logged.threshold);
  return (
    <div class="across-tooltip" style={{ ...side, top: `${Math.max(0, plot.y(at.y) - 48)}px` }} aria-hidden="true">
      <div class="across-tooltip-name">
        <RunSwatch colorIndex={run.colorIndex} theme={theme} />
        <span>{run.name.slice(0, 200)}</span>
      </div>
      {rows.map(([name, value]) => (
        <div key={name} class="across-tooltip-row">
          <span class="secondary">{name}</span>
          <span class="number">{formatNumber(value)}</span>
        </div>
      ))}
    </div>
  );
}

/** What a point says, with the names of it. */
function valuesOf(
  { x, y, threshold }: CurvePoint,
  { xName, yName }: { xName: string; yName: string },
  thresholdName: string,
): [string, number][] {
  const isKnown = threshold !== undefined && Number.isFinite(threshold);
  return [[xName, x], [yName, y], ...(isKnown ? [[thresholdName, threshold] as [string, number]] : [])];
}

function toldOf(
  at: CurvePoint,
  curves: readonly RunCurve[],
  axes: { xName: string; yName: string },
  thresholdName: string,
): string {
  const name = curves.find(({ runId }) => runId === at.runId)?.name ?? '';
  const values = valuesOf(at, axes, thresholdName).map(([what, value]) => `${what} ${formatNumber(value)}`);
  return [name.slice(0, 200), ...values].join(', ');
}

function curvesOf(
  plots: readonly PlotAt<'roc' | 'pr'>[],
  kind: 'roc' | 'pr',
  runs: readonly { id: string; name: string; colorIndex: number }[],
): RunCurve[] {
  const curves = plots.flatMap(({ runId, step, data: curve }) => {
    const run = runs.find(({ id }) => id === runId);
    if (run === undefined) return [];
    return [{ runId, name: run.name, colorIndex: run.colorIndex, curve, step, area: areaOf(curve, kind) }];
  });
  return curves.sort((a, b) => b.area - a.area);
}

function axesOf(
  kind: 'roc' | 'pr',
  texts: Record<'falsePositives' | 'truePositives' | 'recall' | 'precision', string>,
) {
  return kind === 'roc'
    ? { xName: texts.falsePositives, yName: texts.truePositives }
    : { xName: texts.recall, yName: texts.precision };
}

function csvOf(curves: readonly RunCurve[], { xName, yName }: { xName: string; yName: string }): string {
  const rows = curves.flatMap(({ name, step, curve }) =>
    curve.x.map((x, i) => [name, step, x, curve.y[i], curve.thresholds?.[i]]),
  );
  return toCsv([['run', 'step', xName, yName, 'threshold'], ...rows]);
}
