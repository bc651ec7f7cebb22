/** Every text of the page of a run, translated by the host: pages hold no words of their own. `{0}` marks a value. */
import type { RunStatus } from './entities';
import type { LoggedStrings } from './loggedPage';
import type { ProgressUnit } from './progress';
import type { RunTab } from './runPage';
import type { FailureKind } from './failures';
import type { TimeWords } from './units';

/** Why a run is held against another: that is the baseline, what it repeats, or the one before. */
export type BaseKind = 'baseline' | 'basedOn' | 'previous';

export interface RunPageStrings {
  /** Of what it logged besides numbers. */
  logged: LoggedStrings;
  loading: string;
  failed: string;
  retry: string;
  dismiss: string;
  goneTitle: string;
  goneHint: string;
  tabList: string;
  /** `{0}` how many there are in all. */
  showAll: string;
  none: string;
  tabs: Record<RunTab, string>;

  rename: string;
  name: string;
  copyCommand: string;
  time: TimeWords;
  actions: Record<'stop' | 'rerun' | 'compare' | 'diff' | 'reproduce', string>;
  progress: Record<ProgressUnit, string>;
  statuses: Record<RunStatus, string>;

  exitCode: string;
  frames: string;
  /** `{0}` file, `{1}` line. */
  openPlace: string;
  lastValues: string;
  lastValuesAt: string;
  machineThen: string;
  showOutput: string;
  /** The answer. `{0}` metric, `{1}` value; further `{2}` the run held against, `{3}` difference. */
  answerAlone: string;
  answerBetter: string;
  answerWorse: string;
  answerHigher: string;
  answerLower: string;
  answerEqual: string;
  /** `{0}` the run held against. */
  answerIncomparable: string;
  nothingChanged: string;
  moreChanges: string;
  showChanges: string;
  metrics: string;
  metric: string;
  last: string;
  best: string;
  course: string;
  better: string;
  worse: string;
  noMetrics: string;
  noMetricsYet: string;
  allMetrics: string;
  parameters: string;
  value: string;
  /** `{0}` the value in the run held against. */
  was: string;
  note: string;
  addNote: string;
  editNote: string;
  notePlaceholder: string;
  save: string;
  cancel: string;
  tags: string;
  addTag: string;
  removeTag: string;
  tagPlaceholder: string;
  failures: Record<FailureKind | 'lost', string>;
  /** `{0}` name of the run held against. */
  bases: Record<BaseKind, string>;
  deltaTo: Record<BaseKind, string>;

  details: string;
  experiment: string;
  script: string;
  started: string;
  ended: string;
  duration: string;
  git: string;
  dirty: string;
  machine: string;
  gpus: string;
  interpreter: string;
  folder: string;
  id: string;

  outputLabel: string;
  noOutput: string;
  noOutputYet: string;
  searchOutput: string;
  previousMatch: string;
  nextMatch: string;
  /** `{0}` number of the match, `{1}` how many lines match. */
  matchOf: string;
  noMatches: string;
  searching: string;
  /** `{0}` lines, `{1}` size. */
  outputSize: string;
  counting: string;
  follow: string;
  openLog: string;

  step: string;
  /** `{0}` metric, `{1}` value. */
  chartLabel: string;
  searchMetrics: string;
  noMetricMatch: string;
  clearSearch: string;
  against: string;
  timeAxis: string;
  /** What is sampled of the machine, by its key behind `system/`; of a GPU behind its number, which is `{0}`. */
  machineNames: { own: Record<string, string>; gpu: Record<string, string> };
  noMachine: string;

  noCode: string;
  files: string;
  filesThatRan: string;
  allFiles: string;
  diffWorkspace: string;
  diffPrevious: string;
  diffFileWorkspace: string;
  diffFilePrevious: string;
  moreFiles: string;
  leftOut: string;
  uncertain: string;

  noData: string;
  lineage: string;
  inputs: string;
  artifacts: string;
  outputs: string;
  moreNodes: string;
  /** `{0}` a run; so is the next. */
  writtenBy: string;
  readBy: string;
  /** `{0}` how many runs read what this one wrote. */
  moreReaders: string;
  openFile: string;
  notKept: string;
  tooLarge: string;
  beginningOnly: string;
  firstRows: string;
  table: string;
}
