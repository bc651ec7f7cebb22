/** How the store's figures grow with its work; draws them into `store-scale.svg`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Benchmark } from './benchmark';
import { ENGINES, withBench, type Bench, type Figures } from './store/bench';
import { drawCurves, type Panel } from './store/curves';
import { ingestFigures, ingestShape, seriesFigures, wideFigures } from './store/loads';
import { makeMoreRuns, makeRuns, runsFigures } from './store/manyRuns';
import { pointsOf } from './store/training';

const INGEST_STEPS = [1250, 5000, 12_500, 25_000];
const SERIES_STEPS = [5000, 20_000, 50_000, 200_000];
const WIDE_KEYS = [1000, 10_000, 100_000];
const MADE_RUNS = [1000, 10_000];
/** How many times the last of these. */
const MORE_RUNS = [3, 10];

const SVG = path.join(import.meta.dirname, 'store-scale.svg');

export const benchmark: Benchmark = async (report) => {
  const figures = await withBench(report, measure);
  const ingestSizes = INGEST_STEPS.map((steps) => pointsOf(ingestShape(steps)));
  const runSizes = [...MADE_RUNS, ...MORE_RUNS.map((times) => times * MADE_RUNS.at(-1)!)];
  const panel = (title: string, key: string, unit: string, sizes: number[]): Panel => ({
    title,
    unit,
    sizes,
    lines: ENGINES.map(([prefix, engine]) => ({
      name: engine,
      values: sizes.map((size) => figures[`${prefix}_${key}_${sizeName(size)}`]!),
    })),
  });
  const panels = [
    panel('Ingest, points per second', 'ingest_points_per_s', 'points', ingestSizes),
    panel('Opening to the first page of runs, ms', 'open_ms', 'runs', runSizes),
    panel('List: filter, sort, 100 rows, ms', 'list_ms', 'runs', runSizes),
    panel('The same list, matches last, ms', 'list_worst_ms', 'runs', runSizes),
    panel('20 series to 1,500 px, cold, ms', 'series_ms', 'points each', SERIES_STEPS),
    panel('One run of many keys, points per second', 'wide_points_per_s', 'keys', WIDE_KEYS),
  ];
  writeFileSync(SVG, drawCurves(panels));
  return figures;
};

async function measure(bench: Bench): Promise<Figures> {
  const figures: Figures = {};
  for (const steps of INGEST_STEPS) {
    Object.assign(figures, await ingestFigures(bench, steps, `_${sizeName(pointsOf(ingestShape(steps)))}`));
  }
  for (const steps of SERIES_STEPS) Object.assign(figures, await seriesFigures(bench, steps, `_${sizeName(steps)}`));
  for (const keys of WIDE_KEYS) Object.assign(figures, await wideFigures(bench, keys, `_${sizeName(keys)}`));
  let made = '';
  for (const runs of MADE_RUNS) {
    made = await makeRuns(bench, runs);
    Object.assign(figures, (await runsFigures(bench, made, sizeName(runs))).figures);
  }
  for (const times of MORE_RUNS) {
    const more = await makeMoreRuns(bench, made, times);
    Object.assign(figures, (await runsFigures(bench, more, sizeName(times * MADE_RUNS.at(-1)!))).figures);
    bench.folder.remove(more);
  }
  return figures;
}

/** `10k`, `2.5M`. */
function sizeName(size: number): string {
  return size >= 1e6 ? `${size / 1e6}M` : `${size / 1000}k`;
}
