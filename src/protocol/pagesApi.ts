/** Contracts between pages (webviews) and the extension host. Everything here survives JSON, save typed arrays. */
import type { CompareChartsApi, CompareChartsEvent, CompareChartStrings } from './compareCharts';
import type { CompareLayout } from './compareLayout';
import type { Run, RunId } from './entities';
import type { InsightsPageApi, InsightsStrings } from './insightsPage';
import type { LoggedPageApi, LoggedStrings } from './loggedPage';
import type { ReportFacts } from './reportApi';
import type { SentSeries } from './sentSeries';
import type { ChangeEvent, Comparison, SeriesQuery } from './storeApi';

/** What the comparison page may ask of the extension host. */
export type ComparePageApi = CompareChartsApi &
  InsightsPageApi &
  LoggedPageApi & {
    /** First call of a page: what to show. */
    ready: { args: Record<string, never>; result: CompareState };
    comparison: { args: { runIds: RunId[] }; result: Comparison };
    series: { args: SeriesQuery; result: SentSeries[] };
    /** A quick pick of all runs, the present ones ticked; `undefined` when dismissed. */
    pickRuns: { args: { runIds: RunId[] }; result: RunId[] | undefined };
    /** The page tells which runs it shows, so that the title and a restored panel agree. */
    showsRuns: { args: { runIds: RunId[] }; result: void };
    showOutput: { args: { runId: RunId }; result: void };
    revealRun: { args: { runId: RunId }; result: void };
    stopRun: { args: { runId: RunId }; result: void };
    /** Saves what the page shows as a report; `view` is how the page was set up. */
    saveReport: { args: { view: unknown }; result: void };
  };

export interface CompareState {
  /** Absolute path of the workspace folder; the page keeps it in its state, so that a restored page finds it. */
  folder: string;
  runIds: RunId[];
  layout: CompareLayout;
  /** The answer to `comparison`, where it is there already. */
  comparison?: Comparison;
  /** It is a page in a report: there is no editor, and nothing changes. */
  report?: ReportFacts;
}

/** What the extension host tells the comparison page unasked. */
export type ComparePageEvent =
  | ChangeEvent
  | CompareChartsEvent
  /** Show these runs instead. */
  | { kind: 'setRuns'; runIds: RunId[] }
  /** Call `saveReport`: somebody wants one of this page. */
  | { kind: 'saveReport' }
  | { kind: 'runEnded'; run: Run };

/** Every text of the comparison page, translated by the host: pages hold no words of their own. `{0}` marks a value. */
export interface CompareStrings extends CompareChartStrings {
  /** Of the charts across runs. */
  insights: InsightsStrings;
  /** Of what runs logged besides numbers. */
  logged: LoggedStrings;
  addRuns: string;
  /** How many runs the legend does not show yet. */
  moreRuns: string;
  saveReport: string;
  /** In a report. `{0}` is the time, `{1}` the version of Trialbook. */
  savedReport: string;
  brokenReport: string;
  reportNeedsScripts: string;
  /** Of a list to choose from, in a report. */
  apply: string;
  cancel: string;
  /** `{0}` run; so are the next four. */
  removeRun: string;
  liftRun: string;
  showOutput: string;
  revealRun: string;
  stopRun: string;
  runs: string;
  emptyTitle: string;
  emptyHint: string;
  pickRuns: string;
  noMetrics: string;
  noMetricsHint: string;
  charts: string;
  values: string;
  parameters: string;
  metrics: string;
  onlyDifferences: string;
  noDifferences: string;
  differs: string;
  name: string;
  search: string;
  /** `{0}` what was searched for. */
  noMatch: string;
  clearSearch: string;
  loading: string;
  failed: string;
  retry: string;
  dismiss: string;
  /** `{0}` names of runs. */
  deletedRuns: string;
  last: string;
  best: string;
  higherIsBetter: string;
  lowerIsBetter: string;
  /** Title of a cell: `{0}` min, `{1}` max, `{2}` mean, `{3}` number of points. */
  summary: string;
  notRecorded: string;
  statuses: Record<Run['status'], string>;
  /** The answer on top. `{0}` run, `{1}` metric, `{2}` delta, `{3}` its value. */
  verdictBetter: string;
  /** The same while a run still trains. */
  verdictLeads: string;
  /** Where the direction of the metric is unknown. */
  verdictHighest: string;
  /** All ended alike: `{0}` metric, `{1}` value. */
  verdictEqual: string;
  /** Some lead alike: `{0}` run, `{1}` the other, or how many more, `{2}` metric, `{3}` value. */
  verdictTied: string;
  /** The same where the direction of the metric is unknown. */
  verdictTiedHighest: string;
  /** Only one run has a finite value: `{0}` run, `{1}` metric, `{2}` value. */
  verdictOnly: string;
  /** `{0}` metric. */
  verdictDiverged: string;
  /** One run: `{0}` run, `{1}` metric, `{2}` last value. */
  verdictSingle: string;
  /** Follows `verdictSingle` when the last value is not the best: `{0}` best value. */
  verdictItsBest: string;
  /** `{0}` names of params. */
  verdictDiffersIn: string;
  /** `{0}` names of params, `{1}` how many others. */
  verdictDiffersInMore: string;
  verdictSameParams: string;
  /** Follows what differs where not all runs were asked about: `{0}` how many were. */
  verdictFirstRuns: string;
  /** The runs are repeats of one another. */
  verdictOtherSeeds: string;
  /** The same where they spread: `{0}` mean, `{1}` standard deviation. */
  verdictRepeats: string;
}

/** Put into the page's HTML as JSON, in `<script type="application/json" id="boot">`. */
export interface PageBoot<S> {
  /** As VS Code names it: `en`, `ko`. */
  locale: string;
  strings: S;
}
