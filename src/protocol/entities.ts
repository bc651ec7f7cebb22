/** What the store holds, in the field's own words (see CONTRIBUTING). Times are milliseconds since 1970. */
import type { WireNumber, ParamValue } from './numbers';
import type { FailureKind, TrainingException } from './failures';
import type { FinalStatus, RunPurpose } from './trainingEvents';

/** ULID: sorts by the time of creation. */
export type RunId = string;

/** `lost`: the recorder died before it could say how the run ended. */
export type RunStatus = 'queued' | 'running' | FinalStatus | 'lost';

export interface MetricSummary {
  key: string;
  /** Number of points. */
  count: number;
  first: WireNumber;
  last: WireNumber;
  lastStep: WireNumber;
  /** Over the finite points; equal to `last` when there is none. */
  min: WireNumber;
  max: WireNumber;
  mean: WireNumber;
}

/** A row of the run list. */
export interface Run {
  id: RunId;
  name: string;
  experiment: string;
  status: RunStatus;
  /** Place of the run's colour and dash in the palette: stable as long as the run exists, counted from 0. */
  colorIndex: number;
  command: string[];
  /** Relative to the workspace folder with `/`. */
  script: string | null;
  startedAt: number;
  endedAt: number | null;
  exitCode: number | null;
  /** Why it failed, in one sentence. */
  message: string | null;
  failure: FailureKind | null;
  /** The run that this one is listed below, such as the study of a trial; `null` at the top of the list. */
  parent: RunId | null;
  /** The run that this one does again, and what for; `null` for one of its own. */
  basedOn: RunId | null;
  purpose: RunPurpose | null;
  /** Shared by the runs that were asked for together, such as those of a grid. */
  batch: string | null;
  /** How many runs are listed below it; of one in the trash, how many were deleted with it. */
  childCount: number;
  keyMetric: MetricSummary | null;
  metricCount: number;
}

export interface Param {
  key: string;
  value: ParamValue;
  /** Where the value was seen: `argparse`, `seed`. */
  source?: string;
}

export interface DatasetInput {
  datasetId: number;
  /** Path relative to the workspace folder, or the address of remote data; also the dataset's name. */
  path: string;
  version: number;
  digest: string;
  size: number;
  uncertain: boolean;
}

export interface Artifact {
  path: string;
  kind: 'model' | 'file';
  digest: string;
  size: number;
  /** With `model`: the version among the distinct contents seen under this path. */
  version: number | null;
  /** Where its copy lies, relative to the run folder with `/`. */
  copy: string | null;
  /** The library that wrote it. */
  source: string | null;
}

/** A library that gave the points of a metric. */
export interface SeriesSource {
  /** As the source names it. */
  key: string;
  source: string;
  /** The source whose points are kept instead of its own, which are the same; `null` where its own are. */
  duplicateOf: string | null;
}

export interface RunWarning {
  code: string;
  message: string;
}

/** A run that was deleted and can be restored. */
export interface TrashedRun extends Run {
  trashedAt: number;
  /** From then on its folder may be freed. */
  freedAt: number;
}

/** Metrics that come with a {@link RunDetail} at most. */
export const DETAIL_METRICS = 200;

/** A run with all that hangs on it, save the points of its series. */
export interface RunDetail extends Run {
  cwd: string;
  /** Written by people in the editor. */
  note: string | null;
  params: Param[];
  /** What it ended with, when that was an exception. */
  exception: TrainingException | null;
  /** The first {@link DETAIL_METRICS} by key that do not stand aside; `metricCount` tells how many there are, `listMetrics` has them all. */
  metrics: MetricSummary[];
  /** Who gave the points of its metrics. */
  sources: SeriesSource[];
  tags: { key: string; value: string }[];
  inputs: DatasetInput[];
  artifacts: Artifact[];
  warnings: RunWarning[];
}

export interface DatasetVersion {
  version: number;
  digest: string;
  size: number;
  firstSeenAt: number;
  runs: RunRef[];
}

export interface Dataset {
  id: number;
  /** Path relative to the workspace folder, or the address of remote data. */
  name: string;
  /** Newest first. */
  versions: DatasetVersion[];
  runCount: number;
}

/** A file that runs wrote and that holds a trained model; one version per distinct content. */
export interface Model {
  /** Path relative to the workspace folder. */
  name: string;
  /** Newest first. */
  versions: ModelVersion[];
}

export interface ModelVersion {
  version: number;
  digest: string;
  size: number;
  /** The runs that wrote exactly this content, newest first. */
  runs: RunRef[];
}

/** Enough of a run to name it, colour it and link to it. */
export interface RunRef {
  id: RunId;
  name: string;
  status: RunStatus;
  colorIndex: number;
  startedAt: number;
  keyMetric: MetricSummary | null;
}

/**
 * Points of one series, decimated to a pixel width (minimum, maximum, first and last of each column are kept).
 * The three arrays have equal length. NaN stands for itself: these are binary.
 */
export interface Series {
  runId: RunId;
  key: string;
  steps: Float64Array;
  values: Float64Array;
  /** Wall time of each point, ms since 1970. */
  times: Float64Array;
  /** Where each point stands on the x axis that was asked for; absent where that is the step. Points are in its order. */
  xs?: Float64Array;
  /** The smoothed values, where smoothing was asked for. */
  smoothed?: Float64Array;
  /** Of the mean of several runs: standard deviation of the sample at each point, NaN with fewer than two runs. */
  sd?: Float64Array;
  /** Of the mean of several runs: how many have a finite value there. */
  counts?: Float64Array;
  /** Points of the whole series in the store when this was read: pass it as `after` to get only newer ones. */
  total: number;
  /** Whether points were left out by decimation. */
  decimated: boolean;
  /** Where points were left out: of all of them, among which the outermost are not as frequent as among those kept. */
  quantiles?: Quantiles;
  /** Its points cannot be read: there is none here. */
  damaged?: true;
}

/** Between which values nine of ten points of a series lie; of a mean, with its deviations. */
export interface Quantiles {
  low: number;
  high: number;
  /** How many points of the columns, from the first on, it speaks for; those behind them came later. */
  points: number;
}
