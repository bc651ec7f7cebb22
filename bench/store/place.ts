/** Where a store is measured and how it is opened there: through the client that the extension host uses. */
import path from 'node:path';
import { StoreClient } from '../../src/store/client';

export type Engine = 'sql.js' | 'native';

export interface Place {
  workspaceDir: string;
  engine: Engine;
  /** The folder of the extension's bundles, as they ship. */
  dist: string;
}

/** Starts a worker thread on the place; anything that it finds wrong ends this process. */
export function openStore({ workspaceDir, engine, dist }: Place): StoreClient {
  const store = new StoreClient({
    workspaceDir,
    engine,
    wasmPath: path.join(dist, 'sql-wasm.wasm'),
    workerPath: path.join(dist, 'worker.js'),
    onError: fail,
  });
  store.onEvent((event) => {
    if (event.kind === 'problem' && event.resolved !== true) fail(new Error(event.message));
    if (event.kind === 'access' && event.mode === 'readonly') fail(new Error(event.reason));
  });
  return store;
}

function fail(error: Error): void {
  console.error(error);
  process.exit(1);
}

/** Milliseconds that some work takes, and what it gives. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/** The first time on its own, and those of `rounds` repetitions; ms. */
export async function timedOften(
  rounds: number,
  work: () => Promise<unknown>,
): Promise<{ first: number; times: number[] }> {
  const first = (await timed(work)).ms;
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push((await timed(work)).ms);
  return { first, times };
}
