/** The figures of loads of points: ingest, wide runs, series and live runs. */
import { median, roundMs } from '../benchmark';
import { digits, ENGINES, percentile, placeOf, removeDatabase, type Bench, type Figures } from './bench';
import { writeTrainings } from './eventFolders';
import { metricKeys, pointsOf, type TrainingShape } from './training';

const SERIES_KEYS = 2;
const SERIES_ROUNDS = 3;
const LIVE_SHAPE = { runs: 10, rate: 100, seconds: 10 };

/** Steps of the runs of {@link ingestShape} for five million points. */
export const INGEST_STEPS = 25_000;

/** Ten runs of 20 keys. */
export function ingestShape(steps: number): TrainingShape {
  return { runs: 10, keys: 20, steps, params: 3 };
}

export async function ingestFigures(bench: Bench, steps: number, suffix = ''): Promise<Figures> {
  const shape = ingestShape(steps);
  const points = pointsOf(shape);
  const workspaceDir = bench.folder.make('ingest');
  writeTrainings(workspaceDir, shape);
  const figures: Figures = {};
  for (const [prefix, engine] of ENGINES) {
    removeDatabase(workspaceDir);
    const { seconds, bytes } = await bench.measuring.run('ingest', { ...placeOf(workspaceDir, engine), points });
    figures[`${prefix}_ingest_points_per_s${suffix}`] = digits(points / seconds);
    figures[`${prefix}_bytes_per_point${suffix}`] = digits(bytes / points);
    bench.report(`${engine}: ${points} points in ${digits(seconds)} s`);
  }
  bench.folder.remove(workspaceDir);
  return figures;
}

/** A run of very many keys with a few points each. */
export async function wideFigures(bench: Bench, keys: number, suffix = ''): Promise<Figures> {
  const shape = { runs: 1, keys, steps: 3, params: 3 };
  const points = pointsOf(shape);
  const workspaceDir = bench.folder.make('wide');
  writeTrainings(workspaceDir, shape);
  const figures: Figures = {};
  for (const [prefix, engine] of ENGINES) {
    removeDatabase(workspaceDir);
    const { seconds, firstMs, times } = await bench.measuring.run('wide', { ...placeOf(workspaceDir, engine), points });
    figures[`${prefix}_wide_points_per_s${suffix}`] = digits(points / seconds);
    figures[`${prefix}_wide_first_ms${suffix}`] = roundMs(firstMs);
    figures[`${prefix}_wide_ms${suffix}`] = roundMs(median(times));
    bench.report(`${engine}: ${keys} keys in ${digits(seconds)} s`);
  }
  bench.folder.remove(workspaceDir);
  return figures;
}

/** Twenty series of so many points, those of ten runs. */
export async function seriesFigures(bench: Bench, steps: number, suffix = ''): Promise<Figures> {
  const shape = { runs: 10, keys: SERIES_KEYS, steps, params: 3 };
  const points = pointsOf(shape);
  const workspaceDir = bench.folder.make('series');
  writeTrainings(workspaceDir, shape);
  await bench.measuring.run('ingest', { ...placeOf(workspaceDir, 'native'), points });
  const figures: Figures = {};
  for (const [prefix, engine] of ENGINES) {
    const place = { ...placeOf(workspaceDir, engine), keys: metricKeys(SERIES_KEYS) };
    const rounds = [];
    for (let round = 0; round < SERIES_ROUNDS; round += 1) rounds.push(await bench.measuring.run('series', place));
    if (rounds.some((round) => round.points !== points)) throw new Error('The series lack points');
    figures[`${prefix}_series_ms${suffix}`] = roundMs(median(rounds.map(({ coldMs }) => coldMs)));
    figures[`${prefix}_series_warm_ms${suffix}`] = roundMs(median(rounds.flatMap(({ times }) => times)));
    bench.report(`${engine}: series of ${steps} points read`);
  }
  bench.folder.remove(workspaceDir);
  return figures;
}

export async function liveFigures(bench: Bench): Promise<Figures> {
  const figures: Figures = {};
  for (const [prefix, engine] of ENGINES) {
    const workspaceDir = bench.folder.make(`live-${prefix}`);
    const { lags } = await bench.measuring.run('live', { ...placeOf(workspaceDir, engine), shape: LIVE_SHAPE });
    figures[`${prefix}_live_lag_ms`] = roundMs(percentile(lags, 95));
    figures[`${prefix}_live_lag_median_ms`] = roundMs(median(lags));
    bench.report(`${engine}: ${lags.length} live points seen`);
  }
  return figures;
}
