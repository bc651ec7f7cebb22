/** What mlflow and trackio, from PyPI, take for the same work; the harnesses are in `peers/`. */
import { databasePath } from '../../src/common/workspaceFolder';
import { digits, ENGINES, type Bench, type Figures } from './bench';
import { INGEST_STEPS, ingestShape } from './loads';
import { runPython } from '../python';
import { FILTER, SORT } from './queries';
import { SAMPLE_POINTS, writeSample } from './sampleFiles';

interface Rate {
  points: number;
  seconds: number;
}

/** Points per second of the peers on a sample, and ours over theirs. */
export async function peerFigures({ folder, report }: Bench, ours: Figures): Promise<Figures> {
  const sample = folder.make('sample');
  writeSample(sample, ingestShape(INGEST_STEPS));
  const mlflow = await runPython<Rate>('peers', 'mlflow_peer.py', ['ingest', folder.make('mlflow-ingest'), sample]);
  report(`mlflow: ${mlflow.points} points in ${digits(mlflow.seconds)} s`);
  const trackio = await runPython<{ csv: Rate; pointwise: Rate }>('peers', 'trackio_peer.py', [
    folder.make('trackio'),
    sample,
  ]);
  report(`trackio: ${trackio.csv.points} points in ${digits(trackio.csv.seconds)} s`);
  const peers = { mlflow, trackio: trackio.csv, trackio_pointwise: trackio.pointwise };
  const figures: Figures = {};
  for (const [peer, { points, seconds }] of Object.entries(peers)) {
    if (points !== SAMPLE_POINTS) throw new Error(`${peer} took in ${points} points`);
    figures[`${peer}_points_per_s`] = digits(points / seconds);
    for (const [prefix] of ENGINES) {
      figures[`${prefix}_ingest_vs_${peer}`] = digits((ours[`${prefix}_ingest_points_per_s`]! * seconds) / points);
    }
  }
  return figures;
}

/** mlflow's median time for the listing that `queries.ts` measures, and the ids that it finds. */
export async function searchMlflow({ folder }: Bench, workspaceDir: string): Promise<{ ms: number; ids: string[] }> {
  const dir = folder.make('mlflow-search');
  const result = await runPython<{ ms: number; ids: string[] }>('peers', 'mlflow_peer.py', [
    'search',
    dir,
    databasePath(workspaceDir),
    FILTER,
    `${SORT} ASC`,
  ]);
  folder.remove(dir);
  return result;
}
