/** Contract between the page "What changed" and the extension host. */
import type { ChangedFile, ChangesQuery, GitPart, MachinePart, RelatedRuns, RunChanges } from './changesApi';
import type { Run, RunId } from './entities';
import type { ChangeEvent } from './storeApi';

/** A run, and the run that it is held against; without that the page takes the one that it is based on, or the one before. */
export interface ChangesShown {
  runId: RunId;
  base?: RunId;
}

export interface ChangesState extends ChangesShown {
  /** Absolute path of the workspace folder; the page keeps it in its state, so that a restored page finds it. */
  folder: string;
}

/** What the page may ask of the extension host. */
export type ChangesPageApi = {
  /** First call of a page: what to show. */
  ready: { args: Record<string, never>; result: ChangesState };
  related: { args: { runId: RunId }; result: RelatedRuns };
  changes: { args: ChangesQuery; result: RunChanges | null };
  /** A quick pick of other runs; `undefined` when dismissed. */
  pickBase: { args: ChangesShown; result: RunId | undefined };
  /** The page tells what it shows, so that the title and a restored panel agree. */
  shows: { args: ChangesShown & { name: string }; result: void };
  /** Opens the editor's own diff of all files that ran. */
  openDiff: { args: { runId: RunId; base: RunId }; result: void };
  openFileDiff: {
    args: { runId: RunId; base: RunId; path: string; kind: ChangedFile['kind'] };
    result: void;
  };
  /** Opens the charts of both. */
  compare: { args: { runId: RunId; base: RunId }; result: void };
  /** Opens the page of a run. */
  openRun: { args: { runId: RunId }; result: void };
};

/** What the extension host tells the page unasked. */
export type ChangesPageEvent =
  | ChangeEvent
  /** Show these instead. */
  | ({ kind: 'show' } & ChangesShown)
  | { kind: 'runEnded'; run: Run };

/** Every text of the page, translated by the host. `{0}` marks a value. */
export interface ChangesStrings {
  loading: string;
  failed: string;
  retry: string;
  dismiss: string;
  /** The run is gone. */
  goneTitle: string;
  goneHint: string;
  /** There is nothing to hold it against. */
  aloneTitle: string;
  aloneHint: string;
  chooseRun: string;
  /** `{0}` name of the base that was deleted. */
  baseDeleted: string;

  comparedWith: string;
  /** Options of the selector: `{0}` name. */
  basePrevious: string;
  baseBasedOn: string;
  baseBest: string;
  baseChoose: string;
  /** Beside the base of a run that is the first of its script. */
  noneBefore: string;
  swap: string;
  openCharts: string;

  /** The answer. `{0}` run, `{1}` metric, `{2}` difference, `{3}` the evidence; the first six without words on it. */
  better: string;
  worse: string;
  higher: string;
  lower: string;
  leads: string;
  trails: string;
  /** `{0}` run, `{1}` base, `{2}` metric, `{3}` difference, `{4}` the evidence. */
  withinNoise: string;
  /** `{0}` run, `{1}` base, `{2}` metric, `{3}` difference, `{4}` mean, `{5}` standard deviation, `{6}` number of runs. */
  repeatsOfOneAnother: string;
  /** `{0}` metric, `{1}` value. */
  bothEndAt: string;
  /** No metric in common: `{0}` run, `{1}` base. */
  noMetricInCommon: string;
  /** `{0}` names. */
  differsIn: string;
  /** `{0}` names, `{1}` how many others. */
  differsInMore: string;
  differsInNothing: string;
  differsInSeeds: string;

  /** The evidence: `{0}` repeats on each side, `{1}` p. */
  evidenceEach: string;
  /** `{0}` runs of the base, `{1}` of the run, `{2}` p. */
  evidenceUnequal: string;
  evidenceNone: string;

  metrics: string;
  metric: string;
  change: string;
  verdict: string;
  isBetter: string;
  isWorse: string;
  isHigher: string;
  isLower: string;
  /** `{0}` p. */
  isNoise: string;
  isUntested: string;
  isRepeat: string;
  isEqual: string;
  isIncomparable: string;
  /** Below a value: `{0}` mean, `{1}` standard deviation, `{2}` number of runs. */
  spread: string;
  /** `{0}` best value of the run. */
  best: string;
  higherIsBetter: string;
  lowerIsBetter: string;
  noMetrics: string;
  metricsCut: string;

  parameters: string;
  seeds: string;
  code: string;
  data: string;
  packages: string;
  machine: string;
  command: string;
  name: string;
  before: string;
  after: string;
  same: string;
  /** Nobody knows: no snapshot, or no list of packages. */
  notRecorded: string;
  added: string;
  removed: string;
  /** `{0}` how many there are in all. */
  showAll: string;

  /** `{0}` how many. */
  showNotRun: string;
  openAllDiffs: string;
  /** `{0}` file. */
  openDiff: string;
  /** Before a line, for screen readers. */
  lineAdded: string;
  lineRemoved: string;
  /** `{0}` lines added, `{1}` removed. */
  lineCounts: string;
  cutLong: string;
  cutBinary: string;
  cutMissing: string;
  cutLineEnds: string;
  /** `{0}` how many more files. */
  moreFiles: string;
  lines: string;
  git: Record<GitPart, string>;
  isDirty: string;
  isClean: string;
  machineParts: Record<MachinePart, string>;
  commandParts: Record<'command' | 'cwd', string>;
  /** `{0}` number of the version. */
  version: string;
}
