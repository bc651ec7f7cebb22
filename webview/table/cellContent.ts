/** What a cell says, from what was read. */
import type { MetricDirection } from '../../src/protocol/metricDirection';
import { metricDirection } from '../../src/protocol/metricDirection';
import { fromWire } from '../../src/protocol/numbers';
import { paramText } from '../../src/protocol/paramText';
import { isSeedKey } from '../../src/protocol/seeds';
import type { CellValue, ColumnQuantiles, GroupCell } from '../../src/protocol/tableApi';
import type { LaidColumn } from '../../src/protocol/tableLayout';
import type { TableStrings } from '../../src/protocol/tablePage';
import type { ColumnId, TableView } from '../../src/protocol/tableView';
import { fillTemplate } from '../ui/fillTemplate';
import { attributeText } from './attributeText';
import type { GroupRow, RunRow } from './cachedRows';
import { cellNumber, isMetric } from './cellNumbers';
import type { ColumnFormats } from './columnFormats';
import { rankAmong } from './heatQuantiles';

/** What the look of all cells depends on. */
export interface Look {
  strings: TableStrings;
  formats: ColumnFormats;
  chosenFormats: TableView['formats'];
  /** Ms since 1970. */
  now: number;
  /** Whether there are groups, whose metrics have a spread. */
  isGrouped: boolean;
  /** The run that the others are held against. */
  baseline: RunRow | undefined;
  directions: Readonly<Record<string, MetricDirection>>;
  /** Of the columns that are coloured by their values. */
  quantiles: ReadonlyMap<ColumnId, ColumnQuantiles> | undefined;
  unheated: readonly ColumnId[];
}

/** Of a difference: better, worse, or neither is known. Of a param or tag: as in the baseline. */
export type Tone = 'better' | 'worse' | 'other' | 'alike';

export interface CellContent {
  text: string;
  /** Numbers stand at the right. */
  isNumber: boolean;
  /** Smaller, beside it: the spread of a group. Empty where others of the column have one. */
  spread?: string;
  /** Runs of the group that its mean leaves out, as they are NaN or infinite. */
  leftOut?: number;
  /** Smaller, beside it: the difference to the baseline. Empty where others of the column have one. */
  delta?: string;
  tone?: Tone;
  /** From 0 to 1: the value's rank among all, by how good it is, or how large where no direction is known. */
  heat?: number;
  /** The run has no value there. */
  isMissing?: true;
}

/** Longest text put into the page for a cell; more is never seen. */
const MOST_SHOWN = 300;

const NUMBER_ATTRIBUTES = ['start_time', 'duration', 'exit_code'];

/** Whether numbers stand in a column, as far as it was read. */
export function isNumberColumn({ id, kind, key }: LaidColumn, formats: ColumnFormats): boolean {
  if (kind === 'attributes') return NUMBER_ATTRIBUTES.includes(key);
  return isMetric(id) || formats.hasNumbers(id);
}

/** `undefined` while it is not known. */
export function runCell(row: RunRow, column: LaidColumn, look: Look): CellContent | undefined {
  if (column.kind === 'attributes') return attributeCell(row, column, look);
  if (!row.cells.has(column.id)) return undefined;
  const value = row.cells.get(column.id);
  if (value === undefined) return missing(column, look);
  const number = cellNumber(column.id, value);
  if (number === undefined)
    return { text: shorten(shownText(value, column)), isNumber: false, ...likeness(value, column, look) };
  const content: CellContent = {
    text: look.formats.text(column.id, number, look.chosenFormats[column.id]),
    isNumber: true,
    ...heat(number, column, look),
  };
  if (!isMetric(column.id)) return { ...content, ...likeness(value, column, look) };
  if (look.baseline?.info.run.id === row.info.run.id) return content;
  return aligned({ ...content, ...delta(number, column, look) }, look);
}

export function groupCell(row: GroupRow, column: LaidColumn, look: Look): CellContent | undefined {
  if (column.kind === 'attributes') return { text: '', isNumber: false };
  if (!row.cells.has(column.id)) return undefined;
  const cell = row.cells.get(column.id);
  if (cell === undefined || cell.n === 0) return missing(column, look);
  const write = (value: number): string => look.formats.text(column.id, value, look.chosenFormats[column.id]);
  if (cell.spread !== undefined) return spreadCell(cell.spread, column, write, look);
  if (cell.value !== undefined) {
    const isNumber = typeof cell.value === 'number';
    return { text: isNumber ? write(cell.value as number) : shorten(shownText(cell.value, column)), isNumber };
  }
  const { range, distinct = 0 } = cell;
  if (range !== undefined) return { text: `${write(range[0])}–${write(range[1])}`, isNumber: true };
  return { text: fillTemplate(look.strings.values, distinct), isNumber: false };
}

function spreadCell(
  { mean, sd, nonFinite }: NonNullable<GroupCell['spread']>,
  column: LaidColumn,
  write: (value: number) => string,
  look: Look,
): CellContent {
  const value = fromWire(mean);
  if (value === undefined) return { text: 'NaN', isNumber: true };
  const spread = fromWire(sd);
  const content: CellContent = {
    text: write(value),
    isNumber: true,
    ...(spread === undefined ? {} : { spread: `±${write(spread)}` }),
    ...(nonFinite > 0 ? { leftOut: nonFinite } : {}),
    ...delta(value, column, look),
    ...heat(value, column, look),
  };
  return aligned(content, look);
}

/** Keeps the room of what others of the column have beside their values, so that those stand below each other. */
function aligned(content: CellContent, { isGrouped, baseline }: Look): CellContent {
  if (isPlain(content)) return content;
  return { ...(isGrouped ? { spread: '' } : {}), ...(baseline === undefined ? {} : { delta: '' }), ...content };
}

/** Whether nothing stands beside the value. */
export function isPlain({ spread, leftOut, delta: difference }: CellContent): boolean {
  return spread === undefined && leftOut === undefined && difference === undefined;
}

function missing(column: LaidColumn, { formats }: Look): CellContent {
  return { text: '–', isNumber: isNumberColumn(column, formats), isMissing: true };
}

function attributeCell(row: RunRow, column: LaidColumn, look: Look): CellContent {
  const { text, isNumber } = attributeText(row.info, column.key, look);
  return text === '' && column.key !== 'note'
    ? { text: '–', isNumber, isMissing: true }
    : { text: shorten(text), isNumber };
}

/** A value as it stands in code; a text is itself. */
export function plainText(value: CellValue): string {
  return value === '' ? '' : paramText(value);
}

/** A tag without a text is one; a param without looks as if the run had none. */
function shownText(value: CellValue, { kind }: LaidColumn): string {
  return kind === 'params' ? paramText(value) : plainText(value);
}

/** Of a metric: as a person chose, or as its name tells. */
export function directionOf(
  { key }: Pick<LaidColumn, 'key'>,
  directions: Look['directions'],
): MetricDirection | undefined {
  return directions[key] ?? metricDirection(key);
}

/** How a metric differs from the baseline's. The sign is always there. */
function delta(value: number, column: LaidColumn, { baseline, ...look }: Look): Pick<CellContent, 'delta' | 'tone'> {
  if (baseline === undefined) return {};
  const base = cellNumber(column.id, baseline.cells.get(column.id));
  const difference = base === undefined ? Number.NaN : value - base;
  if (!Number.isFinite(difference)) return {};
  if (difference === 0) return { delta: '±0' };
  const text = look.formats.difference(column.id, difference, look.chosenFormats[column.id]);
  const direction = directionOf(column, look.directions);
  const isBetter = direction === 'higher' ? difference > 0 : difference < 0;
  return {
    delta: difference > 0 ? `+${text}` : text,
    tone: direction === undefined ? 'other' : isBetter ? 'better' : 'worse',
  };
}

/** Whether a param or tag is as in the baseline. */
function likeness(value: CellValue, column: LaidColumn, { baseline }: Look): Pick<CellContent, 'tone'> {
  return baseline?.cells.get(column.id) === value ? { tone: 'alike' } : {};
}

function heat(value: number, column: LaidColumn, look: Look): Pick<CellContent, 'heat'> {
  // A seed is neither good nor large.
  if (isSeedKey(column.key) || look.unheated.includes(column.id)) return {};
  const quantiles = look.quantiles?.get(column.id);
  if (quantiles === undefined || !Number.isFinite(value)) return {};
  const rank = rankAmong(quantiles, value);
  if (rank === undefined) return {};
  const isReversed = isMetric(column.id) && directionOf(column, look.directions) === 'lower';
  return { heat: isReversed ? 1 - rank : rank };
}

function shorten(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
