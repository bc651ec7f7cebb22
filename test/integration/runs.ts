/** Tracked runs as the suites see them: in the run folders, and in the database that the store saved. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { databasePath, isEventFile, runDir, runsDir, trialbookDir } from '../../src/common/workspaceFolder';
import type { SnapshotManifest } from '../../src/protocol/snapshotManifest';
import type { RunEvent, StatusEvent, TrainingEvent } from '../../src/protocol/trainingEvents';
import { executeCommand } from '../../src/platform/commands';
import type { Database, SqlValue } from '../../src/store/database/database';
import { readHolder, type LockHolder } from '../../src/common/locks/lockHolder';
import { NativeEngine } from '../../src/store/database/nativeEngine';
import { decodeChunk } from '../../src/store/series/seriesCodec';
import { SqljsEngine } from '../../src/store/database/sqljsEngine';
import { eventually } from './eventually';
import { snapshotIn } from '../unit/snapshotOnDisk';
import { installedExtension } from './extension';

/** A run as it stands in the database. */
export interface StoredRun {
  status: string;
  script: SqlValue;
  exitCode: SqlValue;
  params: Record<string, SqlValue>;
  /** Steps of each metric's points, without what is sampled of the machine. */
  steps: Record<string, number[]>;
  /** Digests by path. */
  inputs: Record<string, SqlValue>;
  models: Record<string, SqlValue>;
}

/** Ids of the runs that have a folder, oldest first. */
export function runIds(folder: string): string[] {
  return existsSync(runsDir(folder)) ? readdirSync(runsDir(folder)).sort() : [];
}

/** Everything that any process wrote about a run, in no particular order. */
export function readEvents(folder: string, runId: string): TrainingEvent[] {
  const dir = runDir(folder, runId);
  return readdirSync(dir)
    .filter(isEventFile)
    .flatMap((name) => readFileSync(path.join(dir, name), 'utf8').split('\n').slice(0, -1))
    .map((line) => JSON.parse(line) as TrainingEvent);
}

/** The command line of a run; waits for the recorder to say it. */
export function recordedCommand(folder: string, runId: string): Promise<string[]> {
  return eventually(`the command of run ${runId}`, () =>
    readEvents(folder, runId).find((event): event is RunEvent => event.e === 'run'),
  ).then(({ command }) => command);
}

/** How a run ended; waits for the recorder to say it. */
export function finalStatus(folder: string, runId: string): Promise<StatusEvent['status']> {
  return eventually(`the end of run ${runId}`, () =>
    readEvents(folder, runId).find((event): event is StatusEvent => event.e === 'st' && event.status !== 'running'),
  ).then(({ status }) => status);
}

/** What a run keeps of its code; waits until it is written. */
export function snapshotOf(folder: string, runId: string): Promise<SnapshotManifest> {
  return eventually(`the snapshot of run ${runId}`, () => snapshotIn(runDir(folder, runId)));
}

/** Does something and returns the runs that it started; waits until there are `count`. */
export async function newRuns(folder: string, count: number, start: () => Promise<unknown>): Promise<string[]> {
  const before = new Set(runIds(folder));
  await start();
  return eventually(`${count} new runs in ${folder}`, () => {
    const added = runIds(folder).filter((id) => !before.has(id));
    return added.length >= count ? added : undefined;
  });
}

/** Tracks a script of a workspace folder as its lens does, and returns the run's id. */
export async function track(folder: string, script: string): Promise<string> {
  const [id = ''] = await newRuns(folder, 1, async () =>
    executeCommand('trialbook.trackFile', scriptUri(folder, script)),
  );
  return id;
}

export function scriptUri(folder: string, script: string): vscode.Uri {
  return vscode.Uri.file(path.join(folder, script));
}

/** Waits until the database on the disk says that a run ended. */
export function storedRun(folder: string, runId: string): Promise<StoredRun> {
  return eventually(`the end of run ${runId} in ${databasePath(folder)}`, async () => {
    const run = await withDatabase(folder, (database) => readRun(database, runId));
    if (run?.status !== 'running') return run;
    throw new Error(`it is running, with ${JSON.stringify(Object.keys(run.steps))}`);
  });
}

/** The ids of all runs in the database on the disk, oldest first; waits for the first database. */
export function storedRunIds(folder: string): Promise<SqlValue[]> {
  return eventually(`a database in ${folder}`, () =>
    withDatabase(folder, (database) => column(database, 'SELECT uid FROM runs ORDER BY uid')),
  );
}

/** Who holds a folder's database, from the lock files beside it: with either engine. */
export function lockHolders(folder: string): LockHolder[] {
  const names = existsSync(trialbookDir(folder)) ? readdirSync(trialbookDir(folder)) : [];
  return names
    .filter((name) => /^trialbook\.lock(\.shared-[0-9a-f-]{36})?$/.test(name))
    .flatMap((name) => readHolder(path.join(trialbookDir(folder), name)) ?? []);
}

async function withDatabase<T>(folder: string, read: (database: Database) => T): Promise<T> {
  const database = await openDatabase(databasePath(folder));
  try {
    return read(database);
  } finally {
    database.close();
  }
}

/** With the host's own SQLite, which sees what lies in the log; without it the file is an image. */
async function openDatabase(file: string): Promise<Database> {
  const image = readFileSync(file);
  const native = NativeEngine.load();
  if (native !== undefined) return native.open(file);
  const engine = await SqljsEngine.load(path.join(installedExtension().extensionPath, 'dist', 'sql-wasm.wasm'));
  return engine.open(image);
}

function readRun(database: Database, runId: string): StoredRun | undefined {
  const run = database
    .prepare<{ id: number; status: string; script: SqlValue; exit_code: SqlValue }>('SELECT * FROM runs WHERE uid = ?')
    .get(runId);
  if (run === undefined) return undefined;
  const pairs = (sql: string): Record<string, SqlValue> =>
    Object.fromEntries(
      database
        .prepare<{ key: string; value: SqlValue }>(sql)
        .all(run.id)
        .map(({ key, value }) => [key, value]),
    );
  return {
    status: run.status,
    script: run.script,
    exitCode: run.exit_code,
    params: pairs('SELECT key, value FROM params WHERE run = ? ORDER BY key'),
    steps: readSteps(database, run.id),
    inputs: pairs(
      `SELECT name AS key, digest AS value FROM inputs JOIN dataset_versions v ON v.id = dataset_version
       JOIN datasets ON datasets.id = v.dataset WHERE run = ?`,
    ),
    models: pairs(
      `SELECT name AS key, v.digest AS value FROM artifacts JOIN model_versions v ON v.id = model_version
       JOIN models ON models.id = v.model WHERE run = ?`,
    ),
  };
}

function readSteps(database: Database, run: number): Record<string, number[]> {
  const chunks = database
    .prepare<{ key: string; n: number; data: Uint8Array }>(
      `SELECT metric_keys.key, n, data FROM series JOIN metric_keys ON metric_keys.id = series.key
       JOIN series_chunks ON series_chunks.series = series.id WHERE run = ? ORDER BY metric_keys.key, start`,
    )
    .all(run);
  const steps: Record<string, number[]> = {};
  for (const { key, n, data } of chunks) {
    if (!key.startsWith('system/')) (steps[key] ??= []).push(...decodeChunk(data, n).steps);
  }
  return steps;
}

function column(database: Database, sql: string): SqlValue[] {
  return database
    .prepare<{ uid: SqlValue }>(sql)
    .all()
    .map(({ uid }) => uid);
}
