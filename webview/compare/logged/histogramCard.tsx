import { useMemo, useState } from 'preact/hooks';
import { runLook } from '../../../src/protocol/palette';
import type { Histogram } from '../../../src/protocol/plots';
import type { PlotKey } from '../../../src/protocol/plotsApi';
import { toCsv } from '../../ui/csv';
import { fillTemplate } from '../../ui/fillTemplate';
import { formatNumber } from '../../ui/numbers';
import { ChartCanvas } from '../insights/chartCanvas';
import type { Drawing } from '../insights/drawing';
import { letGo, markKeys } from '../insights/markKeys';
import type { Answer } from '../insights/useAnswer';
import { useLogged } from './loggedContext';
import { PlotCard, PlotFoot, RunParts } from './plotCard';
import { formatStep, useHistories, usePlots, useRunNames } from './plotParts';
import {
  binAt,
  binBox,
  binForKey,
  ridgePlot,
  ridgeScale,
  ridgeShapes,
  RIDGES_HEIGHT,
  type Ridge,
  type RidgePlot,
} from './ridges';

/** Steps that stand one behind the other. */
const MOST_STEPS = 32;
const LEAST_WIDTH = 280;
const GAP = 24;

/** How numbers are distributed, of each run over its steps. */
export function HistogramCard({ plot }: { plot: PlotKey<'histogram'> }) {
  return (
    <PlotCard plot={plot} wide useValue={useRidges}>
      {(ridges, runIds, width) => <RidgeRow plot={plot} runIds={runIds} ridges={ridges} width={width} />}
    </PlotCard>
  );
}

/** What each run logged over its steps, in their order. */
function useRidges(plot: PlotKey<'histogram'>, runIds: readonly string[]): Answer<Ridge[][]> {
  const { logged } = useLogged();
  const { value: all, ...answer } = useHistories(plot, runIds, MOST_STEPS);
  const chosen = usePlots(plot, runIds);
  const { step } = logged.settingsOf(plot);
  const ridgesOf = (runId: string): Ridge[] => {
    // The chosen step may not be among those that were picked.
    const own = step === undefined ? [] : (chosen.value ?? []).filter((one) => one.runId === runId);
    const known = new Map([...(all?.get(runId) ?? []), ...own].map((one) => [one.step, one.data]));
    return [...known].map(([at, histogram]) => ({ step: at, histogram })).sort((a, b) => a.step - b.step);
  };
  return { ...answer, value: all && runIds.map(ridgesOf) };
}

function RidgeRow(props: {
  plot: PlotKey<'histogram'>;
  runIds: readonly string[];
  ridges: readonly (readonly Ridge[])[];
  width: number;
}) {
  const { plot, runIds, ridges, width } = props;
  const { logged, runs: known, theme } = useLogged();
  const { step } = logged.settingsOf(plot);
  const nameOf = useRunNames();
  const columns = Math.max(1, Math.min(runIds.length, Math.floor((width + GAP) / (LEAST_WIDTH + GAP))));
  const each = Math.floor((width - (columns - 1) * GAP) / columns);
  const scale = useMemo(() => ridgeScale(ridges.flat().map(({ histogram }) => histogram)), [ridges]);
  const runs = runIds.map((id) => known.value.find((run) => run.id === id));
  const plots = ridges.map((own) => ridgePlot(own, scale, each));
  const look = theme.value;
  const colorOf = (i: number): string => runLook(look.kind, runs[i]?.colorIndex ?? 0).color;
  const drawing = (): Drawing => ({
    width: plots.length * (each + GAP),
    height: RIDGES_HEIGHT,
    background: look.background,
    fontFamily: look.fontFamily,
    shapes: plots.flatMap((one, i) => ridgeShapes(one, colorOf(i), step, look, i * (each + GAP))),
  });
  return (
    <>
      <RunParts plot={plot} runIds={runIds}>
        {(runId, i) => {
          const [first, ...others] = ridges[i]!;
          return (
            first && {
              step: others.length === 0 ? first.step : undefined,
              shown: <Ridges plot={plots[i]!} color={colorOf(i)} step={step} name={nameOf(runId)} />,
            }
          );
        }}
      </RunParts>
      <PlotFoot
        plot={plot}
        shown={runIds.length}
        drawing={drawing}
        csv={() => csvOf(ridges, (i) => nameOf(runIds[i]!))}
      />
    </>
  );
}

function Ridges({
  plot,
  color,
  step,
  name,
}: {
  plot: RidgePlot;
  color: string;
  step: number | undefined;
  name: string;
}) {
  const { strings, theme } = useLogged();
  const texts = strings.logged;
  const [at, setAt] = useState<ReturnType<typeof binAt>>();
  const look = theme.value;
  const { ridges, width } = plot;
  const last = ridges.find((ridge) => ridge.step === step) ?? ridges.at(-1)!;
  // The one under the pointer comes to the front, as the chosen one does.
  const lifted = at?.ridge.step ?? (ridges.some((ridge) => ridge.step === step) ? step : undefined);
  const drawing = useMemo(
    (): Drawing => ({
      width,
      height: RIDGES_HEIGHT,
      background: look.background,
      fontFamily: look.fontFamily,
      shapes: ridgeShapes(plot, color, ridges.length > 1 ? lifted : undefined, look),
    }),
    [plot.ridges, plot.scale, width, color, lifted, look],
  );
  const keys = markKeys({
    label: `${summaryOf(texts.histogramSummary, name, last.histogram, ridges.length)} ${texts.histogramKeys}`,
    at,
    place: at?.bin ?? 0,
    count: (at?.ridge ?? last).histogram.counts.length,
    told: at === undefined ? '' : binTitle(texts.binTitle, at),
    next: (key) => binForKey(key, plot, at),
    onPoint: setAt,
  });
  return (
    <>
      <div
        class="ridges"
        {...keys}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setAt(binAt(plot, event.clientX - box.left, event.clientY - box.top));
        }}
        onPointerLeave={(event) => letGo(event.currentTarget, setAt)}
      >
        {at !== undefined && <PointedBin plot={plot} at={at} />}
        <ChartCanvas drawing={drawing} />
      </div>
      <p class="secondary ridge-told">
        {at === undefined
          ? toldOf(last, texts.notFinite, step !== undefined && last.step !== step ? texts.nothingAtStep : '')
          : binTitle(texts.binTitle, at)}
      </p>
    </>
  );
}

function PointedBin({ plot, at }: { plot: RidgePlot; at: { ridge: Ridge; bin: number } }) {
  const { left, top, width, height } = binBox(plot, at);
  return (
    <div
      class="pointed-bin"
      data-pointed
      style={{ left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` }}
    />
  );
}

function binTitle(template: string, { ridge, bin }: { ridge: Ridge; bin: number }): string {
  const { edges, counts } = ridge.histogram;
  const [from, to, count] = [edges[bin]!, edges[bin + 1]!, counts[bin]!].map(formatNumber);
  return fillTemplate(template, formatStep(ridge.step), from!, to!, count!);
}

function toldOf({ histogram }: Ridge, notFinite: string, missing: string): string {
  const told =
    histogram.notFinite === undefined || histogram.notFinite === 0 ? '' : fillTemplate(notFinite, histogram.notFinite);
  return [missing, told].filter((part) => part !== '').join(' · ');
}

function summaryOf(template: string, name: string, { edges, counts }: Histogram, steps: number): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const ends = [formatNumber(edges[0]!), formatNumber(edges.at(-1)!)] as const;
  return fillTemplate(template, name.slice(0, 200), formatNumber(total), ...ends, steps);
}

function csvOf(ridges: readonly (readonly Ridge[])[], nameOf: (i: number) => string): string {
  const rows = ridges.flatMap((own, i) =>
    own.flatMap(({ step, histogram: { edges, counts } }) =>
      counts.map((count, bin) => [nameOf(i), step, edges[bin], edges[bin + 1], count]),
    ),
  );
  return toCsv([['run', 'step', 'from', 'to', 'count'], ...rows]);
}
