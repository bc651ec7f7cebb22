/** Contract between the run table's page and the extension host. */
import type { Run, RunId } from './entities';
import type { CompletionKind, FilterApi } from './filterApi';
import type { MetricDirection } from './metricDirection';
import type { TextSpan } from './rpc';
import type { ChangeEvent, RestartedEvent } from './storeApi';
import type { KeyedColumn, TableApi, TableOrder, TableRow } from './tableApi';
import type { Attribute } from './tableLayout';
import type { NamedView, TableView } from './tableView';
import type { TimeWords } from './units';

type StoreQueries = 'tableColumns' | 'countColumns' | 'tableOrder' | 'tableRows' | 'tableGroups' | 'columnQuantiles';

/** What the page may ask of the extension host. */
export type TablePageApi = Pick<TableApi, StoreQueries> &
  Pick<FilterApi, 'completeFilter'> & {
    /** First call of a page, with its view where it kept one: all that its first rows need. */
    ready: { args: { view: TableView | null }; result: TableState };
    choices: { args: Record<string, never>; result: TableChoices };
    /** Opens the page of a run. */
    openRun: { args: { runId: RunId }; result: void };
    revealRun: { args: { runId: RunId }; result: void };
    compareRuns: { args: { runIds: RunId[] }; result: void };
    saveReport: { args: { runIds: RunId[] }; result: void };
    /** To the trash; the host offers to undo it. */
    deleteRuns: { args: { runIds: RunId[] }; result: void };
    renameRun: { args: { runId: RunId }; result: void };
    setNote: { args: { runId: RunId; note: string }; result: void };
    /** `null` takes the tag back. */
    setTag: { args: { runId: RunId; key: string; value: string | null }; result: void };
    /** Asks for name and value of a tag of these runs. */
    addTag: { args: { runIds: RunId[] }; result: void };
    /** Makes a run the baseline of its experiment; `null` leaves it without one. */
    setBaseline: { args: { experiment: string; runId: RunId | null }; result: void };
    setDirection: { args: { key: string; direction: MetricDirection | null }; result: void };
    /** `rows` of the text, of `total` that were to be copied. */
    copy: { args: { text: string; rows: number; total: number }; result: void };
    /** Asks for a name and writes the view into the shared file; `undefined` when dismissed. */
    saveView: { args: { view: TableView; name: string | null }; result: string | undefined };
    /** Asks, and takes the view out of the shared file. */
    deleteView: { args: { name: string }; result: boolean };
  };

/** What people chose about runs and metrics, in this table or elsewhere. */
export interface TableChoices {
  /** Baseline of each experiment that has one. */
  baselines: { experiment: string; runId: RunId }[];
  directions: Record<string, MetricDirection>;
}

export interface TableState extends TableChoices {
  /** Absolute path of the workspace folder; the page keeps it in its state, so that a restored page finds it. */
  folder: string;
  view: TableView;
  columns: KeyedColumn[];
  /** Without the filter when that is wrong, see `filterProblem`; without `view`'s sort and groups, see `orderProblem`. */
  order: TableOrder;
  /** The first rows, with the first columns of the view. */
  rows: TableRow[];
  /** The columns that `rows` has cells of. */
  rowColumns: KeyedColumn[];
  views: NamedView[];
  filterProblem: FilterProblem | null;
  /** Why the runs are neither sorted nor grouped as the page or its view wanted it; `view` is without both then. */
  orderProblem: string | null;
}

/** What is wrong with a filter, and where. */
export interface FilterProblem {
  message: string;
  span: TextSpan | null;
}

/** What the host tells the page unasked. */
export type TablePageEvent =
  | ChangeEvent
  | RestartedEvent
  | { kind: 'runEnded'; run: Run }
  /** The shared file was written, by this window or by somebody else. */
  | { kind: 'views'; views: NamedView[] };

/** Every text of the page, translated by the host. `{0}` marks a value. */
export interface TableStrings {
  title: string;
  run: string;
  kinds: Record<'attributes' | 'metrics' | 'params' | 'tags' | 'system', string>;
  attributes: Record<Attribute, string>;
  statuses: Record<Run['status'], string>;
  /** `{0}` number. */
  runs: string;
  oneRun: string;
  groups: string;
  oneGroup: string;
  filter: string;
  filterHint: string;
  clearFilter: string;
  completions: string;
  completionKinds: Record<CompletionKind, string>;
  noMatch: string;
  emptyTitle: string;
  emptyHint: string;
  loading: string;
  failed: string;
  retry: string;
  newRun: string;
  /** `{0}` number. */
  newRuns: string;
  orderChanged: string;
  dismiss: string;
  selected: string;
  compare: string;
  saveReport: string;
  openRun: string;
  revealRun: string;
  delete: string;
  clearSelection: string;
  copy: string;
  copyMarkdown: string;
  copyCsv: string;
  copyLatex: string;
  columns: string;
  searchColumns: string;
  noColumn: string;
  showAll: string;
  hideAll: string;
  inRuns: string;
  pin: string;
  unpin: string;
  hide: string;
  moveLeft: string;
  moveRight: string;
  wider: string;
  narrower: string;
  sortAscending: string;
  sortDescending: string;
  addToSort: string;
  removeSort: string;
  format: string;
  formatAuto: string;
  formatFixed: string;
  formatExponent: string;
  formatPercent: string;
  moreDigits: string;
  fewerDigits: string;
  direction: string;
  directionAuto: string;
  higherIsBetter: string;
  lowerIsBetter: string;
  group: string;
  groupNone: string;
  groupRepeats: string;
  /** `{0}` a column. */
  groupBy: string;
  /** Of a metric over the runs of a group: `{0}` mean, `{1}` standard deviation, `{2}` n, `{3}` least, `{4}` greatest. */
  spread: string;
  /** `{0}` number of runs. */
  notFinite: string;
  expand: string;
  collapse: string;
  repeats: string;
  without: string;
  values: string;
  onlyDifferences: string;
  heat: string;
  heatByRank: string;
  baseline: string;
  setBaseline: string;
  clearBaseline: string;
  better: string;
  worse: string;
  filterFor: string;
  filterOut: string;
  filterAtLeast: string;
  filterAtMost: string;
  filterMissing: string;
  filterPresent: string;
  shiftClick: string;
  editNote: string;
  editTag: string;
  rename: string;
  addTag: string;
  views: string;
  defaultView: string;
  saveView: string;
  updateView: string;
  deleteView: string;
  actions: string;
  time: TimeWords;
  noValue: string;
}
