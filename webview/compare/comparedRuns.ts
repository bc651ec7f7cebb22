import type { Run, RunId } from '../../src/protocol/entities';
import type { MetricDirection } from '../../src/protocol/metricDirection';
import { comparedMetrics, type ComparedMetric } from '../../src/protocol/metricTable';
import type { ComparedParam, Comparison, SentParam } from '../../src/protocol/storeApi';
import { byKey } from '../ui/keyOrder';

/** What people chose, by metric. */
export type Directions = Readonly<Record<string, MetricDirection>>;

/** A comparison as the page works with it: metrics as rows. */
export interface ComparedRuns {
  runs: Run[];
  params: ComparedParam[];
  metrics: ComparedMetric[];
  directions: Directions;
}

/** Rows by key. */
export function comparedRuns({ runs, params, metrics, directions }: Comparison): ComparedRuns {
  return {
    runs,
    params: params.map(comparedParam).sort(byKey),
    metrics: comparedMetrics(metrics, runs.length).sort(byKey),
    directions,
  };
}

function comparedParam({ key, values, missing, differs }: SentParam): ComparedParam {
  const without = new Set(missing);
  return { key, values: values.map((value, place) => (without.has(place) ? undefined : value)), differs };
}

/** A comparison cut down to these runs, in their order. */
export function withRuns(comparison: ComparedRuns, runIds: readonly RunId[]): ComparedRuns {
  const placesById = new Map(comparison.runs.map(({ id }, place) => [id, place]));
  const places = runIds.flatMap((id) => placesById.get(id) ?? []);
  if (places.length === comparison.runs.length && places.every((place, index) => place === index)) return comparison;
  const pick = <T>(values: readonly T[]): T[] => places.map((place) => values[place] as T);
  const params = comparison.params.map((row) => {
    const values = pick(row.values);
    return { ...row, values, differs: anyDiffers(values) };
  });
  const metrics = comparison.metrics.map((row) => {
    const values = pick(row.values);
    return { ...row, values, differs: anyDiffers(values.map((value) => value?.last)) };
  });
  return {
    ...comparison,
    runs: pick(comparison.runs),
    params: params.filter((row) => row.values.some((value) => value !== undefined)),
    metrics: metrics.filter((row) => row.values.some((value) => value !== undefined)),
  };
}

function anyDiffers([first, ...others]: readonly unknown[]): boolean {
  return others.some((value) => value !== first);
}
