/**
 * What runs log that is neither number nor file: the data of `plot` events, as the store keeps it and pages draw it. The
 * limits are the tracker's; the reader of events takes nothing beyond them.
 */
import type { ParamValue, WireNumber } from './numbers';

export const MAX_CLASSES = 100;
export const MAX_BINS = 64;
export const MAX_CURVE_POINTS = 500;
export const MAX_TABLE_ROWS = 1000;
export const MAX_TABLE_COLUMNS = 100;
/** Of a class, a column. */
export const MAX_LABEL_LENGTH = 100;
/** Of a cell. */
export const MAX_CELL_LENGTH = 1000;
/** Characters of the data of one plot as JSON; the largest are matrices. */
export const MAX_PLOT_LENGTH = 192 * 1024;

export interface ConfusionMatrix {
  /** Of the classes, in the order of rows and columns. */
  labels: string[];
  /** A row for each true class, a column for each predicted one; 0 or more. */
  counts: number[][];
}

/** Of a ROC curve true over false positive rates, of the other one precision over recall; all from 0 to 1. */
export interface Curve {
  x: number[];
  y: number[];
  /** Of the score at each point; infinite where there is none. */
  thresholds?: WireNumber[];
  /** Below the whole curve, before it was thinned: of a ROC curve by trapezoids, else the average precision. */
  area?: number;
}

export interface Histogram {
  /** Ascending; one more than there are counts. */
  edges: number[];
  counts: number[];
  /** Values that were NaN or infinite, which no bin holds. */
  notFinite?: number;
}

export interface Table {
  columns: string[];
  /** Each as long as `columns`. */
  rows: ParamValue[][];
  /** Rows that were logged, of which these are the first. */
  total: number;
}

export interface PlotImage {
  /** Of a picture below the folder of the run's artifacts, relative to that with `/`. */
  path: string;
}

/** The data of each kind of plot. */
export interface PlotData {
  confusion: ConfusionMatrix;
  roc: Curve;
  pr: Curve;
  histogram: Histogram;
  table: Table;
  image: PlotImage;
}

export type PlotKind = keyof PlotData;

export const PLOT_KINDS: readonly PlotKind[] = ['confusion', 'roc', 'pr', 'histogram', 'table', 'image'];
