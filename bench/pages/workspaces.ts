/** Workspaces of the sizes that pages are measured with; their stores have taken everything in. */
import type { RunId } from '../../src/protocol/entities';
import { placeOf, type Bench } from '../store/bench';
import { writeTrainings } from '../store/eventFolders';
import { pointsOf, type TrainingShape } from '../store/training';

export interface MadeWorkspace {
  folder: string;
  runIds: RunId[];
}

/** Runs with params and metrics, as they are recorded. */
export async function makeWorkspace(bench: Bench, name: string, shape: TrainingShape): Promise<MadeWorkspace> {
  const folder = bench.folder.make(name);
  const runIds = writeTrainings(folder, shape);
  await bench.measuring.run('ingest', { ...placeOf(folder, 'native'), points: pointsOf(shape) });
  bench.report(`${name}: ${pointsOf(shape)} points of ${shape.runs} runs are taken in`);
  return { folder, runIds };
}

/** One recorded run, and copies of it in the database with all their points. */
export async function makeCopies(
  bench: Bench,
  name: string,
  shape: TrainingShape,
  times: number,
): Promise<MadeWorkspace> {
  const one = await makeWorkspace(bench, `${name}-one`, shape);
  const folder = bench.folder.make(name);
  const runIds = await bench.measuring.run('multiplyRuns', { from: one.folder, to: folder, times, points: true });
  bench.folder.remove(one.folder);
  bench.report(`${name}: ${times} runs made of one`);
  return { folder, runIds };
}
