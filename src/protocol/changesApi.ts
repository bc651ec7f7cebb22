/** What the store can be asked about the differences between two runs, and about values that were tried. */
import type { Run, RunId, RunRef } from './entities';
import type { ParamValue, WireNumber } from './numbers';
import type { MetricSpread } from './metricSpread';

export interface ChangesQuery {
  runId: RunId;
  /** The run that it is held against. */
  base: RunId;
  /** Files that did not run as well. */
  allFiles?: true;
}

/** The runs that a run is held against by itself. None of them is in the trash. */
export interface RelatedRuns {
  /** The last run of the same script before it. */
  previous: RunRef | null;
  /** The run that it does again. */
  basedOn: RunRef | null;
  /** The finished run of the same script that is best by the run's key metric; `null` where its direction is unknown. */
  bestSibling: RunRef | null;
}

/** A value in both runs; one that a run lacks is absent. */
export interface Change<T> {
  key: string;
  before?: T;
  after?: T;
}

/** The version of a dataset, or the address of data without versions. */
export interface DataVersion {
  version: number;
  digest: string;
  /** Bytes. */
  size: number;
}

/** What is different in a run (`after`) from its base (`before`). */
export interface RunChanges {
  run: Run;
  base: Run;
  /** By key, without seeds. */
  params: Change<ParamValue>[];
  seeds: Change<ParamValue>[];
  /** By path. */
  data: Change<DataVersion>[];
  code: CodeChanges;
  /** `null` where it is not known what was installed in one of them. */
  packages: PackageChanges | null;
  /** `null` where one of them has no snapshot. */
  machine: MachineChanges | null;
  command: (Change<string> & { key: 'command' | 'cwd' })[];
  /** The metric that the runs are judged by, if both have it, then the others by key; those that stand aside are left out. */
  metrics: MetricChange[];
  /** There are more than the 500 that {@link metrics} has at most. */
  metricsCut: boolean;
  repeats: Repeats;
}

/** Repeats of each of the two, themselves included: see docs/changes.md. */
export interface Repeats {
  base: number;
  run: number;
  /** The two are repeats of one another, and the numbers are those of one group. */
  together: boolean;
}

export interface PackageChanges {
  /** Versions of Python; `null` where they are the same. */
  python: Change<string> | null;
  /** By name. */
  changed: Change<string>[];
}

export type MachinePart = 'host' | 'system' | 'processor' | 'processors' | 'memory' | 'gpus' | 'driver' | 'interpreter';

export interface MachineChanges {
  parts: (Change<string> & { key: MachinePart })[];
  /** Environment variables by name; secrets are masked. */
  variables: Change<string>[];
}

export type GitPart = 'commit' | 'branch' | 'dirty';

export interface CodeChanges {
  /** Whether both runs have a snapshot; without, nothing else is known. */
  known: boolean;
  /** Whether the snapshots tell which files ran. */
  marked: boolean;
  /** By path; 100 at most. */
  files: ChangedFile[];
  /** How many files changed in all, and how many of these did not run. */
  total: number;
  notRun: number;
  /** Where both were in a repository; of `dirty`, whether there were changes, the values are `true` and `false`. */
  git: (Change<string> & { key: GitPart })[];
}

export interface ChangedFile {
  /** Relative to the root of the snapshot with `/`. */
  path: string;
  kind: 'added' | 'removed' | 'changed';
  /** Numbers of lines. */
  added: number;
  removed: number;
  hunks: Hunk[];
  /** Why it has no hunks, or not all of them. */
  cut?: 'long' | 'binary' | 'missing' | 'line-ends';
}

/** Lines that changed, and some around them. */
export interface Hunk {
  /** Number of its first line, counted from 1. */
  before: number;
  after: number;
  /** Each begins with a space, `-` or `+`. */
  lines: string[];
}

export interface MetricChange {
  key: string;
  /** `undefined` where the name does not tell. */
  direction?: 'lower' | 'higher';
  before?: MetricSide;
  after?: MetricSide;
  verdict: MetricVerdict;
}

export interface MetricSide {
  last: WireNumber;
  /** By its direction. */
  best?: WireNumber;
  /** Of the last values of all repeats. */
  spread: MetricSpread;
}

/** `difference` is that of the run from its base; with repeats that of their means. */
export type MetricVerdict =
  /** One of them lacks the metric, or has no finite value. */
  | { kind: 'incomparable' }
  | { kind: 'equal' }
  /** One run each: chance cannot be told apart. */
  | { kind: 'untested'; difference: number }
  /** The two are repeats of one another. */
  | { kind: 'repeats'; difference: number }
  /** `beyond`: chance alone rarely (p < 0.05) makes such a difference. `n` are the values on each side. */
  | { kind: 'beyond' | 'within'; difference: number; p: number; n: { base: number; run: number } };

/** A place in the code that names a value. */
export interface TriedQuery {
  /** Path of the file, relative to the workspace folder with `/`. */
  file: string;
  /** The names that lead to the value: `['optimizer', 'lr']`. */
  path: string[];
}

/** The values that runs were given for a parameter, and what came of them. */
export interface TriedValues {
  /** The parameter. */
  key: string;
  /** The metric that they are judged by; `null` where the runs have none. */
  metric: string | null;
  direction?: 'lower' | 'higher';
  /** Best first, or by value where no direction is known; 100 at most. */
  values: TriedValue[];
  /** Distinct values in all. */
  total: number;
}

export interface TriedValue {
  value: ParamValue;
  /** Runs with it, in whatever state. */
  runs: number;
  /** Of the metric's last values in those that finished. */
  spread: MetricSpread;
  newest: Pick<RunRef, 'id' | 'name' | 'startedAt'>;
}

/** Methods of the store. */
export type ChangesApi = {
  relatedRuns: { args: { runId: RunId }; result: RelatedRuns };
  /** `null` when one of the runs does not exist. */
  whatChanged: { args: ChangesQuery; result: RunChanges | null };
  /** `null` where nothing was tried. */
  triedValues: { args: TriedQuery; result: TriedValues | null };
};
