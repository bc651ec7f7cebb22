import type { MetricSummary, Run } from '../../src/protocol/entities';
import { metricDirection, type MetricDirection } from '../../src/protocol/metricDirection';
import type { ComparedMetric } from '../../src/protocol/metricTable';
import { areLevel, fromWire } from '../../src/protocol/numbers';
import { isSeedKey } from '../../src/protocol/seeds';
import type { ComparedRuns, Directions } from './comparedRuns';

/** What the comparison comes to, as facts; the page puts them into a sentence. */
export type Verdict =
  | { kind: 'none' }
  | { kind: 'single'; run: Run; metric: string; value: number; best: number | undefined }
  | { kind: 'better' | 'leads' | 'highest'; run: Run; metric: string; delta: number; value: number }
  | { kind: 'equal'; metric: string; value: number }
  /** Some share the best value, or the highest where nothing tells which is better; others are behind. */
  | { kind: 'tied' | 'tiedHighest'; runs: Run[]; metric: string; value: number }
  | { kind: 'only'; run: Run; metric: string; value: number }
  | { kind: 'diverged'; metric: string };

/** The key metric that most of the runs name as theirs, among those that most of them have. */
export function verdictMetric(comparison: ComparedRuns): string | undefined {
  const votes = new Map<string, number>();
  for (const run of comparison.runs) {
    if (run.keyMetric !== null) votes.set(run.keyMetric.key, (votes.get(run.keyMetric.key) ?? 0) + 1);
  }
  const having = (key: string): number =>
    comparison.metrics.find((metric) => metric.key === key)?.values.filter((value) => value !== undefined).length ?? 0;
  return [...votes.keys()].sort((a, b) => having(b) - having(a) || (votes.get(b) ?? 0) - (votes.get(a) ?? 0))[0];
}

/** Judges the runs by the last value of their key metric. Nothing is called better whose direction is unknown. */
export function judge(comparison: ComparedRuns): Verdict {
  const metric = verdictMetric(comparison);
  const row = comparison.metrics.find((one) => one.key === metric);
  if (metric === undefined || row === undefined) return { kind: 'none' };
  const entries = entriesOf(comparison, row);
  const direction = directionOf(metric, comparison.directions);
  const finite = ranked(entries, direction);
  const [first, second] = finite;
  if (first === undefined) return entries.length === 0 ? { kind: 'none' } : { kind: 'diverged', metric };
  const { run, value } = first;
  if (comparison.runs.length === 1) {
    return { kind: 'single', run, metric, value, best: betterEarlier(first.summary, value, direction) };
  }
  if (second === undefined) return { kind: 'only', run, metric, value };
  const level = finite.filter((entry) => areLevel(entry.value, value));
  if (level.length === finite.length) return { kind: 'equal', metric, value };
  if (level.length > 1) {
    const kind = direction === undefined ? 'tiedHighest' : 'tied';
    return { kind, runs: level.map((entry) => entry.run), metric, value };
  }
  const delta = Math.abs(value - second.value);
  if (direction === undefined) return { kind: 'highest', run, metric, delta, value };
  const live = entries.some((entry) => entry.run.status === 'running');
  return { kind: live ? 'leads' : 'better', run, metric, delta, value };
}

/** The two runs that lead by a metric, as far as they have a finite value. None does where the best are level. */
export function leadersOf(comparison: ComparedRuns, metric: string): Run[] {
  const row = comparison.metrics.find((one) => one.key === metric);
  if (row === undefined) return [];
  const order = ranked(entriesOf(comparison, row), directionOf(metric, comparison.directions));
  const [first, second] = order;
  if (first !== undefined && second !== undefined && areLevel(first.value, second.value)) return [];
  return order.slice(0, 2).map(({ run }) => run);
}

interface Entry {
  run: Run;
  summary: MetricSummary;
  value: number;
}

/** The runs that have the metric. */
function entriesOf({ runs }: ComparedRuns, { values }: ComparedMetric): Entry[] {
  return runs.flatMap((run, index) => {
    const summary = values[index];
    return summary === undefined ? [] : [{ run, summary, value: fromWire(summary.last) ?? Number.NaN }];
  });
}

/** Those with a finite value, the best first; the highest where nothing tells which is better. */
function ranked(entries: readonly Entry[], direction: MetricDirection | undefined): Entry[] {
  const finite = entries.filter(({ value }) => Number.isFinite(value));
  return finite.sort((a, b) => (direction === 'lower' ? a.value - b.value : b.value - a.value));
}

/** What sets the runs of a comparison apart. */
export type Differences =
  | { kind: 'unknown' | 'none' }
  /** Params and files. */
  | { kind: 'named'; keys: string[] }
  /** Seeds alone: the runs are repeats. `sd` is the standard deviation of the sample of their last values. */
  | { kind: 'seeds'; spread?: { mean: number; sd: number } };

/** Tells by the params, then by `files` (code and data that differ), seeds after all others. */
export function differencesOf(comparison: ComparedRuns, files: readonly string[] = []): Differences {
  const keys = comparison.params.filter((param) => param.differs).map((param) => param.key);
  const others = [...keys.filter((key) => !isSeedKey(key)), ...files];
  if (others.length > 0) return { kind: 'named', keys: [...others, ...keys.filter(isSeedKey)] };
  if (comparison.params.length === 0) return { kind: 'unknown' };
  if (keys.length === 0) return { kind: 'none' };
  const spread = spreadOf(comparison);
  return { kind: 'seeds', ...(spread === undefined ? {} : { spread }) };
}

/** Mean and deviation of the key metric; `undefined` unless several runs have a finite value, and those differ. */
function spreadOf(comparison: ComparedRuns): { mean: number; sd: number } | undefined {
  const metric = verdictMetric(comparison);
  const row = comparison.metrics.find((one) => one.key === metric);
  const values = (row?.values ?? []).map((value) => fromWire(value?.last) ?? Number.NaN).filter(Number.isFinite);
  if (values.every((value) => value === values[0])) return undefined;
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / (values.length - 1)) };
}

/** In which direction a metric gets better: as people chose, or as its name tells. */
export function directionOf(key: string, chosen: Directions): MetricDirection | undefined {
  return Object.hasOwn(chosen, key) ? chosen[key] : metricDirection(key);
}

/** The best value a series ever had; `undefined` where nothing tells which that is. */
export function bestOf(summary: MetricSummary, direction: MetricDirection | undefined): number | undefined {
  return direction === undefined ? undefined : fromWire(direction === 'lower' ? summary.min : summary.max);
}

function betterEarlier(
  summary: MetricSummary,
  last: number,
  direction: MetricDirection | undefined,
): number | undefined {
  const best = bestOf(summary, direction);
  return best === undefined || best === last ? undefined : best;
}

/** Index of the best value, where exactly the finite ones compete; `undefined` for ties of all, and unknown directions. */
export function bestIndex(direction: MetricDirection | undefined, values: readonly number[]): number | undefined {
  const finite = values.filter(Number.isFinite);
  if (direction === undefined || finite.length < 2) return undefined;
  const best = direction === 'lower' ? Math.min(...finite) : Math.max(...finite);
  return finite.every((value) => value === best) ? undefined : values.indexOf(best);
}
