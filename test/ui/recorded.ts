/** What a workspace folder holds after a run, read from disk as any program would. */
import { existsSync, readdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { isHeld, newHolder, readHolder } from '../../src/common/locks/lockHolder';
import { databasePath, isEventFile, runDir, runsDir, trialbookDir } from '../../src/common/workspaceFolder';
import { decodeChunk } from '../../src/store/series/seriesCodec';
import { queryDatabase, type Row } from '../host/sqlite';

/** A run as it stands in the database. */
export interface StoredRun {
  id: string;
  status: string;
  message: string | null;
  /** The steps of every series, in their order; without what is sampled of the machine. */
  steps: Record<string, number[]>;
}

/** Whether a process on this machine has the folder's database open. */
export function isDatabaseOpen(folder: string): boolean {
  const mine = newHolder('none');
  return readdirSync(trialbookDir(folder))
    .filter((name) => /^trialbook\.lock(\.shared-[0-9a-f-]{36})?$/.test(name))
    .flatMap((name) => readHolder(path.join(trialbookDir(folder), name)) ?? [])
    .some((holder) => isHeld(holder, mine));
}

/** The runs in the database, oldest first; none while there is no file yet. */
export async function readStoredRuns(folder: string): Promise<StoredRun[]> {
  const [runs, chunks] = await queryDatabase(databasePath(folder), [
    'SELECT uid, status, message FROM runs ORDER BY uid',
    'SELECT run, key, n, data FROM run_points ORDER BY run, key, start',
  ]);
  return runs!.map((run) => ({
    id: String(run['uid']),
    status: String(run['status']),
    message: run['message'] as string | null,
    steps: collectSteps(chunks!.filter((chunk) => chunk['run'] === run['uid'])),
  }));
}

function collectSteps(chunks: readonly Row[]): Record<string, number[]> {
  const steps: Record<string, number[]> = {};
  for (const chunk of chunks) {
    const points = decodeChunk(chunk['data'] as Uint8Array, Number(chunk['n']));
    const key = String(chunk['key']);
    if (!key.startsWith('system/')) (steps[key] ??= []).push(...points.steps);
  }
  return steps;
}

/** The names of the run folders, oldest first. */
export async function listRunFolders(folder: string): Promise<string[]> {
  return existsSync(runsDir(folder)) ? (await readdir(runsDir(folder))).sort() : [];
}

/** The process that trains in a run, as its own `hello` tells; `undefined` before it is there. */
export async function readTrainingPid(folder: string, runId: string): Promise<number | undefined> {
  for (const name of (await readdir(runDir(folder, runId))).filter(isEventFile)) {
    const text = await readFile(path.join(runDir(folder, runId), name), 'utf8');
    const first = text.slice(0, Math.max(0, text.indexOf('\n')));
    if (first === '') continue;
    const hello = JSON.parse(first) as { e?: string; role?: string; pid?: number };
    if (hello.role === 'tracker') return hello.pid;
  }
  return undefined;
}

/** The steps of a run of the example over this many epochs: one point an epoch and metric, none twice. */
export function epochSteps(epochs: number): StoredRun['steps'] {
  const steps = Array.from({ length: epochs }, (_, index) => index + 1);
  return { loss: steps, val_loss: steps, accuracy: steps };
}

/** Asks again until the answer is accepted. Rejects with the last answer after `limit` ms. */
export async function eventually<T>(ask: () => Promise<T>, accept: (answer: T) => boolean, limit = 60_000): Promise<T> {
  for (const deadline = Date.now() + limit; ;) {
    const answer = await ask();
    if (accept(answer)) return answer;
    if (Date.now() > deadline)
      throw new Error(`Still not so after ${limit / 1000} s: ${JSON.stringify(answer).slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Waits until as many runs as named are in the database and all have ended. */
export function waitForEnds(folder: string, count: number): Promise<StoredRun[]> {
  return eventually(
    () => readStoredRuns(folder),
    (runs) => runs.length === count && runs.every(({ status }) => status !== 'running'),
  );
}
