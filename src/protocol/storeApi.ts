/** What the store worker can be asked, and what it says unasked. */
import type { ArtifactsApi } from './artifactsApi';
import type { BundlesApi } from './bundlesApi';
import type { ChangesApi } from './changesApi';
import type { SeriesX } from './chartSettings';
import type { ChoicesApi } from './choicesApi';
import type { Dataset, MetricSummary, Model, Run, RunDetail, RunId, Series, TrashedRun } from './entities';
import type { FilterApi } from './filterApi';
import type { InsightsApi } from './insightsApi';
import type { OutputApi } from './outputApi';
import type { ReportApi } from './reportApi';
import type { ScriptsApi } from './scriptsApi';
import type { MetricDirection } from './metricDirection';
import type { MetricSpread } from './metricSpread';
import type { MetricTable } from './metricTable';
import type { ParamValue } from './numbers';
import type { LineageApi } from './lineageApi';
import type { PlotsApi } from './plotsApi';
import type { RerunStoreApi } from './rerunApi';
import type { SnapshotsApi } from './snapshotsApi';
import type { TableApi } from './tableApi';

/** Which runs. */
export interface RunsSelected {
  /** In MLflow's search syntax (docs/search.md). A wrong one is a `UserError` whose `span` tells the place. */
  filter?: string;
  /** Those in the trash instead of those outside. */
  trashed?: boolean;
  /** Only those inside this run; with `null` only those at the top, inside none that is listed. */
  parent?: RunId | null;
}

/** A page of something that grows without bound. */
export interface PageQuery {
  /** Rows before the page. */
  offset: number;
  /** Rows of the page; 1,000 at most. */
  limit: number;
}

/** `metrics.loss`, `params.lr`, `tags.stage`, `attributes.start_time`: the last value of a metric. Ascending. */
export interface SortKey {
  by: string;
  descending?: boolean;
}

/** Runs without the value sorted by come last, NaN before them; ties, and all without `sort`, newest first. */
export type RunQuery = RunsSelected & PageQuery & { sort?: SortKey[] };

export interface RunPage {
  runs: Run[];
  /** How many there are in all, of those inside a `parent` or at the top; `null` with a filter or of the trash: ask `countRuns`. */
  total: number | null;
  /** Of the store when the page was read: ask `changesSince` with it. */
  revision: number;
}

export interface KeyQuery extends PageQuery {
  of: 'metrics' | 'params' | 'tags';
  /** Only keys that start with it. */
  prefix?: string;
  /** Of these runs; without it of all that are not in the trash. */
  runIds?: RunId[];
}

export interface KeyPage {
  /** In the order of their code points. */
  keys: string[];
  revision: number;
}

export interface MetricQuery extends PageQuery {
  runId: RunId;
  /** Only keys that start with it. */
  prefix?: string;
}

export interface MetricPage {
  /** By key. */
  metrics: MetricSummary[];
  revision: number;
}

/** Which runs to group, and by which fields, named as in a {@link SortKey}. */
export interface GroupQuery extends RunsSelected, PageQuery {
  by: string[];
  /** Group also by script and all params that are no seeds (see `seeds.ts`): the runs of a group are repeats. */
  repeats?: true;
  /** Keys of metrics to summarise. */
  metrics: string[];
}

/** Runs that agree in all fields, also in lacking them. */
export interface RunGroup {
  /** In the order of `by`; `null` where the runs have none. Of a metric a {@link WireNumber}. */
  values: ParamValue[];
  /** Number of runs. */
  n: number;
  /** Newest first; 100 at most. */
  runIds: RunId[];
  /** In the order of the metrics asked for. */
  metrics: MetricSpread[];
}

export interface GroupPage {
  /** In the order of their newest runs. */
  groups: RunGroup[];
  /** Groups in all. */
  total: number;
  revision: number;
}

export interface TrashPage {
  runs: TrashedRun[];
  /** Runs in the trash in all, those inside others too. */
  total: number;
}

export interface SeriesQuery {
  runIds: RunId[];
  keys: string[];
  /** Pixel columns to decimate to. */
  width: number;
  /** Part of the x axis to read, both ends included; the whole series without it. */
  range?: { from: number; to: number };
  /**
   * Per run and key, the number of points that the caller has: only later ones are returned, undecimated. Not with
   * another metric as x, which may still move points that are known.
   */
  after?: { runId: RunId; key: string; count: number }[];
  /** By step when absent. Points without an x (before the first value of the other metric) are left out. */
  x?: SeriesX;
  /** Whether that axis is logarithmic: pixel columns are of equal ratios then. */
  logX?: boolean;
  /** Weight of what came before; see `smoothing.ts` of the store. */
  smoothing?: number;
  /** Runs whose mean is asked for: each group gives one series, under the id of its first run. */
  groups?: RunId[][];
}

/** One row of a comparison: a param with its value in each run, in the order asked for. */
export interface ComparedParam {
  key: string;
  values: (ParamValue | undefined)[];
  differs: boolean;
}

/** The same as it is sent: JSON, which pages are reached by, makes `null` of `undefined`, and that is a value of its own. */
export interface SentParam {
  key: string;
  values: ParamValue[];
  /** Places in `values` of the runs that have no such param; `null` stands there. */
  missing: number[];
  differs: boolean;
}

export interface Comparison {
  runs: Run[];
  params: SentParam[];
  metrics: MetricTable;
  /** In which direction metrics get better where somebody chose it; names tell the rest. */
  directions: Readonly<Record<string, MetricDirection>>;
}

/** Methods that are described in files of their own. */
type OtherApis = BundlesApi &
  ReportApi &
  ScriptsApi &
  RerunStoreApi &
  SnapshotsApi &
  ChangesApi &
  ChoicesApi &
  TableApi &
  OutputApi &
  ArtifactsApi &
  InsightsApi &
  LineageApi &
  PlotsApi &
  FilterApi;

/** The methods of the store worker; a key is a method's name. */
export type StoreApi = OtherApis & {
  listRuns: { args: RunQuery; result: RunPage };
  countRuns: { args: RunsSelected; result: { total: number; revision: number } };
  getRun: { args: { runId: RunId }; result: RunDetail | null };
  groupRuns: { args: GroupQuery; result: GroupPage };
  /** What changed after a revision that a reply named. */
  changesSince: { args: { revision: number }; result: ChangesSince };
  listKeys: { args: KeyQuery; result: KeyPage };
  listMetrics: { args: MetricQuery; result: MetricPage };
  compareRuns: { args: { runIds: RunId[] }; result: Comparison };
  /** Those of these runs that are repeats of one another, in groups of two or more; docs/changes.md says what counts. */
  repeatGroups: { args: { runIds: RunId[] }; result: RunId[][] };
  series: { args: SeriesQuery; result: Series[] };
  listDatasets: { args: Record<string, never>; result: Dataset[] };
  listModels: { args: Record<string, never>; result: Model[] };
  /** Durable when it returns, like every edit. */
  renameRun: { args: { runId: RunId; name: string }; result: void };
  /** Replaces the note of a run; an empty one takes it back. */
  setNote: { args: { runId: RunId; note: string }; result: void };
  /** Hides runs and those inside them until they are restored or freed. Refused, and nothing changed, while one of them is live. */
  trashRuns: { args: { runIds: RunId[] }; result: void };
  /** Lists runs of the trash again, with those inside that were deleted with them. Rejects, after it did so for the others, when some do not exist any more. */
  restoreRuns: { args: { runIds: RunId[] }; result: void };
  /** Newest in the trash first, without those inside runs that were deleted with them. */
  listTrash: { args: { offset: number; limit: number }; result: TrashPage };
  /**
   * Removes runs of the trash, all of it by default, with their folders and for good; gives their number. Rejects, after
   * it did so for the others, when some could not be removed.
   */
  emptyTrash: { args: { runIds?: RunId[] }; result: number };
  /** Reads all event files to their present end before it returns. */
  refresh: { args: Record<string, never>; result: void };
  /** Writes what is pending, releases the lock and closes the file. */
  close: { args: Record<string, never>; result: void };
};

/** A run that is new, that changed, or that is gone. */
export interface RunChange {
  runId: RunId;
  /** The run that it is listed below. */
  parent?: RunId;
  /** The metric keys with new points. */
  keys: string[];
  /** Too many keys to be named. */
  allKeys?: true;
  removed?: true;
}

/** What is to be read again. */
export interface ChangeSet {
  runs: RunChange[];
  datasets: boolean;
  models: boolean;
  /** Baselines, key metrics or directions: what is shown of any run may be another. */
  choices?: true;
}

/** Runs and keys that changed since the last such event; coalesced to at most one every 100 ms or so. */
export interface ChangeEvent extends ChangeSet {
  kind: 'changed';
}

export interface ChangesSince extends ChangeSet {
  /** Ask with this one next time. */
  revision: number;
  /** Read everything again: too much changed, or the database is another. */
  reset: boolean;
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

/** How far a job is, in bytes; at most every 100 ms. */
export interface JobProgressEvent {
  kind: 'jobProgress';
  job: number;
  done: number;
  total: number;
}

/** How far the trash is emptied, in steps of which a run has several; at most every 100 ms. */
export interface EmptyingTrashEvent {
  kind: 'emptyingTrash';
  done: number;
  total: number;
}

/** The worker crashed and was started again: what was missed meanwhile is told by nobody. */
export interface RestartedEvent {
  kind: 'restarted';
}

export type StoreEvent =
  ChangeEvent | RestartedEvent | RunEndedEvent | AccessEvent | ProblemEvent | JobProgressEvent | EmptyingTrashEvent;
