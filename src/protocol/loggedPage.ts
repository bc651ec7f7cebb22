/** What the section of logged data asks of the extension host, and its texts. */
import type { ArtifactsApi } from './artifactsApi';
import type { ChartFormat } from './compareCharts';
import type { PlotKind } from './plots';
import type { PlotsApi } from './plotsApi';

export type LoggedPageApi = PlotsApi & Pick<ArtifactsApi, 'readArtifact'>;

/** `{0}` marks a value. */
export interface LoggedStrings {
  /** Of the way to it, short. */
  logged: string;
  loggedData: string;
  /** Of groups, by their first kind. */
  kinds: Record<Exclude<PlotKind, 'pr'>, string>;
  /** `{0}` more plots. */
  moreLogged: string;
  /** `{0}` of the `{1}` runs that are not shown. */
  moreRuns: string;
  step: string;
  /** Where each run shows its own last step. */
  lastStep: string;
  /** `{0}` step. */
  atStep: string;
  nothingAtStep: string;
  /** `{0}` kind of file. */
  saveAs: string;
  /** Said when a chart cannot be saved; `{0}` is the format. */
  notSaved: string;
  formats: Record<ChartFormat, string>;

  counts: string;
  shares: string;
  cells: string;
  /** Of a confusion matrix: `{0}` run, `{1}` share of what lies on its diagonal. */
  matrixSummary: string;
  /** What keys do in it; it follows what the matrix shows. `curveKeys` and `histogramKeys` are alike. */
  matrixKeys: string;
  trueClass: string;
  predicted: string;
  /** `{0}` true class, `{1}` predicted class, `{2}` count, `{3}` share of the true class. */
  cellTitle: string;
  accuracy: string;
  /** `{0}` pairs of classes. */
  mostConfused: string;
  /** `{0}` true class, `{1}` predicted class, `{2}` count. */
  confusedPair: string;

  falsePositives: string;
  truePositives: string;
  recall: string;
  precision: string;
  threshold: string;
  auc: string;
  averagePrecision: string;
  /** `{0}` name of the curve, `{1}` runs with the area below theirs. */
  curvesSummary: string;
  curveKeys: string;

  /** Of a histogram: `{0}` run, `{1}` values, `{2}` least, `{3}` largest, `{4}` steps. */
  histogramSummary: string;
  histogramKeys: string;
  /** `{0}` values that are NaN or infinite. */
  notFinite: string;
  /** Under the pointer: `{0}` step, `{1}` and `{2}` ends of the bin, `{3}` count. */
  binTitle: string;

  /** Of a picture: `{0}` name, `{1}` run, `{2}` step. */
  pictureOf: string;
  pictureGone: string;
  /** `{0}` size. */
  pictureTooLarge: string;

  sideBySide: string;
  joined: string;
  tableView: string;
  /** `{0}` shown, `{1}` logged. */
  rowsOf: string;
  /** `{0}` name of the table, `{1}` run. */
  tableOf: string;
  /** `{0}` rows that differ, `{1}` rows. */
  rowsDiffer: string;
  noRows: string;
}
