/** Runs, series and comparisons in memory, answered as the store worker answers them. */
import type { MetricSummary, Run, Series } from '../../../src/protocol/entities';
import { toWire, type ParamValue } from '../../../src/protocol/numbers';
import type { SeriesQuery } from '../../../src/protocol/storeApi';
import type { ComparedRuns } from '../../../webview/compare/comparedRuns';

export interface RunData {
  run: Run;
  params: Record<string, ParamValue>;
  metrics: Record<string, number[]>;
}

/** A run with its place in the palette as id; the key metric is the first of its metrics. */
export function makeRun(colorIndex: number, data: Partial<Omit<RunData, 'run'>> & Partial<Run> = {}): RunData {
  const { params = {}, metrics = {}, ...run } = data;
  return {
    params,
    metrics,
    run: {
      id: `run-${colorIndex}`,
      name: `run-${colorIndex}`,
      experiment: 'penguins',
      status: 'finished',
      colorIndex,
      command: ['python', 'train.py'],
      script: 'train.py',
      startedAt: 1_700_000_000_000,
      endedAt: null,
      exitCode: 0,
      message: null,
      failure: null,
      parent: null,
      basedOn: null,
      purpose: null,
      batch: null,
      childCount: 0,
      keyMetric: null,
      metricCount: Object.keys(metrics).length,
      ...run,
    },
  };
}

/** What `compareRuns` answers, as the page works with it. */
export function compare(all: readonly RunData[], runIds: readonly string[]): ComparedRuns {
  const runs = runIds.flatMap((id) => all.find(({ run }) => run.id === id) ?? []);
  const rows = <V>(read: (data: RunData) => Record<string, V>) =>
    [...new Set(runs.flatMap((data) => Object.keys(read(data))))].sort().map((key) => {
      const values = runs.map((data) => read(data)[key]);
      return { key, values, differs: values.some((value) => JSON.stringify(value) !== JSON.stringify(values[0])) };
    });
  return {
    runs: runs.map((data) => ({ ...data.run, keyMetric: keyMetric(data) })),
    params: rows((data) => data.params),
    metrics: rows((data) => data.metrics).map(({ key, values }) => {
      const summaries = values.map((points) => (points === undefined ? undefined : summarize(key, points)));
      return { key, values: summaries, differs: summaries.some((one) => one?.last !== summaries[0]?.last) };
    }),
    directions: {},
  };
}

function keyMetric({ metrics }: RunData): MetricSummary | null {
  const [first] = Object.entries(metrics);
  return first === undefined ? null : summarize(first[0], first[1]);
}

function summarize(key: string, points: readonly number[]): MetricSummary {
  const finite = points.filter(Number.isFinite);
  const last = points.at(-1) ?? Number.NaN;
  const least = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return {
    key,
    count: points.length,
    first: toWire(points[0] ?? Number.NaN),
    last: toWire(last),
    lastStep: points.length - 1,
    min: toWire(finite.length > 0 ? least : last),
    max: toWire(finite.length > 0 ? most : last),
    mean: toWire(finite.reduce((sum, value) => sum + value, 0) / finite.length),
  };
}

/**
 * What `series` answers: decimated to minimum, maximum, first and last of each column. Means are those of the first run;
 * another metric stands at its own steps.
 */
export function readSeries(all: readonly RunData[], query: SeriesQuery): Series[] {
  const units = [...query.runIds.map((runId) => [runId]), ...(query.groups ?? [])];
  return units.flatMap((unit) =>
    query.keys.flatMap((key) => {
      const runId = unit[0]!;
      const metrics = all.find(({ run }) => run.id === runId)?.metrics ?? {};
      const points = metrics[key];
      if (points === undefined) return [];
      const after = query.after?.find((one) => one.runId === runId && one.key === key)?.count;
      const { from = -Infinity, to = Infinity } = query.range ?? {};
      const steps = points.map((_, step) => step).filter((step) => step >= from && step <= to);
      const kept = after === undefined ? decimate(points, steps, query.width) : steps.slice(after);
      const column = (read: (step: number) => number) => Float64Array.from(kept, read);
      return {
        runId,
        key,
        total: points.length,
        decimated: after === undefined && kept.length < steps.length,
        steps: Float64Array.from(kept),
        values: column((step) => points[step] as number),
        times: column((step) => 1_700_000_000_000 + step * 1000),
        ...xsOf(query, metrics, kept),
        ...(query.smoothing === undefined ? {} : { smoothed: column((step) => (points[step] as number) / 2) }),
        ...(unit.length > 1 ? { sd: column(() => 0.1), counts: column(() => unit.length) } : {}),
      };
    }),
  );
}

function xsOf(
  { x = 'step' }: SeriesQuery,
  metrics: RunData['metrics'],
  steps: readonly number[],
): { xs?: Float64Array } {
  if (x === 'step') return {};
  if (x === 'relative') return { xs: Float64Array.from(steps) };
  if (x === 'time') return { xs: Float64Array.from(steps, (step) => 1_700_000_000_000 + step * 1000) };
  return { xs: Float64Array.from(steps, (step) => metrics[x.metric]?.[step] ?? 0) };
}

function decimate(points: readonly number[], steps: readonly number[], width: number): number[] {
  const size = Math.ceil(steps.length / width);
  if (size <= 4) return [...steps];
  const kept = new Set<number>();
  for (let start = 0; start < steps.length; start += size) {
    const column = steps.slice(start, start + size);
    const byValue = [...column].sort((a, b) => (points[a] as number) - (points[b] as number));
    for (const step of [column[0]!, byValue[0]!, byValue.at(-1)!, column.at(-1)!]) kept.add(step);
  }
  return [...kept].sort((a, b) => a - b);
}

/** Two runs that differ in `lr`; the second is the better one. */
export function twoRuns(): RunData[] {
  return [
    makeRun(0, {
      name: 'calm-heron',
      params: { lr: 0.01, seed: 1 },
      metrics: { accuracy: [0.5, 0.7], loss: [1, 0.5] },
    }),
    makeRun(1, {
      name: 'brisk-otter',
      params: { lr: 0.003, seed: 1 },
      metrics: { accuracy: [0.6, 0.8], loss: [2, 0.4] },
    }),
  ];
}
