/** What a cell says when it is pointed at: all of its text, every digit, the exact time. */
import { fromWire } from '../../src/protocol/numbers';
import type { LaidColumn } from '../../src/protocol/tableLayout';
import type { TableStrings } from '../../src/protocol/tablePage';
import { fillTemplate } from '../ui/fillTemplate';
import { attributeText } from './attributeText';
import type { GroupRow, RunRow } from './cachedRows';
import { plainText } from './cellContent';
import { cellNumber } from './cellNumbers';

/** A title of more is no help. */
const MOST_TITLE = 1000;

export function runTitle(row: RunRow, column: LaidColumn | undefined, strings: TableStrings): string {
  const { run } = row.info;
  if (column === undefined) return [run.name, run.message].filter(Boolean).join('\n');
  if (column.kind === 'attributes') {
    if (column.key === 'start_time') return localTime(run.startedAt);
    if (column.key === 'note') return row.info.note ?? '';
    return attributeText(row.info, column.key, { strings, now: Date.now() }).text;
  }
  const value = row.cells.get(column.id);
  if (value === undefined) return strings.noValue;
  return plainText(cellNumber(column.id, value) ?? value).slice(0, MOST_TITLE);
}

/** A time, ms since 1970, as people of this language write it. */
export function localTime(at: number): string {
  return new Date(at).toLocaleString(document.documentElement.lang);
}

export function groupTitle(row: GroupRow, column: LaidColumn | undefined, strings: TableStrings): string {
  const cell = column && row.cells.get(column.id);
  if (cell?.spread === undefined) return cell?.value === undefined ? '' : plainText(cell.value).slice(0, MOST_TITLE);
  const { mean, sd, n, nonFinite, min, max } = cell.spread;
  const written = [mean, sd, n, min, max].map((value) => plainText(fromWire(value) ?? Number.NaN));
  const spread = n > 1 ? [fillTemplate(strings.spread, ...written)] : [];
  return [...spread, ...(nonFinite > 0 ? [fillTemplate(strings.notFinite, nonFinite)] : [])].join('\n');
}
