/** Whether the metrics of two runs agree. */
import { oneValueTest } from '../../common/statistics/significance';
import type { MetricSummary } from '../../protocol/entities';
import { metricDirection } from '../../protocol/metricDirection';
import { isAside } from '../../protocol/metricGroups';
import { fromWire, type WireNumber } from '../../protocol/numbers';
import type { MetricAgreement, Tolerance } from '../../protocol/reproduction';
import { CHANCE, isNearlySame, sampleOf } from './noise';

/** Repeats, the run itself among them, from which a spread is told. */
const FEWEST_REPEATS = 3;
/** `train_runtime`, `epoch_time`, `samples_per_second`, `fit_seconds`: of the machine, not of the training. */
const TIMING =
  /(^|[^a-z])(seconds?|secs?|ms|millis|time|times|runtime|walltime|duration|elapsed|latency|throughput|speed|fps|eta)([^a-z]|$)/;

export interface ComparedMetrics {
  metrics: MetricAgreement[];
  /** Keys that are not compared, as they measure time. */
  timings: string[];
}

/** Compares the last and the best values of two runs; `repeats` are the metrics of the first one and its repeats. */
export function compareMetrics(
  before: readonly MetricSummary[],
  after: readonly MetricSummary[],
  repeats: readonly (readonly MetricSummary[])[],
): ComparedMetrics {
  const keys = [...new Set([...before, ...after].map(({ key }) => key))].filter((key) => !isAside(key)).sort();
  const timings = keys.filter(isTiming);
  const metrics = keys
    .filter((key) => !isTiming(key))
    .flatMap((key) => compareKey(key, findIn(before, key), findIn(after, key), repeats));
  return { metrics, timings };
}

/** Whether a metric measures how long something took. */
function isTiming(key: string): boolean {
  return TIMING.test(key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase());
}

function compareKey(
  key: string,
  before: MetricSummary | undefined,
  after: MetricSummary | undefined,
  repeats: readonly (readonly MetricSummary[])[],
): MetricAgreement[] {
  const best = bestField(key);
  const last = compareValues(key, 'last', before, after, repeats);
  const isLast = (run: MetricSummary | undefined): boolean => best === undefined || run?.[best] === run?.last;
  if (best === undefined || (isLast(before) && isLast(after))) return [last];
  return [last, { ...compareValues(key, best, before, after, repeats), value: 'best' }];
}

function compareValues(
  key: string,
  field: 'last' | 'min' | 'max',
  before: MetricSummary | undefined,
  after: MetricSummary | undefined,
  repeats: readonly (readonly MetricSummary[])[],
): MetricAgreement {
  const [a, b] = [before?.[field] ?? null, after?.[field] ?? null];
  const spread = repeats.map((metrics) => findIn(metrics, key)?.[field]).filter((value) => typeof value === 'number');
  return { key, value: 'last', before: a, after: b, by: agreement(a, b, spread) };
}

function agreement(a: WireNumber | null, b: WireNumber | null, spread: readonly number[]): Tolerance | null {
  if (a === null || b === null) return null;
  if (a === b) return 'exact';
  const [x, y] = [fromWire(a) ?? Number.NaN, fromWire(b) ?? Number.NaN];
  if (isNearlySame(x, y)) return 'relative';
  if (spread.length < FEWEST_REPEATS) return null;
  return oneValueTest(y, sampleOf(spread)).p >= CHANCE ? 'spread' : null;
}

function bestField(key: string): 'min' | 'max' | undefined {
  const direction = metricDirection(key);
  return direction === undefined ? undefined : direction === 'lower' ? 'min' : 'max';
}

function findIn(metrics: readonly MetricSummary[], key: string): MetricSummary | undefined {
  return metrics.find((metric) => metric.key === key);
}
