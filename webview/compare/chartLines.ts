/** What a chart draws, made of the series that were read. */
import type { MetricDirection } from '../../src/protocol/metricDirection';
import type { Series } from '../../src/protocol/entities';
import { toPoints, type ChartLine, type Point } from '../charts/chartLine';
import type { RunUnit } from './seriesStore';

interface LineRun {
  id: string;
  name: string;
  colorIndex: number;
  startedAt: number;
}

/** Points by series, so that a series that did not change is not laid out again. */
const pointsOf = new WeakMap<Series, ReturnType<typeof toPoints>>();

/** A line for each unit that has points; a mean of several runs carries the name of the first one, and how many they are. */
export function chartLines(
  series: readonly Series[],
  units: readonly RunUnit[],
  runs: readonly LineRun[],
): ChartLine[] {
  const runsById = new Map(runs.map((run) => [run.id, run]));
  const seriesByRun = new Map(series.map((one) => [one.runId, one]));
  return units.flatMap((unit): ChartLine[] => {
    const [run, own] = [runsById.get(unit[0]), seriesByRun.get(unit[0])];
    if (run === undefined || own === undefined || own.steps.length === 0) return [];
    const points = pointsOf.get(own) ?? toPoints(own);
    pointsOf.set(own, points);
    const { id, colorIndex, startedAt } = run;
    if (unit.length === 1) return [{ id, name: run.name, colorIndex, startedAt, ...points }];
    return [{ id, name: `${run.name} ×${unit.length}`, colorIndex, members: unit.length, ...points }];
  });
}

/** What a line ends at; NaN where it has no value. */
export function lastValue({ points }: ChartLine): number {
  return points.findLast((point) => !Number.isNaN(point.y))?.y ?? Number.NaN;
}

/** Names of runs whose series has points of which none has a place on the x axis. */
export function withoutX(series: readonly Series[], runs: readonly LineRun[]): string[] {
  return namesOf(
    series.filter(({ steps, total, damaged }) => steps.length === 0 && total > 0 && damaged !== true),
    runs,
  );
}

/** Names of runs whose points cannot be read. */
export function damagedRuns(series: readonly Series[], runs: readonly LineRun[]): string[] {
  return namesOf(
    series.filter(({ damaged }) => damaged === true),
    runs,
  );
}

function namesOf(series: readonly Series[], runs: readonly LineRun[]): string[] {
  const names = new Map(runs.map(({ id, name }) => [id, name]));
  return series.flatMap(({ runId }) => names.get(runId) ?? []);
}

/** The best value that any line was reported at; `undefined` where nothing tells which that is, or all are equal. */
export function bestPoint(
  lines: readonly ChartLine[],
  direction: MetricDirection | undefined,
): { id: string; point: Point } | undefined {
  if (direction === undefined) return undefined;
  const sign = direction === 'lower' ? -1 : 1;
  let best: { id: string; point: Point } | undefined;
  let differs = false;
  for (const { id, points, raw = points } of lines) {
    for (const point of raw) {
      if (Number.isNaN(point.y)) continue;
      differs ||= best !== undefined && point.y !== best.point.y;
      if (best === undefined || sign * point.y > sign * best.point.y) best = { id, point };
    }
  }
  return differs ? best : undefined;
}
