import type { SeriesX } from '../../protocol/chartSettings';
import type { RunId, Series } from '../../protocol/entities';
import type { SeriesQuery } from '../../protocol/storeApi';
import type { Database } from '../database/database';
import { placeInOrder, placeOn, type PlacingContext } from './axes';
import { DamagedSeriesError, readAfter, readAll, readSteps } from './chunks';
import { cut, mapColumns, type Curve } from './curve';
import { decimate, type Thinned } from './decimate';
import type { DecimationCache } from './decimationCache';
import { meanCurve } from './meanCurve';
import { newColumns } from './seriesCodec';
import { memoryOf, smooth, weightOf } from './smoothing';

const WIDEST = 10_000;

/** A query as it is carried out: what was left out or makes no sense is set right. */
type Plan = Required<Pick<SeriesQuery, 'width' | 'x' | 'logX'>> &
  Pick<SeriesQuery, 'range' | 'after'> & { weight: number };

interface SeriesRow {
  id: number;
  count: number;
  run: number;
  startedAt: number;
}

/** What is answered of a series, without whose it is. */
type Points = Omit<Series, 'runId' | 'key' | 'total'>;

/**
 * The series asked for, run by run and key by key, then the means of groups; what does not exist is left out. The row
 * numbers of series that cannot be read are added to `damaged`.
 */
export function readSeries(
  db: Database,
  query: SeriesQuery,
  cache: DecimationCache,
  damaged = new Set<number>(),
): Series[] {
  const width = Math.min(WIDEST, Math.max(1, Math.floor(query.width) || 1));
  const plan: Plan = {
    ...query,
    width,
    x: query.x ?? 'step',
    logX: query.logX === true,
    weight: weightOf(query.smoothing),
  };
  // Another metric may still move points that are known.
  const ownX = typeof plan.x === 'string' ? plan.x : undefined;
  const counts = new Map(query.after?.map(({ runId, key, count }) => [`${runId} ${key}`, count]));
  const result: Series[] = [];
  for (const runId of new Set(query.runIds)) {
    for (const key of new Set(query.keys)) {
      const series = findSeries(db, runId, key);
      if (series === undefined) continue;
      const known = counts.get(`${runId} ${key}`);
      const points = unlessDamaged(damaged, () =>
        ownX !== undefined && isKnown(series, known)
          ? { ...readNewer(db, series, ownX, plan.weight, known), decimated: false }
          : readDecimated(db, [series], plan, cache),
      );
      result.push({ runId, key, ...points, total: series.count });
    }
  }
  for (const group of query.groups ?? []) result.push(...readGroup(db, group, query.keys, plan, cache, damaged));
  return result;
}

function readGroup(
  db: Database,
  runIds: readonly RunId[],
  keys: readonly string[],
  plan: Plan,
  cache: DecimationCache,
  damaged: Set<number>,
): Series[] {
  return [...new Set(keys)].flatMap((key) => {
    const members = [...new Set(runIds)].flatMap((runId) => findSeries(db, runId, key) ?? []);
    if (members.length === 0) return [];
    const total = members.reduce((sum, { count }) => sum + count, 0);
    return { runId: runIds[0]!, key, ...unlessDamaged(damaged, () => readDecimated(db, members, plan, cache)), total };
  });
}

/** The others can be shown although one cannot be read. */
function unlessDamaged(damaged: Set<number>, read: () => Points): Points {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DamagedSeriesError)) throw error;
    damaged.add(error.series);
    return { ...newColumns(0), decimated: false, damaged: true };
  }
}

/** A caller that has more than there is has seen a run that was removed since: it gets the whole. */
function isKnown(series: SeriesRow, known: number | undefined): known is number {
  return known !== undefined && known >= 0 && known <= series.count;
}

/**
 * The points behind those that are known, in the order in which they were recorded. Smoothing begins so far before them
 * that what was earlier has no weight.
 */
function readNewer(db: Database, series: SeriesRow, x: SeriesX & string, weight: number, known: number): Curve {
  const from = known === series.count ? known : Math.max(0, known - memoryOf(weight));
  const placed = placeInOrder(x, readAfter(db, series, from), series.startedAt);
  return mapColumns(smoothed(placed, weight), (column) => column.slice(known - from));
}

/** One series, or the mean of several, decimated. */
function readDecimated(db: Database, members: readonly SeriesRow[], plan: Plan, cache: DecimationCache): Points {
  const { x, logX, weight, width, range } = plan;
  const read = () =>
    decimate(members.length === 1 ? readCurve(db, members[0]!, plan) : readMean(db, members, plan), width, logX);
  // Where a point stands may change with the other metric: nothing tells that this one is still the same.
  if (typeof x !== 'string') return spread(read());
  // The number of a removed series is given to the next one; that of a run never is.
  const names = members.map(({ run, id }) => `${run}:${id}`).join('+');
  const key = [names, x, logX, weight, width, range?.from, range?.to].join(' ');
  const count = members.reduce((sum, member) => sum + member.count, 0);
  return spread(cache.get(key, count, read));
}

function spread({ columns, ...more }: Thinned): Points {
  return { ...columns, ...more };
}

function readMean(db: Database, members: readonly SeriesRow[], plan: Plan): Curve {
  const { range, ...whole } = plan;
  const mean = meanCurve(members.map((member) => readCurve(db, member, whole)));
  return range === undefined ? mean : cut(mean, range);
}

function readCurve(db: Database, series: SeriesRow, { x, weight, range }: Plan): Curve {
  if (x === 'step' && weight === 0 && range !== undefined) return readSteps(db, series.id, range.from, range.to);
  const placed = placeOn(x, readAll(db, series.id), contextOf(db, series));
  const curve = smoothed(placed, weight);
  return range === undefined ? curve : cut(curve, range);
}

function smoothed(curve: Curve, weight: number): Curve {
  return weight === 0 ? curve : { ...curve, smoothed: smooth(curve.values, weight) };
}

function contextOf(db: Database, { run, startedAt }: SeriesRow): PlacingContext {
  return {
    startedAt,
    readMetric(key) {
      const other = db
        .prepare<{ id: number }>(
          'SELECT id FROM series WHERE run = ? AND key = (SELECT id FROM metric_keys WHERE key = ?)',
        )
        .get(run, key);
      return other && readAll(db, other.id);
    },
  };
}

function findSeries(db: Database, runId: RunId, key: string): SeriesRow | undefined {
  return db
    .prepare<SeriesRow>(
      `SELECT s.id, s.count, r.id AS run, r.started_at AS startedAt FROM runs r JOIN series s ON s.run = r.id
       WHERE r.uid = ? AND s.key = (SELECT id FROM metric_keys WHERE key = ?)`,
    )
    .get(runId, key);
}
