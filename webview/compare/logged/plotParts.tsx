/** What the cards of logged data share. */
import type { ComponentChildren } from 'preact';
import type { RunId } from '../../../src/protocol/entities';
import type { PlotKind } from '../../../src/protocol/plots';
import type { PlotAt, PlotKey } from '../../../src/protocol/plotsApi';
import { RunSwatch } from '../../charts/runSwatch';
import { fillTemplate } from '../../ui/fillTemplate';
import { Button } from '../../ui/toolkit';
import { useAnswer, type Answer } from '../insights/useAnswer';
import { usePage } from '../pageContext';
import { idOf, revisionOf } from './loggedModel';

/** Runs side by side at first, and with each "more". */
const FIRST_RUNS = 6;
const MORE_RUNS = 24;

/** The runs of a plot that are shown side by side, in the order of the page. */
export function useShownRuns(plot: PlotKey, first = FIRST_RUNS): RunId[] {
  const { logged, model } = usePage();
  const { runs = first } = logged.settingsOf(plot);
  const known = new Set(model.runs.value.map(({ id }) => id));
  const runIds = plot.runs.map(({ runId }) => runId).filter((id) => known.has(id));
  return runIds.slice(0, runs);
}

/** The way to the runs that are not shown yet. */
export function MoreRuns({ plot, shown }: { plot: PlotKey; shown: number }) {
  const { logged, strings } = usePage();
  const left = plot.runs.length - shown;
  if (left <= 0) return null;
  return (
    <button type="button" class="link" onClick={() => logged.set(plot, { runs: shown + MORE_RUNS })}>
      {fillTemplate(strings.logged.moreRuns, Math.min(left, MORE_RUNS), left)}
    </button>
  );
}

/** What the runs logged at the chosen step. */
export function usePlots<K extends PlotKind>(plot: PlotKey<K>, runIds: RunId[]): Answer<PlotAt<K>[]> {
  const { logged } = usePage();
  const { step } = logged.settingsOf(plot);
  const question = `${idOf(plot)} ${step} ${runIds.join(' ')} ${revisionOf(plot)}`;
  return useAnswer(question, () => logged.ask(plot, runIds, step));
}

/** What the runs logged over their steps. */
export function useHistories<K extends PlotKind>(
  plot: PlotKey<K>,
  runIds: RunId[],
  limit: number,
): Answer<PlotAt<K>[][]> {
  const { logged } = usePage();
  return useAnswer(`${idOf(plot)} ${runIds.join(' ')} ${revisionOf(plot)}`, () =>
    logged.askHistory(plot, runIds, limit),
  );
}

/** One choice of a step for all runs; where there is but one step, nothing. */
export function StepSlider({ plot }: { plot: PlotKey }) {
  const { logged, strings } = usePage();
  const { value: steps = [] } = useAnswer(`${idOf(plot)} ${revisionOf(plot)}`, () => logged.askSteps(plot));
  if (steps.length < 2) return null;
  const { step } = logged.settingsOf(plot);
  // Behind the last step stands each run's own last.
  const at = step === undefined ? steps.length : nearest(steps, step);
  const text = step === undefined ? strings.logged.lastStep : String(steps[at]);
  return (
    <label class="slider step-slider">
      {strings.logged.step}
      <input
        type="range"
        min={0}
        max={steps.length}
        step={1}
        value={at}
        aria-label={strings.logged.step}
        aria-valuetext={text}
        onInput={(event) => {
          const chosen = steps[event.currentTarget.valueAsNumber];
          if (chosen === undefined) logged.showLast(plot);
          else logged.set(plot, { step: chosen });
        }}
      />
      <span class="number secondary">{text}</span>
    </label>
  );
}

/** A choice of one of two ways to see a plot. */
export function Switch<V extends string>(props: {
  label: string;
  value: V;
  choices: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
}) {
  return (
    <span role="group" aria-label={props.label}>
      {props.choices.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          class="toggle"
          aria-pressed={props.value === value}
          onClick={() => props.onChange(value)}
        >
          {label}
        </button>
      ))}
    </span>
  );
}

/** What one run logged, below its name; `runs` that logged nothing at the chosen step say so. */
export function RunPart(props: {
  runId: RunId;
  step?: number | undefined;
  note?: string;
  children: ComponentChildren;
}) {
  const { model, strings, theme } = usePage();
  const run = model.runs.value.find(({ id }) => id === props.runId);
  if (run === undefined) return null;
  const lifted = model.lifted.value;
  return (
    <figure
      class={`run-part ${lifted !== undefined && lifted !== run.id ? 'faded' : ''}`}
      aria-label={run.name.slice(0, 200)}
      onPointerEnter={() => (model.pointedAt.value = run.id)}
      onPointerLeave={() => (model.pointedAt.value = undefined)}
    >
      <figcaption>
        <RunSwatch colorIndex={run.colorIndex} theme={theme} />
        <span class="cut" title={run.name.slice(0, 1000)}>
          {run.name.slice(0, 200)}
        </span>
        <span class="secondary number">
          {props.step !== undefined && fillTemplate(strings.logged.atStep, formatStep(props.step))}
          {props.note !== undefined && ` ${props.note}`}
        </span>
      </figcaption>
      {props.children}
    </figure>
  );
}

/** Said of a run that logged nothing at the chosen step. */
export function NothingHere() {
  const { strings } = usePage();
  return <p class="nothing-here secondary">{strings.logged.nothingAtStep}</p>;
}

/** What is shown of an answer: bones, what failed, or its value; an older one while a newer is on its way. */
export function Answered<T>({ answer, children }: { answer: Answer<T>; children: (value: T) => ComponentChildren }) {
  const { strings } = usePage();
  if (answer.failure !== undefined && answer.value === undefined) {
    return (
      <div class="hint" role="alert">
        <p>{answer.failure}</p>
        <Button onClick={answer.retry}>{strings.retry}</Button>
      </div>
    );
  }
  if (answer.value === undefined) return <div class="bone plot-bone" aria-busy="true" aria-label={strings.loading} />;
  return <>{children(answer.value)}</>;
}

/** Whether it matters at which step something was logged. */
export function hasSteps({ runs }: PlotKey): boolean {
  return runs.some(({ count, last }) => count > 1 || last !== runs[0]?.last);
}

/** A step as people read it; whole ones are written out. */
export function formatStep(step: number): string {
  return Number.isInteger(step) ? String(step) : String(Number(step.toPrecision(6)));
}

function nearest(steps: readonly number[], step: number): number {
  const behind = steps.findIndex((one) => one >= step);
  return behind < 0 ? steps.length - 1 : behind;
}
