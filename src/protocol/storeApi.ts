/** What the store worker can be asked, and what it says unasked. */
import type { Dataset, MetricSummary, Model, Run, RunDetail, RunId, Series } from './entities';
import type { ParamValue } from './trainingEvents';

export interface RunPage {
  runs: Run[];
  /** Runs that match in all. */
  total: number;
}

export interface SeriesQuery {
  runIds: RunId[];
  keys: string[];
  /** Pixel columns to decimate to. */
  width: number;
  /** Steps to read, both ends included; the whole series without it. */
  range?: { from: number; to: number };
  /** Per run and key, the number of points that the caller has: only later ones are returned, undecimated. */
  after?: { runId: RunId; key: string; count: number }[];
}

/** One row of a comparison: a param or a metric with its value in each run, in the order asked for. */
export interface ComparedParam {
  key: string;
  values: (ParamValue | undefined)[];
  differs: boolean;
}

export interface ComparedMetric {
  key: string;
  values: (MetricSummary | undefined)[];
  differs: boolean;
}

export interface Comparison {
  runs: Run[];
  params: ComparedParam[];
  metrics: ComparedMetric[];
}

/** The methods of the store worker; a key is a method's name. */
export type StoreApi = {
  /** Newest first. */
  listRuns: { args: { offset: number; limit: number }; result: RunPage };
  getRun: { args: { runId: RunId }; result: RunDetail | null };
  compareRuns: { args: { runIds: RunId[] }; result: Comparison };
  series: { args: SeriesQuery; result: Series[] };
  listDatasets: { args: Record<string, never>; result: Dataset[] };
  listModels: { args: Record<string, never>; result: Model[] };
  /** Durable when it returns, like every edit. */
  renameRun: { args: { runId: RunId; name: string }; result: void };
  /** Removes the run and its folder. Refused while the run is live. */
  deleteRun: { args: { runId: RunId }; result: void };
  /** Reads all event files to their present end before it returns. */
  refresh: { args: Record<string, never>; result: void };
  /** Writes what is pending, releases the lock and closes the file. */
  close: { args: Record<string, never>; result: void };
};

/** Runs and keys that changed since the last such event; coalesced to at most one every 100 ms or so. */
export interface ChangeEvent {
  kind: 'changed';
  runs: { runId: RunId; /** The metric keys with new points. */ keys: string[]; removed?: true }[];
  datasets: boolean;
  models: boolean;
}

/** A run that was seen live reached its end. */
export interface RunEndedEvent {
  kind: 'runEnded';
  run: Run;
}

/** Whether this window may write; `readonly` comes with a sentence that says why and what to do. */
export interface AccessEvent {
  kind: 'access';
  mode: 'readwrite' | 'readonly';
  reason?: string;
}

/** Something people must know: a damaged database was set aside, the disk is full. `until` a `resolved` one with the same code. */
export interface ProblemEvent {
  kind: 'problem';
  code: 'database-damaged' | 'database-newer' | 'cannot-write' | 'engine-missing' | 'ingest';
  message: string;
  resolved?: true;
}

export type StoreEvent = ChangeEvent | RunEndedEvent | AccessEvent | ProblemEvent;

/** Which SQLite holds the database: Node's own, that of sql.js, or the better one of those that can. */
export type EngineChoice = 'auto' | 'sql.js' | 'native';

/** Handed to the worker thread as its `workerData`. */
export interface StoreOptions {
  /** `auto` when absent. */
  engine?: EngineChoice;
  /** The workspace folder that holds (or will hold) `.trialbook`. */
  workspaceDir: string;
  /** Absolute path of `sql-wasm.wasm`. */
  wasmPath: string;
  /** Contents of the l10n bundle for the user's language; absent for English. */
  l10nBundle?: Record<string, string | { message: string; comment: string[] }>;
}
