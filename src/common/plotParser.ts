/** Reads `plot` events: what a run logs that is neither number nor file. */
import {
  MAX_BINS,
  MAX_CELL_LENGTH,
  MAX_CLASSES,
  MAX_CURVE_POINTS,
  MAX_LABEL_LENGTH,
  MAX_PLOT_LENGTH,
  MAX_TABLE_COLUMNS,
  MAX_TABLE_ROWS,
  PLOT_KINDS,
  type ConfusionMatrix,
  type Curve,
  type Histogram,
  type PlotData,
  type PlotImage,
  type PlotKind,
  type Table,
} from '../protocol/plots';
import type { ParamValue, WireNumber } from '../protocol/numbers';
import { TRUNCATION_MARK, type NewEvent } from '../protocol/trainingEvents';
import { count, type Fields, finite, isInside, key, oneOf, optional, paramValue, text, wire } from './eventFields';

const PARSERS: { [K in PlotKind]: (f: Fields) => PlotData[K] | undefined } = {
  confusion: parseConfusion,
  roc: parseCurve,
  pr: parseCurve,
  histogram: parseHistogram,
  table: parseTable,
  image: parseImage,
};

/** The event; `undefined` for what is none, or whose data does not fit together. */
export function parsePlot(f: Fields): NewEvent | undefined {
  const [kind, k] = [oneOf(PLOT_KINDS, f['kind']), key(f['k'])];
  if (kind === undefined || k === undefined || typeof f['data'] !== 'object' || f['data'] === null) return undefined;
  const data = PARSERS[kind](f['data'] as Fields);
  if (data === undefined || JSON.stringify(data).length > MAX_PLOT_LENGTH) return undefined;
  // The parser of a kind gives the data of that kind.
  return { e: 'plot', kind, k, data, ...optional('s', wire(f['s'])), ...optional('src', text(f['src'])) } as NewEvent;
}

function parseConfusion(f: Fields): ConfusionMatrix | undefined {
  const labels = labelsOf(f['labels'], MAX_CLASSES);
  const counts = list(f['counts'], MAX_CLASSES, (row) => list(row, MAX_CLASSES, notNegative));
  if (labels === undefined || labels.length === 0 || counts?.length !== labels.length) return undefined;
  return counts.every((row) => row.length === labels.length) ? { labels, counts } : undefined;
}

function parseCurve(f: Fields): Curve | undefined {
  const [x, y] = [list(f['x'], MAX_CURVE_POINTS, share), list(f['y'], MAX_CURVE_POINTS, share)];
  if (x === undefined || y === undefined || x.length < 2 || x.length !== y.length) return undefined;
  const thresholds = list<WireNumber>(f['thresholds'], MAX_CURVE_POINTS, wire);
  return {
    x,
    y,
    ...(thresholds?.length === x.length ? { thresholds } : {}),
    ...optional('area', share(f['area'])),
  };
}

function parseHistogram(f: Fields): Histogram | undefined {
  const [edges, counts] = [list(f['edges'], MAX_BINS + 1, finite), list(f['counts'], MAX_BINS, notNegative)];
  if (edges === undefined || counts === undefined || counts.length === 0) return undefined;
  if (edges.length !== counts.length + 1 || edges.some((edge, i) => i > 0 && edge <= edges[i - 1]!)) return undefined;
  return { edges, counts, ...optional('notFinite', count(f['notFinite'])) };
}

function parseTable(f: Fields): Table | undefined {
  const columns = labelsOf(f['columns'], MAX_TABLE_COLUMNS);
  if (columns === undefined || columns.length === 0) return undefined;
  const rows = list(f['rows'], MAX_TABLE_ROWS, (row) => list(row, columns.length, cell));
  if (rows === undefined || rows.some((row) => row.length !== columns.length)) return undefined;
  return { columns, rows, total: Math.max(rows.length, count(f['total']) ?? 0) };
}

function parseImage(f: Fields): PlotImage | undefined {
  const path = text(f['path']);
  return isInside(path) && !/^([/\\]|[A-Za-z]:)/.test(path) ? { path } : undefined;
}

function labelsOf(value: unknown, most: number): string[] | undefined {
  return list(value, most, (one) => (typeof one === 'string' ? cut(one, MAX_LABEL_LENGTH) : undefined));
}

function cell(value: unknown): ParamValue | undefined {
  const read = paramValue(value);
  return typeof read === 'string' ? cut(read, MAX_CELL_LENGTH) : read;
}

function notNegative(value: unknown): number | undefined {
  const number = finite(value);
  return number !== undefined && number >= 0 ? number : undefined;
}

function share(value: unknown): number | undefined {
  const number = finite(value);
  return number !== undefined && number >= 0 && number <= 1 ? number : undefined;
}

/** A list of no more than so many, each of which can be read. */
function list<T>(value: unknown, most: number, read: (one: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value) || value.length > most) return undefined;
  const items: T[] = [];
  for (const one of value as unknown[]) {
    const item = read(one);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

function cut(whole: string, most: number): string {
  return whole.length <= most ? whole : whole.slice(0, most - 1) + TRUNCATION_MARK;
}
