/** What the charts across runs ask of the extension host, and their texts. */
import type { ChoicesApi } from './choicesApi';
import type { InsightsApi, SurroundingsKind } from './insightsApi';

export type InsightsPageApi = InsightsApi & Pick<ChoicesApi, 'setDirection'>;

/** `{0}` marks a value. */
export interface InsightsStrings {
  acrossRuns: string;
  metric: string;
  judgedBy: string;
  color: string;
  /** In place of a field to colour by. */
  runColor: string;
  /** In place of a choice that was not made. */
  choose: string;
  /** `{0}` kind of file. */
  saveAs: string;
  /** Said when a chart cannot be saved; `{0}` is the format. */
  notSaved: string;
  formats: Record<'png' | 'svg' | 'csv', string>;
  /** Of a logarithmic axis, in three letters or so. */
  log: string;
  x: string;
  y: string;
  /** What keys do in a chart of marks; it follows what the chart shows. */
  markKeys: string;
  /** Follows the name of a run that is. */
  keptInFront: string;
  /** `{0}` shown, `{1}` in all. */
  shownOf: string;
  showMore: string;
  showFewer: string;

  parallel: string;
  /** `{0}` number of runs, `{1}` names of axes. */
  parallelSummary: string;
  fewAxes: string;
  addAxis: string;
  colorByAxis: string;
  /** `{0}` name, `{1}` place, `{2}` number of axes. */
  axis: string;
  moveAxis: string;
  /** `{0}` name; so are the next two. */
  logAxis: string;
  removeAxis: string;
  brushAxis: string;
  brushKeys: string;
  notBrushed: string;
  brushHint: string;
  /** `{0}` brushed, `{1}` all. */
  brushed: string;
  clearBrushes: string;

  scatter: string;
  /** `{0}` y, `{1}` x, `{2}` number of points. */
  scatterSummary: string;
  fewValues: string;
  noPoints: string;
  /** `{0}` number of runs. */
  front: string;
  frontHint: string;
  /** `{0}` metric. */
  whichWay: string;

  bars: string;
  /** `{0}` metric, `{1}` best run, `{2}` its value. */
  barsSummary: string;

  importance: string;
  measuring: string;
  /** `{0}` runs, `{1}` needed. */
  fewRuns: string;
  sameMetric: string;
  sameParams: string;
  /** `{0}` runs, `{1}` params. */
  onlyChance: string;
  /** `{0}` runs, `{1}` left out, `{2}` share that is explained. */
  restsOn: string;
  importanceMethod: string;
  importanceLegend: string;
  /** `{0}` params with their importance. */
  importanceSummary: string;
  /** `{0}` number of params. */
  othersChance: string;

  /** `{0}` the second best run; so are the next. `{1}` difference, `{2}` how it was tested. */
  leadUntested: string;
  leadBeyond: string;
  leadWithin: string;
  leadBehind: string;
  leadBehindWithin: string;
  /** `{0}` and `{1}` numbers of repeats, `{2}` p. */
  testWelch: string;
  testPrediction: string;
  /** `{0}` configurations. */
  testAdjusted: string;

  surroundings: string;
  /** `{0}` number of rows. */
  moreRows: string;
  sections: Record<SurroundingsKind, string>;
  /** Names of rows that have a word for them. */
  parts: Record<string, string>;
}
