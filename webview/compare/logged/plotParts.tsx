/** What the cards of logged data ask, and the choices that they offer. */
import { useMemo, useRef } from 'preact/hooks';
import type { RunId } from '../../../src/protocol/entities';
import type { PlotKind } from '../../../src/protocol/plots';
import type { PlotAt, PlotKey } from '../../../src/protocol/plotsApi';
import { useAnswer, type Answer } from '../insights/useAnswer';
import { useLogged } from './loggedContext';
import { idOf, revisionOf } from './loggedModel';

/** Runs side by side at first. */
const FIRST_RUNS = 6;

/** The runs of a plot that are shown side by side, in the order of the page. */
export function useShownRuns(plot: PlotKey, first = FIRST_RUNS): RunId[] {
  const { logged, runs } = useLogged();
  const { runs: shown = first } = logged.settingsOf(plot);
  const known = new Set(runs.value.map(({ id }) => id));
  const runIds = plot.runs.map(({ runId }) => runId).filter((id) => known.has(id));
  return runIds.slice(0, shown);
}

/** The names of runs; of one that is gone its id. */
export function useRunNames(): (runId: RunId) => string {
  const { runs } = useLogged();
  return (runId) => runs.value.find(({ id }) => id === runId)?.name ?? runId;
}

/** What the runs logged at the chosen step. */
export function usePlots<K extends PlotKind>(plot: PlotKey<K>, runIds: readonly RunId[]): Answer<PlotAt<K>[]> {
  const { logged } = useLogged();
  const { step } = logged.settingsOf(plot);
  const { value, ...answer } = useByRun(plot, runIds, String(step), async (asked) => {
    const plots = await logged.ask(plot, asked, step);
    return new Map(plots.map((one) => [one.runId, one]));
  });
  const plots = useMemo(() => value && [...value.values()], [value]);
  return { ...answer, value: plots };
}

/** What the runs logged over their steps. */
export function useHistories<K extends PlotKind>(
  plot: PlotKey<K>,
  runIds: readonly RunId[],
  limit: number,
): Answer<ReadonlyMap<RunId, PlotAt<K>[]>> {
  const { logged } = useLogged();
  return useByRun(plot, runIds, '', (asked) => logged.askHistory(plot, asked, limit));
}

/** Asks `about` runs; of those that were asked before only the ones that logged something since. */
function useByRun<T>(
  plot: PlotKey,
  runIds: readonly RunId[],
  about: string,
  ask: (runIds: RunId[]) => Promise<ReadonlyMap<RunId, T>>,
): Answer<ReadonlyMap<RunId, T>> {
  const known = useRef(new Map<RunId, { question: string; found: T | undefined }>());
  const questions = questionsOf(plot, runIds, about);
  return useAnswer([...questions.values()].join(' '), async () => {
    const asked = runIds.filter((runId) => known.current.get(runId)?.question !== questions.get(runId));
    const answer = asked.length === 0 ? new Map<RunId, T>() : await ask(asked);
    const all = new Map(known.current);
    for (const runId of asked) all.set(runId, { question: questions.get(runId)!, found: answer.get(runId) });
    known.current = new Map([...all].filter(([runId]) => questions.has(runId)));
    return new Map(
      runIds.flatMap((runId): [RunId, T][] => {
        const found = all.get(runId)?.found;
        return found === undefined ? [] : [[runId, found]];
      }),
    );
  });
}

/** By run, what its answer hangs on: another one whenever it logged something. */
function questionsOf(plot: PlotKey, runIds: readonly RunId[], about: string): Map<RunId, string> {
  const revisions = new Map(plot.runs.map(({ runId, revision }) => [runId, revision]));
  return new Map(runIds.map((runId) => [runId, `${idOf(plot)} ${about} ${runId}:${revisions.get(runId)}`]));
}

/** One choice of a step for all runs; where there is but one step, nothing. */
export function StepSlider({ plot }: { plot: PlotKey }) {
  const { logged, strings } = useLogged();
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

/** A step as people read it; whole ones are written out. */
export function formatStep(step: number): string {
  return Number.isInteger(step) ? String(step) : String(Number(step.toPrecision(6)));
}

function nearest(steps: readonly number[], step: number): number {
  const behind = steps.findIndex((one) => one >= step);
  return behind < 0 ? steps.length - 1 : behind;
}
