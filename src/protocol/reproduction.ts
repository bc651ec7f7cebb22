/** What checkouts, restores, reproductions and bisections tell: on the command line with `--json`, and in files. */
import type { RunId } from './entities';
import type { WireNumber } from './numbers';
import type { FinalStatus } from './trainingEvents';

/** `trialbook checkout RUN --json`. */
export interface CheckoutResult {
  /** The run whose code it is. */
  of: RunId;
  /** For the run that is started on it: `trialbook run --id`. */
  runId: RunId;
  /** Absolute path of the folder that holds code and data: `trialbook run --root`. */
  root: string;
  /** The run's command and its working directory, in terms of that folder. */
  cwd: string;
  command: string[];
  /** Data that is not what the run read, by path. */
  otherData: string[];
  /** What else is not as it was, in sentences for people. */
  notes: string[];
}

/** `trialbook restore RUN --into-workspace --json`; with `--dry-run` what would be done. Paths are relative, with `/`. */
export interface WorkspaceRestore {
  kind: 'workspace';
  runId: RunId;
  /** Names the restore point; `null` when nothing was, or would be, changed. */
  id: string | null;
  created: string[];
  overwritten: string[];
  deleted: string[];
  /** Files that are as in the snapshot already. */
  same: number;
}

/** `trialbook restore RUN --to | --branch | --worktree --json`. */
export type OtherRestore =
  | { kind: 'folder'; runId: RunId; folder: string; files: number }
  | { kind: 'branch'; runId: RunId; branch: string; commit: string }
  | { kind: 'worktree'; runId: RunId; folder: string; branch: string | null; commit: string };

/** `trialbook restore --undo --json`. */
export interface UndoneRestore {
  kind: 'undo';
  /** Of the restore that was undone, and of this undoing, which can be undone as well. */
  undone: string;
  id: string | null;
  files: number;
}

export type DifferenceKind = 'code' | 'command' | 'params' | 'data' | 'packages' | 'python' | 'variables' | 'machine';

/** Something that is not the same for two runs. */
export interface Difference {
  kind: DifferenceKind;
  /** A path, a key, a package. */
  name: string;
  /** `null`: it was not there. */
  before: string | null;
  after: string | null;
  /** Of changed code: lines. */
  added?: number;
  removed?: number;
}

/** How two values of a metric were held against each other. */
export type Tolerance = 'exact' | 'relative' | 'spread';

export interface MetricAgreement {
  key: string;
  /** `best` where the name tells which direction is better and it is not the last one. */
  value: 'last' | 'best';
  /** `null`: the run has no such metric. */
  before: WireNumber | null;
  after: WireNumber | null;
  /** By which they agree; `null` when they do not. */
  by: Tolerance | null;
}

/** `reproduction.json` of a run folder, and `trialbook reproduce --json`. */
export interface ReproductionReport {
  version: 1;
  /** The run that was done again, and the one that did so. */
  of: RunId;
  ofName: string;
  run: RunId;
  name: string;
  /** ms since 1970. */
  createdAt: number;
  /** `unknown`: there is nothing to compare, since it was stopped or the run had no metrics. */
  verdict: 'agrees' | 'differs' | 'unknown';
  status: FinalStatus | 'lost';
  message: string | null;
  metrics: MetricAgreement[];
  /** Metrics that measure time, which never agree. */
  timings: string[];
  /** Runs whose spread was compared with: the run and its repeats. */
  repeats: number;
  differences: Difference[];
  /** Whether a seed is known of the run. */
  seeded: boolean;
  notes: string[];
}

/** `trialbook reproduce RUN --check`; with `bisect`, of its good run. */
export interface ReproductionCheck {
  /** Data that is not what the run read, and of which no copy was kept, by path. */
  otherData: string[];
}

export interface BisectionStep {
  run: RunId;
  name: string;
  /** Last values of the metric: recorded ones, then those of runs for this bisection. */
  values: number[];
  verdict: 'good' | 'moved' | 'skipped';
  /** Why it was skipped. */
  reason: string | null;
}

export interface FirstChange {
  run: RunId;
  name: string;
  /** The last run before it that was still good. */
  previous: RunId;
  previousName: string;
  before: number;
  after: number;
  differences: Difference[];
  /** Whether running both again showed the move as well; `null` when they could not be run. */
  confirmed: boolean | null;
}

/** `.trialbook/bisections/<id>.json`, and `trialbook bisect --json`. */
export interface BisectionReport {
  version: 1;
  /** A ULID; the runs of the bisection carry it as their batch. */
  id: string;
  /** ms since 1970. */
  createdAt: number;
  metric: string;
  good: RunId;
  goodName: string;
  bad: RunId;
  badName: string;
  repeats: number;
  state: 'running' | 'ended';
  /** Values of the good run and its repeats, and how far another may be from their mean by chance alone. */
  goodValues: number[];
  noise: number | null;
  /** In the order of the code's changes, the good run first. */
  steps: BisectionStep[];
  first: FirstChange | null;
  /** Runs between which the change lies, when those in between could not be run. */
  suspects: string[];
  notes: string[];
}
