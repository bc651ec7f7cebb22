/** The figures of a database of very many runs. */
import { median, roundMs } from '../benchmark';
import { digits, ENGINES, placeOf, type Bench, type Figures } from './bench';
import { writeTrainings } from './eventFolders';
import { searchMlflow } from './peers';
import { pointsOf } from './training';

const OPENINGS = 5;
/** Of a hundred thousand runs each takes seconds. */
const OPENINGS_OF_MORE = 3;

/** Writes runs of 30 params and 30 metrics of ten points each, and takes them in. */
export async function makeRuns({ measuring, folder, report }: Bench, count: number): Promise<string> {
  const shape = { runs: count, keys: 30, steps: 10, params: 30 };
  const workspaceDir = folder.make(`runs-${count}`);
  writeTrainings(workspaceDir, shape);
  const points = pointsOf(shape);
  const { seconds, bytes } = await measuring.run('ingest', { ...placeOf(workspaceDir, 'native'), points });
  report(`${count} runs taken in in ${digits(seconds)} s, ${digits(bytes / 1e6)} MB`);
  return workspaceDir;
}

/** Makes a database with `times` as many runs of one; see `multiplyRuns.ts`. */
export async function makeMoreRuns({ measuring, folder, report }: Bench, from: string, times: number): Promise<string> {
  const to = folder.make(`runs-times-${times}`);
  await measuring.run('multiplyRuns', { from, to, times });
  report(`${times} times as many runs made of them`);
  return to;
}

/** How both engines open and list; throws when their lists differ. Gives the ids of the list too. */
export async function runsFigures(
  { measuring, report }: Bench,
  workspaceDir: string,
  suffix: string,
  rounds = OPENINGS,
): Promise<{ figures: Figures; ids: string }> {
  const figures: Figures = {};
  const pages = new Set<string>();
  for (const [prefix, engine] of ENGINES) {
    const place = placeOf(workspaceDir, engine);
    const openings = [];
    for (let opening = 0; opening < rounds; opening += 1) openings.push((await measuring.run('open', place)).ms);
    figures[`${prefix}_open_ms_${suffix}`] = roundMs(median(openings));
    const { firstMs, times, worstTimes, rssMb, processRssMb, ids } = await measuring.run('list', place);
    figures[`${prefix}_list_first_ms_${suffix}`] = roundMs(firstMs);
    figures[`${prefix}_list_ms_${suffix}`] = roundMs(median(times));
    figures[`${prefix}_list_worst_ms_${suffix}`] = roundMs(median(worstTimes));
    figures[`${prefix}_rss_mb_${suffix}`] = digits(rssMb);
    figures[`${prefix}_process_rss_mb_${suffix}`] = digits(processRssMb);
    pages.add(ids.join());
    report(`${engine}: ${suffix} runs listed`);
  }
  const [ids, ...others] = pages;
  if (ids === undefined || others.length > 0) throw new Error('The engines list different runs');
  return { figures, ids };
}

/** The figures of ten thousand runs, mlflow's beside them, and how they grow to a hundred thousand. */
export async function manyRunsFigures(bench: Bench): Promise<Figures> {
  const workspaceDir = await makeRuns(bench, 10_000);
  const { figures, ids } = await runsFigures(bench, workspaceDir, '10k');
  const mlflow = await searchMlflow(bench, workspaceDir);
  if (mlflow.ids.join() !== ids) throw new Error('mlflow lists different runs');
  bench.report(`mlflow: listed in ${digits(mlflow.ms)} ms`);
  const moreDir = await makeMoreRuns(bench, workspaceDir, 10);
  const more = await runsFigures(bench, moreDir, '100k', OPENINGS_OF_MORE);
  bench.folder.remove(moreDir);
  bench.folder.remove(workspaceDir);
  const compared: Figures = { mlflow_list_ms_10k: roundMs(mlflow.ms) };
  for (const [prefix] of ENGINES) {
    const time = figures[`${prefix}_list_ms_10k`]!;
    compared[`${prefix}_list_vs_mlflow`] = digits(mlflow.ms / time);
    compared[`${prefix}_scale_ratio`] = digits(more.figures[`${prefix}_list_ms_100k`]! / time);
  }
  return { ...figures, ...compared, ...more.figures };
}
