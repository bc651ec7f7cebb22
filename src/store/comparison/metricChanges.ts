/** How the metrics of two runs differ, and whether that is more than repeats of them differ by chance. */
import { oneValueTest, welchTest, type Sample } from '../../common/statistics/significance';
import { Spread } from '../../common/statistics/spread';
import type { MetricChange, MetricSide, MetricVerdict } from '../../protocol/changesApi';
import type { MetricSummary, Run } from '../../protocol/entities';
import type { MetricDirection } from '../../protocol/metricDirection';
import { areLevel, fromWire, type WireNumber } from '../../protocol/numbers';
import type { MetricSpread } from '../../protocol/metricSpread';
import { directionOf } from '../choices';
import type { Database } from '../database/database';
import { judgedMetrics } from '../queries/metricKeys';

const MOST_METRICS = 500;
/** A difference that chance makes more rarely than this is called one. */
export const SIGNIFICANT = 0.05;

/** One of the two runs, with its repeats. */
interface Side {
  /** `runs.id`. */
  row: number;
  /** `runs.id` of its repeats, itself included. */
  repeats: readonly number[];
}

interface ComparedSide extends Side {
  run: Run;
}

/** Metrics of both; `together` when the two are repeats of one another. */
export function metricChanges(
  db: Database,
  base: ComparedSide,
  run: ComparedSide,
  together: boolean,
): { metrics: MetricChange[]; metricsCut: boolean } {
  const [before, after] = [summaries(db, base), summaries(db, run)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  const judged = judgedBy(base.run, run.run);
  const ordered = [...(judged === undefined ? [] : [judged]), ...keys.filter((key) => key !== judged)];
  const shown = ordered.slice(0, MOST_METRICS);
  const [spreadBefore, spreadAfter] = [spreads(db, base.repeats, shown), spreads(db, run.repeats, shown)];
  const metrics = shown.map((key): MetricChange => {
    const direction = directionOf(db, key);
    const sides = [
      side(before.get(key), spreadBefore.get(key), direction),
      side(after.get(key), spreadAfter.get(key), direction),
    ] as const;
    return {
      key,
      ...(direction === undefined ? {} : { direction }),
      ...(sides[0] === undefined ? {} : { before: sides[0] }),
      ...(sides[1] === undefined ? {} : { after: sides[1] }),
      verdict: judge(sides[0], sides[1], together),
    };
  });
  return { metrics, metricsCut: ordered.length > shown.length };
}

/** The same of one metric, for runs that are no repeats of one another. */
export function metricVerdict(db: Database, key: string, base: Side, run: Side): MetricVerdict {
  const [before, after] = [base, run].map(({ row, repeats }): MetricSide | undefined => {
    const last = lastValue(db, row, key);
    const spread = spreads(db, repeats, [key]).get(key);
    return last === undefined || spread === undefined ? undefined : { last, spread };
  });
  return judge(before, after, false);
}

function lastValue(db: Database, run: number, key: string): WireNumber | undefined {
  return db
    .prepare<{ last: WireNumber }>(
      'SELECT s.last FROM series s JOIN metric_keys k ON k.id = s.key WHERE s.run = ? AND k.key = ?',
    )
    .get(run, key)?.last;
}

/** The key metric of the run, or else of its base, if both have it. */
function judgedBy(base: Run, run: Run): string | undefined {
  const keys = [run.keyMetric?.key, base.keyMetric?.key].filter((key) => key !== undefined);
  return keys[0] === keys[1] ? keys[0] : undefined;
}

function summaries(db: Database, { run, row }: ComparedSide): Map<string, MetricSummary> {
  const judged = judgedMetrics(db, { id: row, metric_count: run.metricCount }, MOST_METRICS + 1);
  return new Map([...(run.keyMetric === null ? [] : [run.keyMetric]), ...judged].map((one) => [one.key, one]));
}

/** Last values of metrics over runs. */
function spreads(db: Database, runs: readonly number[], keys: readonly string[]): Map<string, MetricSpread> {
  const rows = db
    .prepare<{ key: string; last: WireNumber }>(
      `SELECT k.key, s.last FROM json_each(?) j CROSS JOIN metric_keys k ON k.key = j.value
       CROSS JOIN json_each(?) r CROSS JOIN series s ON s.run = r.value AND s.key = k.id`,
    )
    .all(JSON.stringify(keys), JSON.stringify(runs));
  const found = new Map<string, Spread>();
  for (const { key, last } of rows) {
    const spread = found.get(key) ?? new Spread();
    found.set(key, spread);
    spread.add(fromWire(last) ?? Number.NaN);
  }
  return new Map([...found].map(([key, spread]) => [key, spread.result()]));
}

function side(
  summary: MetricSummary | undefined,
  spread: MetricSpread | undefined,
  direction: MetricDirection | undefined,
): MetricSide | undefined {
  if (summary === undefined || spread === undefined) return undefined;
  const best = direction === undefined ? {} : { best: direction === 'lower' ? summary.min : summary.max };
  return { last: summary.last, ...best, spread };
}

function judge(before: MetricSide | undefined, after: MetricSide | undefined, together: boolean): MetricVerdict {
  const [old, now] = [fromWire(before?.last) ?? Number.NaN, fromWire(after?.last) ?? Number.NaN];
  if (!Number.isFinite(old) || !Number.isFinite(now)) return { kind: 'incomparable' };
  if (together) return areLevel(old, now) ? { kind: 'equal' } : { kind: 'repeats', difference: now - old };
  const [base, run] = [sampleOf(before!.spread), sampleOf(after!.spread)];
  if (base === undefined && run === undefined) {
    return areLevel(old, now) ? { kind: 'equal' } : { kind: 'untested', difference: now - old };
  }
  const [average, baseAverage] = [run?.mean ?? now, base?.mean ?? old];
  if (areLevel(average, baseAverage)) return { kind: 'equal' };
  const difference = average - baseAverage;
  const p = probability(old, base, now, run);
  const n = { base: before!.spread.n, run: after!.spread.n };
  return { kind: p < SIGNIFICANT ? 'beyond' : 'within', difference, p, n };
}

function probability(old: number, base: Sample | undefined, now: number, run: Sample | undefined): number {
  if (base === undefined) return oneValueTest(old, run!).p;
  return run === undefined ? oneValueTest(now, base).p : welchTest(run, base).p;
}

/** `undefined` with fewer than two values, which have no spread. */
function sampleOf({ n, mean, sd }: MetricSpread): Sample | undefined {
  const [average, deviation] = [fromWire(mean), fromWire(sd)];
  return average === undefined || deviation === undefined ? undefined : { n, mean: average, sd: deviation };
}
