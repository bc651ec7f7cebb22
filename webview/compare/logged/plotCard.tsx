import type { ComponentChildren } from 'preact';
import type { RunId } from '../../../src/protocol/entities';
import type { PlotKind } from '../../../src/protocol/plots';
import type { PlotKey } from '../../../src/protocol/plotsApi';
import { RunSwatch } from '../../charts/runSwatch';
import { fillTemplate } from '../../ui/fillTemplate';
import { Button } from '../../ui/toolkit';
import { ChartFrame, SaveButtons } from '../insights/chartFrame';
import { toSvg, type Drawing } from '../insights/drawing';
import { toPng } from '../insights/exports';
import type { Answer } from '../insights/useAnswer';
import { pointsAt } from '../pointsAt';
import { useLogged } from './loggedContext';
import { formatStep, StepSlider, useShownRuns } from './plotParts';

/** Runs that come with each "more". */
const MORE_RUNS = 24;

interface PlotCardProps<K extends PlotKind, T> {
  plot: PlotKey<K>;
  /** Whether it takes the whole width, and only as much height as it needs. */
  wide?: boolean;
  /** Beside the choice of the step. */
  controls?: ComponentChildren;
  /** Runs that are shown before somebody asks for more; a few that fit side by side when absent. */
  first?: number;
  /** A hook: what is known of the runs, and why not more. */
  useValue: (plot: PlotKey<K>, runIds: readonly RunId[]) => Answer<T>;
  /** What the card alone has, `width` pixels wide. */
  children: (value: T, runIds: readonly RunId[], width: number) => ComponentChildren;
}

/** What runs logged under one name: its frame, the choice of the step, and what is shown before there is anything to show. */
export function PlotCard<K extends PlotKind, T>(props: PlotCardProps<K, T>) {
  const { plot, wide = false, controls } = props;
  return (
    <ChartFrame
      title={plot.key}
      class={wide ? 'wide low' : ''}
      controls={
        <>
          <StepSlider plot={plot} />
          {controls}
        </>
      }
    >
      {(width) => <PlotContent {...props} width={width} />}
    </ChartFrame>
  );
}

/** It asks nothing while the card is out of sight. */
function PlotContent<K extends PlotKind, T>(props: PlotCardProps<K, T> & { width: number }) {
  const { plot, first, useValue, children, width } = props;
  const runIds = useShownRuns(plot, first);
  return <Answered answer={useValue(plot, runIds)}>{(value) => children(value, runIds, width)}</Answered>;
}

/** What is shown of an answer: bones until there is one, then the last value, and above it why there is no newer one. */
export function Answered<T>({ answer, children }: { answer: Answer<T>; children: (value: T) => ComponentChildren }) {
  const { strings } = useLogged();
  const { failure, value, retry } = answer;
  if (failure === undefined && value === undefined) {
    return <div class="bone plot-bone" aria-busy="true" aria-label={strings.loading} />;
  }
  return (
    <>
      {failure !== undefined && (
        <div class="hint" role="alert">
          <p>{failure}</p>
          <Button onClick={retry}>{strings.retry}</Button>
        </div>
      )}
      {value !== undefined && children(value)}
    </>
  );
}

/** What a run logged. */
interface Logged {
  step: number | undefined;
  shown: ComponentChildren;
}

/** The runs side by side: what each logged, or that it logged nothing at the chosen step. */
export function RunParts(props: {
  plot: PlotKey;
  runIds: readonly RunId[];
  children: (runId: RunId, place: number) => Logged | undefined;
}) {
  const { plot, runIds, children } = props;
  return (
    <div class="run-parts">
      {runIds.map((runId, place) => {
        const logged = children(runId, place);
        return (
          <RunPart key={runId} runId={runId} step={plot.hasSteps ? logged?.step : undefined}>
            {logged === undefined ? <NothingHere /> : logged.shown}
          </RunPart>
        );
      })}
    </div>
  );
}

/** What one run logged, below its name and the step. */
function RunPart(props: { runId: RunId; step?: number | undefined; children: ComponentChildren }) {
  const { lifted, pointedAt, runs, strings, theme } = useLogged();
  const run = runs.value.find(({ id }) => id === props.runId);
  if (run === undefined) return null;
  return (
    <figure
      class={`run-part ${lifted.value !== undefined && lifted.value !== run.id ? 'faded' : ''}`}
      aria-label={run.name.slice(0, 200)}
      {...pointsAt(pointedAt, run.id)}
    >
      <figcaption>
        <RunSwatch colorIndex={run.colorIndex} theme={theme} />
        <span class="cut" title={run.name.slice(0, 1000)}>
          {run.name.slice(0, 200)}
        </span>
        <span class="secondary number">
          {props.step !== undefined && fillTemplate(strings.logged.atStep, formatStep(props.step))}
        </span>
      </figcaption>
      {props.children}
    </figure>
  );
}

/** Said of a run that logged nothing at the chosen step. */
export function NothingHere() {
  const { strings } = useLogged();
  return <p class="nothing-here secondary">{strings.logged.nothingAtStep}</p>;
}

interface PlotFootProps {
  plot: PlotKey;
  /** How many of its runs are shown. */
  shown: number;
  /** What is saved as PNG and SVG; without it there is CSV alone. */
  drawing?: () => Drawing;
  csv: () => string;
}

/** Below the runs: the way to more of them, and the ways to keep what is shown. */
export function PlotFoot({ plot, shown, drawing, csv }: PlotFootProps) {
  const { save, strings } = useLogged();
  const pictures = drawing && { png: () => toPng(drawing()), svg: () => toSvg(drawing()) };
  return (
    <footer class="across-foot">
      <MoreRuns plot={plot} shown={shown} />
      <SaveButtons {...pictures} csv={csv} name={plot.key.slice(0, 80)} texts={strings.logged} save={save} />
    </footer>
  );
}

/** The way to the runs that are not shown yet. */
export function MoreRuns({ plot, shown }: { plot: PlotKey; shown: number }) {
  const { logged, strings } = useLogged();
  const left = plot.runCount - shown;
  if (left <= 0) return null;
  return (
    <button type="button" class="link" onClick={() => logged.set(plot, { runs: shown + MORE_RUNS })}>
      {fillTemplate(strings.logged.moreRuns, Math.min(left, MORE_RUNS), left)}
    </button>
  );
}
