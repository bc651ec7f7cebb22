/** How long people wait for lists and charts, and what memory that takes. */
import type { RunPage } from '../../src/protocol/storeApi';
import type { StoreClient } from '../../src/store/client';
import { openStore, timed, timedOften, type Place } from './place';

const PAGE = 100;
const LISTINGS = 50;
/** Pixels. */
const CHART_WIDTH = 1500;

/** One of ten runs or so; MLflow takes the same two texts: `peers/mlflow_peer.py` is given them. */
export const FILTER = "metrics.val_accuracy > 0.8 and params.optimizer = 'adam' and attributes.status = 'FINISHED'";
export const SORT = 'metrics.val_loss';

/** From the start of the worker to the reply with the first page of runs; ms. A process of its own each time. */
export async function measureOpen(place: Place): Promise<{ ms: number }> {
  const { ms, result: store } = await timed(async () => {
    const store = openStore(place);
    await store.request('listRuns', { offset: 0, limit: PAGE });
    return store;
  });
  await store.close();
  return { ms };
}

export interface Listed {
  /** The first call in a fresh store, ms. */
  firstMs: number;
  /** The same call again and again, ms. */
  times: number[];
  /** With the same filter, and the order turned round: those that match come last; ms. */
  worstTimes: number[];
  /** Ids of the page: both engines and MLflow must agree. */
  ids: string[];
  /** Memory of the worker after the queries: by how much this process has grown since before its start; MB (10^6 bytes). */
  rssMb: number;
  /** Of the whole process: worker, client and Node itself. */
  processRssMb: number;
}

/** Filter, sort and the first rows, when all run folders have been looked at. */
export async function measureList(place: Place): Promise<Listed> {
  const before = process.memoryUsage.rss();
  const store = openStore(place);
  await store.request('refresh', {});
  let page: RunPage | undefined;
  const { first, times } = await timedOften(LISTINGS, async () => (page = await list(store, false)));
  const ids = page!.runs.map(({ id }) => id);
  const worst = await timedOften(LISTINGS, () => list(store, true));
  await store.request('getRun', { runId: ids[0]! });
  await store.request('series', { runIds: ids.slice(0, 20), keys: ['loss'], width: CHART_WIDTH });
  const after = process.memoryUsage.rss();
  await store.close();
  const memory = { rssMb: (after - before) / 1e6, processRssMb: after / 1e6 };
  return { firstMs: first, times, worstTimes: worst.times, ids, ...memory };
}

function list(store: StoreClient, descending: boolean): Promise<RunPage> {
  return store.request('listRuns', { filter: FILTER, sort: [{ by: SORT, descending }], offset: 0, limit: PAGE });
}

/** All series of two keys, decimated as for a chart: the first call in a fresh store, and the same again; ms. */
export async function measureSeries({
  keys,
  ...place
}: Place & { keys: string[] }): Promise<{ coldMs: number; times: number[]; points: number }> {
  const store = openStore(place);
  await store.request('refresh', {});
  const { runs } = await store.request('listRuns', { offset: 0, limit: PAGE });
  const query = { runIds: runs.map(({ id }) => id), keys, width: CHART_WIDTH };
  let points = 0;
  const { first, times } = await timedOften(20, async () => {
    const series = await store.request('series', query);
    points = series.reduce((sum, { total }) => sum + total, 0);
  });
  await store.close();
  return { coldMs: first, times, points };
}
