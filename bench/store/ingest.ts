/** How fast event files become rows, and how large those are. */
import { statSync } from 'node:fs';
import { databasePath } from '../../src/common/workspaceFolder';
import { openFile } from './databaseFile';
import { openStore, timed, timedOften, type Place } from './place';

export interface Ingested {
  /** From the start of the worker until all is on the disk and the store closed. */
  seconds: number;
  /** Of the database, closed. */
  bytes: number;
}

/** Takes in all that lies in the folders of a place without a database, and sees that it is there: `points`, no more, no less. */
export async function measureIngest({ points, ...place }: Place & { points: number }): Promise<Ingested> {
  const { ms } = await timed(async () => {
    const store = openStore(place);
    await store.request('refresh', {});
    await store.close();
  });
  checkPoints(place.workspaceDir, points);
  return { seconds: ms / 1000, bytes: statSync(databasePath(place.workspaceDir)).size };
}

/** Keys. */
const PAGE = 100;

export interface Wide {
  seconds: number;
  /** The first page of keys, asked for the first time; ms. */
  firstMs: number;
  /** The same page again. */
  times: number[];
}

/** One run with very many keys: ingest, and the first page of its keys. */
export async function measureWide({ points, ...place }: Place & { points: number }): Promise<Wide> {
  const { seconds } = await measureIngest({ ...place, points });
  const store = openStore(place);
  await store.request('refresh', {});
  const { runs } = await store.request('listRuns', { offset: 0, limit: 1 });
  const runId = runs[0]!.id;
  const { first, times } = await timedOften(20, () =>
    store.request('listKeys', { of: 'metrics', runIds: [runId], offset: 0, limit: PAGE }),
  );
  await store.close();
  return { seconds, firstMs: first, times };
}

function checkPoints(workspaceDir: string, points: number): void {
  const db = openFile(databasePath(workspaceDir));
  try {
    const { stored } = db.prepare<{ stored: number }>('SELECT sum(n) AS stored FROM series_chunks').get()!;
    if (stored !== points) throw new Error(`Of ${points} points ${stored} are in the database`);
  } finally {
    db.close();
  }
}
