/** How long it takes until an event of a live run is seen. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ulid } from 'ulid';
import { EventWriter } from '../../src/common/eventWriter';
import { runNameFor } from '../../src/common/runNames';
import { runDir } from '../../src/common/workspaceFolder';
import type { RunId } from '../../src/protocol/entities';
import type { StoreClient } from '../../src/store/client';
import { openStore, type Place } from './place';

const KEY = 'loss';
const PATIENCE_MS = 10_000;

export interface LiveShape {
  runs: number;
  /** Points per second of each run. */
  rate: number;
  seconds: number;
}

/**
 * Runs in another process log to a store that is open. The lag of a point ends when it has been read back, after the
 * change event that names its run: later than the event itself.
 */
export async function measureLive({ shape, ...place }: Place & { shape: LiveShape }): Promise<{ lags: number[] }> {
  mkdirSync(runDir(place.workspaceDir, ''), { recursive: true });
  const store = openStore(place);
  await store.request('refresh', {});
  const reader = new LiveReader(store);
  const ended = startWriter(place.workspaceDir, shape);
  const wanted = shape.runs * shape.rate * shape.seconds;
  const code = await ended;
  if (code !== 0) throw new Error(`The writing process ended with ${code}`);
  for (const start = Date.now(); reader.lags.length < wanted && Date.now() - start < PATIENCE_MS;) await delay(100);
  await store.close();
  if (reader.lags.length !== wanted) throw new Error(`Of ${wanted} points ${reader.lags.length} were seen`);
  return { lags: reader.lags };
}

/** Asks for the new points of each run that changed, as a chart does. */
class LiveReader {
  readonly lags: number[] = [];
  private readonly counts = new Map<RunId, number>();

  constructor(private readonly store: StoreClient) {
    store.onEvent((event) => {
      if (event.kind !== 'changed') return;
      void this.read(event.runs.filter(({ keys }) => keys.includes(KEY)).map(({ runId }) => runId));
    });
  }

  private async read(runIds: RunId[]): Promise<void> {
    if (runIds.length === 0) return;
    const after = runIds.map((runId) => ({ runId, key: KEY, count: this.counts.get(runId) ?? 0 }));
    const series = await this.store.request('series', { runIds, keys: [KEY], width: 1500, after });
    const now = Date.now();
    for (const { runId, times, total } of series) {
      // Two requests may overlap: only what no earlier reply held is new.
      const known = this.counts.get(runId) ?? 0;
      for (const time of times.subarray(times.length - Math.max(0, total - known))) this.lags.push(now - time);
      this.counts.set(runId, Math.max(known, total));
    }
  }
}

function startWriter(workspaceDir: string, shape: LiveShape): Promise<number | null> {
  const task = JSON.stringify({ topic: 'writeLive', args: { workspaceDir, shape } });
  const child = spawn(process.execPath, [process.argv[1]!, task], { stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
}

/** The other process: its runs take turns, so that points come evenly. */
export async function writeLive({ workspaceDir, shape }: { workspaceDir: string; shape: LiveShape }): Promise<void> {
  const writers = Array.from({ length: shape.runs }, () => beginRun(workspaceDir));
  const total = shape.runs * shape.rate * shape.seconds;
  const start = performance.now();
  for (let written = 0; written < total;) {
    const due = Math.min(total, ((performance.now() - start) / 1000) * shape.runs * shape.rate);
    for (; written < due; written += 1) {
      const s = Math.floor(written / shape.runs);
      writers[written % shape.runs]!.write({ e: 'm', k: KEY, v: 1 / (s + 1), s, src: 'stdout' });
    }
    await delay(1);
  }
  for (const writer of writers) {
    writer.write({ e: 'st', status: 'finished', code: 0 });
    writer.write({ e: 'bye' });
    writer.dispose();
  }
}

function beginRun(workspaceDir: string): EventWriter {
  const id = ulid();
  mkdirSync(runDir(workspaceDir, id), { recursive: true });
  const writer = new EventWriter(runDir(workspaceDir, id), 'recorder', (error) => {
    throw error;
  });
  const command = ['python3', 'train.py'];
  writer.write({ e: 'run', id, name: runNameFor(id), experiment: 'train', command, cwd: '.', script: 'train.py' });
  writer.write({ e: 'st', status: 'running', pid: process.pid });
  return writer;
}
