/**
 * How far a live run has come, from what it was told and what it has logged: a param that says how many epochs, steps,
 * rounds, trials or episodes there will be, and a metric that counts them.
 *
 * - A metric `epoch` counts epochs by its value. Without one, and for all else, the steps of the metrics count: those of
 *   the series that is furthest without being beyond the total. One that is beyond it counts something else.
 * - Rounds are counted by what boosting libraries log, trials by what optuna does: a param such as `n_estimators` of a
 *   forest, or `trials` of something else, is no promise that any series will get there.
 * - Of several totals the one that is reached first counts.
 *
 * Where these disagree there is no progress rather than a wrong one.
 */
import type { ParamValue } from '../protocol/numbers';
import { isAside } from '../protocol/metricGroups';
import type { Progress, ProgressUnit } from '../protocol/progress';

/** A point of a metric; `at` is its wall time, ms since 1970. */
export interface CountedPoint {
  step: number;
  value: number;
  at: number;
}

/** The ends of a series that may count. */
export interface CountedSeries {
  key: string;
  /** The libraries that gave its points, as far as they are known. */
  sources: readonly string[];
  first: CountedPoint;
  last: CountedPoint;
}

export interface ProgressFacts {
  params: readonly { key: string; value: ParamValue }[];
  series: readonly CountedSeries[];
  /** ms since 1970. */
  now: number;
}

/** How many there will be of what. */
export interface ProgressTotal {
  unit: ProgressUnit;
  total: number;
}

const NUMBER_OF = '(?:(?:n|nb|num|number_of|max|total|train|training|(?:n|num|max|total)_train(?:ing)?)_)?';
const TOTALS: readonly [ProgressUnit, RegExp][] = [
  ['epoch', new RegExp(`^${NUMBER_OF}epochs?$`)],
  ['step', new RegExp(`^${NUMBER_OF}(?:steps|iters|iterations|updates|timesteps)$`)],
  ['round', /^(?:n_estimators|num_boost_round|num_rounds?|num_iterations|iterations)$/],
  ['trial', /^(?:(?:n|num|max)_)?trials$/],
  ['episode', new RegExp(`^${NUMBER_OF}episodes$`)],
];

/** Units that only these libraries count, and the keys of their params. */
const BOOSTING = /^(?:XGB|LGBM|CatBoost|xgboost\.|lightgbm\.|catboost\.)/;
const COUNTED_BY: Partial<Record<ProgressUnit, readonly string[]>> = {
  round: ['xgboost', 'lightgbm', 'catboost'],
  trial: ['optuna'],
};

/** What the params of a run say of its length. */
export function progressTotals(params: ProgressFacts['params']): ProgressTotal[] {
  const totals = params.flatMap(({ key, value }) => {
    const unit = unitOf(key);
    return unit !== undefined && typeof value === 'number' && Number.isFinite(value) && value > 0
      ? [{ key, unit, total: value }]
      : [];
  });
  // Transformers keeps its default of three epochs beside a number of steps, which alone holds then.
  const bySteps = totals.some(({ key }) => key === 'transformers.max_steps');
  return totals
    .filter(({ key }) => !(bySteps && key === 'transformers.num_train_epochs'))
    .map(({ unit, total }) => ({ unit, total }));
}

/** How far a run is, or `undefined` where that cannot be told. */
export function estimateProgress({ params, series, now }: ProgressFacts): Progress | undefined {
  const reached = progressTotals(params).flatMap(({ unit, total }) => {
    const counter = findCounter(series, unit, total);
    return counter === undefined
      ? []
      : [{ unit, done: counter.done, total, secondsLeft: secondsLeft(counter, total, now) }];
  });
  return reached.sort((a, b) => b.done / b.total - a.done / a.total)[0];
}

function unitOf(key: string): ProgressUnit | undefined {
  const name = key
    .split(/[./]/)
    .at(-1)!
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
  // Its steps are those of one epoch.
  if (key === 'keras.steps') return undefined;
  const units = TOTALS.filter(([, pattern]) => pattern.test(name)).map(([unit]) => unit);
  if (BOOSTING.test(key)) return units.includes('round') ? 'round' : undefined;
  // `SGDClassifier.max_iterations` is what an estimator gives up at.
  if (/^[A-Z]\w*\./.test(key)) return undefined;
  return units[0];
}

/** What has been counted at the ends of a series. */
interface Counter {
  begun: number;
  begunAt: number;
  done: number;
  doneAt: number;
}

function findCounter(series: readonly CountedSeries[], unit: ProgressUnit, total: number): Counter | undefined {
  const judged = series.filter(({ key }) => !isAside(key));
  if (unit === 'epoch') {
    const explicit = judged.find(({ key }) => /(^|[./])epochs?$/i.test(key));
    if (explicit !== undefined) {
      const counter = count(explicit, ({ value }) => value);
      return counter.done <= total ? counter : undefined;
    }
  }
  const sources = COUNTED_BY[unit];
  return (
    judged
      .filter((one) => sources === undefined || one.sources.some((source) => sources.includes(source)))
      // What was logged once was logged outside of any loop, at the step 0.
      .filter(({ first, last }) => last.step > first.step)
      .map((one) => count(one, ({ step }) => step))
      .filter(({ done }) => done <= total)
      .sort((a, b) => b.done - a.done)[0]
  );
}

/** Counts that begin with 0 are of what goes on, others of what is done. */
function count({ first, last }: CountedSeries, numberOf: (point: CountedPoint) => number): Counter {
  const offset = numberOf(first) === 0 ? 1 : 0;
  return {
    begun: numberOf(first) + offset,
    begunAt: first.at,
    done: numberOf(last) + offset,
    doneAt: last.at,
  };
}

/** By the mean pace so far, without what came before the first count. While the next one is late the rest stays. */
function secondsLeft({ begun, begunAt, done, doneAt }: Counter, total: number, now: number): number | null {
  if (done <= begun || doneAt <= begunAt) return null;
  const pace = (doneAt - begunAt) / (done - begun);
  const sinceLast = Math.min(Math.max(0, now - doneAt), pace);
  return Math.max(0, (total - done) * pace - sinceLast) / 1000;
}
