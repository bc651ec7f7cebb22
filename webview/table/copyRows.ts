import type { RunId } from '../../src/protocol/entities';
import type { CellValue, GroupCell, KeyedColumn } from '../../src/protocol/tableApi';
import { columnId, keyedColumns } from '../../src/protocol/tableLayout';
import type { TableStrings } from '../../src/protocol/tablePage';
import type { ColumnId } from '../../src/protocol/tableView';
import { attributeValue } from './attributeText';
import type { GroupRow, RunInfo, RunRow } from './cachedRows';
import { type CellContent, groupCell, type Look, plainText, runCell } from './cellContent';
import type { PlacedColumn } from './columnGeometry';
import { toCsv, toLatex, toMarkdown, type TextTable } from './copyTable';
import { columnLabel } from './columnLabel';
import { groupValues } from './groupName';
import type { Group } from './rowOrder';
import type { TableModel } from './tableModel';

export type CopyFormat = 'markdown' | 'csv' | 'latex';

const WRITERS: Record<CopyFormat, (table: TextTable) => string> = {
  markdown: toMarkdown,
  csv: toCsv,
  latex: toLatex,
};

/** Cells copied at most: 10,000 rows of 200 columns. A clipboard that takes more is hard to find. */
const MOST_CELLS = 2_000_000;
const ROWS_PER_REQUEST = 200;
/** The store answers no more than 1,000. */
const COLUMNS_PER_REQUEST = 500;

/** What is copied, and how it is written. */
interface Copy {
  model: TableModel;
  columns: readonly PlacedColumn[];
  look: Look;
  format: CopyFormat;
}

/** Copies the selected runs, or without any all that are shown, with the columns that are shown. */
export async function copyRows(
  model: TableModel,
  strings: TableStrings,
  columns: readonly PlacedColumn[],
  format: CopyFormat,
): Promise<void> {
  const { order, selection } = model;
  const copy: Copy = { model, columns, format, look: lookOf(model, strings) };
  const most = Math.max(1, Math.floor(MOST_CELLS / (columns.length + 1)));
  const selected = order.shown.value.runIds.filter((id) => selection.runIds.value.has(id));
  const isGrouped = selected.length === 0 && order.shown.value.groups !== undefined;
  const all = isGrouped ? order.groups.value : selected.length > 0 ? selected : order.shown.value.runIds;
  const rows = isGrouped
    ? await groupRows(copy, order.groups.value.slice(0, most))
    : await runRows(copy, (all as readonly RunId[]).slice(0, most));
  const table: TextTable = {
    head: [strings.run, ...columns.map((column) => columnLabel(column, strings))],
    isNumber: [false, ...columns.map((_, i) => rows.some(({ areNumbers }) => areNumbers[i] === true))],
    rows: rows.map(({ name, texts }) => [name, ...texts]),
  };
  const text = WRITERS[format](table);
  await model.call('copy', { text, rows: rows.length, total: rows.length + Math.max(0, all.length - most) });
}

/** As the table shows it, without baseline and colours. */
function lookOf({ formats, view, choices }: TableModel, strings: TableStrings): Look {
  return {
    strings,
    formats,
    chosenFormats: view.value.formats,
    now: Date.now(),
    isGrouped: false,
    baseline: undefined,
    directions: choices.value.directions,
    quantiles: undefined,
    unheated: [],
  };
}

interface TextRow {
  name: string;
  texts: string[];
  areNumbers: boolean[];
}

async function runRows(copy: Copy, runIds: readonly RunId[]): Promise<TextRow[]> {
  const rows: TextRow[] = [];
  for (const ids of blocksOf(runIds, ROWS_PER_REQUEST)) {
    rows.push(...(await readRows(copy, ids)).map((row) => runRow(row, copy)));
  }
  return rows;
}

function runRow(row: RunRow, copy: Copy): TextRow {
  return textRow(row.info.run.name, copy, (column) => contentOf(row, column, copy));
}

/** Runs with all columns, read in blocks. A run that goes meanwhile has what was read of it. */
async function readRows({ model, columns }: Copy, runIds: readonly RunId[]): Promise<RunRow[]> {
  const rows = new Map<RunId, { info: RunInfo; cells: Map<ColumnId, CellValue | undefined> }>();
  for (const block of columnBlocks(columns)) {
    for (const { run, note, cells } of await model.call('tableRows', { runIds: [...runIds], columns: block })) {
      const row = rows.get(run.id) ?? { info: { run, note }, cells: new Map() };
      rows.set(run.id, row);
      block.forEach((column, place) => row.cells.set(columnId(column), cells[place]));
    }
  }
  return [...rows.values()];
}

async function groupRows(copy: Copy, groups: readonly Group[]): Promise<TextRow[]> {
  const rows: TextRow[] = [];
  for (const some of blocksOf(groups, ROWS_PER_REQUEST)) {
    const read = await readGroups(copy, some);
    const firsts = await readRows(
      copy,
      some.flatMap(({ first }) => first ?? []),
    );
    const named = new Map(firsts.map((row) => [row.info.run.id, row]));
    some.forEach((group, i) => {
      const row = group.first === undefined ? undefined : named.get(group.first);
      if (row !== undefined && group.runIds.length === 1) rows.push(runRow(row, copy));
      else rows.push(textRow(nameOf(group, row, copy), copy, (column) => groupCell(read[i]!, column, copy.look)));
    });
  }
  return rows;
}

/** Of repeats the name of their first run, which `first` is, and how many they are. */
function nameOf({ values, runIds }: Group, first: RunRow | undefined, { look }: Copy): string {
  const of = groupValues({ values }, look.strings);
  const count = first === undefined ? `n = ${runIds.length}` : `${first.info.run.name} ×${runIds.length}`;
  return [...of, count].join(', ');
}

async function readGroups({ model, columns }: Copy, groups: readonly Group[]): Promise<GroupRow[]> {
  const cells = groups.map(() => new Map<ColumnId, GroupCell | undefined>());
  for (const block of columnBlocks(columns)) {
    const query = { groups: groups.map(({ runIds }) => [...runIds]), columns: block };
    const found = await model.call('tableGroups', query);
    cells.forEach((row, i) => block.forEach((column, place) => row.set(columnId(column), found[i]?.[place])));
  }
  return cells.map((row): GroupRow => ({ info: null, cells: row }));
}

/** At least one block, which has what runs have besides their cells. */
function columnBlocks(columns: readonly PlacedColumn[]): KeyedColumn[][] {
  const blocks = blocksOf(keyedColumns(columns), COLUMNS_PER_REQUEST);
  return blocks.length === 0 ? [[]] : blocks;
}

function blocksOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

function textRow(
  name: string,
  { columns }: Copy,
  contentAt: (column: PlacedColumn) => CellContent | undefined,
): TextRow {
  const contents = columns.map(contentAt);
  return {
    name,
    texts: contents.map(textOf),
    areNumbers: contents.map((content) => content?.isNumber === true),
  };
}

/** For a sheet values are whole: numbers with all their digits, times that sort, notes with their lines. */
function contentOf(row: RunRow, column: PlacedColumn, { look, format }: Copy): CellContent | undefined {
  if (format !== 'csv') return runCell(row, column, look);
  const value = column.kind === 'attributes' ? rawAttribute(row, column.key, look.now) : row.cells.get(column.id);
  return value === undefined ? undefined : { text: plainText(value), isNumber: typeof value === 'number' };
}

function rawAttribute({ info }: RunRow, key: string, now: number): string | number | undefined {
  const { run } = info;
  if (key === 'start_time') return new Date(run.startedAt).toISOString();
  // Of a run that goes on, its time so far.
  if (key === 'duration') return ((run.endedAt ?? now) - run.startedAt) / 1000;
  return attributeValue(info, key) ?? undefined;
}

function textOf(content: CellContent | undefined): string {
  if (content === undefined || content.isMissing === true) return '';
  const { text, spread, leftOut, delta } = content;
  return [text, spread, leftOut === undefined ? undefined : '!', delta].filter(Boolean).join(' ');
}
