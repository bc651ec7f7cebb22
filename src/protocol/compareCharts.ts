/** What the charts of the comparison page need of the extension host: their words, and what they ask for. */
import type { CompareLayout } from './compareLayout';
import type { RunId } from './entities';

export type CompareChartsApi = {
  /** Those of these runs that are repeats of one another. */
  repeats: { args: { runIds: RunId[] }; result: RunId[][] };
  /** A quick pick of metrics, for the x axis; `undefined` when dismissed. */
  pickMetric: { args: { keys: string[] }; result: string | undefined };
  /** Keeps the layout in `.vscode/trialbook.json`. */
  saveLayout: { args: { layout: CompareLayout }; result: void };
  /** Asks where to save an exported chart, and does. */
  saveChart: { args: { name: string; format: ChartFormat; content: string | Uint8Array }; result: void };
};

export type ChartFormat = 'png' | 'svg' | 'csv';

export type CompareChartsEvent =
  /** Someone changed the shared layout. */
  | { kind: 'layout'; layout: CompareLayout }
  /** The store crashed and was started again: read everything anew. */
  | { kind: 'restarted' };

/** The texts of the charts. `{0}` marks a value. */
export interface CompareChartStrings {
  /** The x axes. */
  xAxis: string;
  step: string;
  relativeTime: string;
  wallTime: string;
  epoch: string;
  otherMetric: string;
  value: string;
  time: string;
  smoothing: string;
  logX: string;
  logY: string;
  clip: string;
  groupRepeats: string;
  groupRepeatsHint: string;
  /** Accessible name of a chart: `{0}` metric, `{1}` the x axis, `{2}` list of `name value`. */
  chartLabel: string;
  /** One line of a chart in words: `{0}` run, `{1}` first value, `{2}` its x, `{3}` last value, `{4}` its x. */
  lineSummary: string;
  /** Follows it: `{0}` lowest and `{1}` highest value. */
  lineRange: string;
  /** Follows it: `{0}` number of values that are NaN or infinite. */
  lineHoles: string;
  /** `{0}` how many other lines there are. */
  moreLines: string;
  /** Notes in the head of a chart. `{0}` is NaN or Infinity. */
  notFinite: string;
  /** `{0}` names of runs. */
  notOnLog: string;
  /** `{0}` metric of the x axis, `{1}` names of runs. */
  withoutX: string;
  damaged: string;
  /** `{0}` number of points. */
  outOfSight: string;
  /** The same where not all points were read. */
  outOfSightAtLeast: string;
  outOfSightHint: string;
  resetZoom: string;
  /** `{0}` metric; so are the next ones. */
  chartMenu: string;
  fullScreen: string;
  closeFullScreen: string;
  resize: string;
  settings: string;
  asPage: string;
  layout: string;
  moveLeft: string;
  moveRight: string;
  wider: string;
  narrower: string;
  taller: string;
  lower: string;
  hide: string;
  /** `{0}` number of charts. */
  hiddenCharts: string;
  show: string;
  showAll: string;
  exportChart: string;
  exportPng: string;
  exportSvg: string;
  exportCsv: string;
}
