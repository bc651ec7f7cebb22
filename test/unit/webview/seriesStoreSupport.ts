import type { SeriesQuery } from '../../../src/protocol/storeApi';
import { SeriesStore, type SeriesRequest } from '../../../webview/compare/seriesStore';
import { readSeries, type RunData } from './runData';

/** A store over runs in memory that notes what was asked. */
export function makeStore(runs: RunData[]) {
  const queries: SeriesQuery[] = [];
  const store = new SeriesStore((query) => {
    queries.push(structuredClone(query));
    return Promise.resolve(readSeries(runs, query));
  });
  store.setUnits(runs.map(({ run }) => [run.id]));
  return { store, queries };
}

export function by(key: string, other: Partial<SeriesRequest> = {}): SeriesRequest {
  return { key, x: 'step', logX: false, smoothing: 0, ...other };
}

/** Waits until a condition holds; the suite's time limit ends it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
