import type { TableRow } from '../../src/protocol/tableApi';
import { columnId, keyedColumns } from '../../src/protocol/tableLayout';
import type { TableStrings } from '../../src/protocol/tablePage';
import type { GroupRow, RunRow } from './cachedRows';
import { type CellContent, groupCell, type Look, plainText, runCell } from './cellContent';
import type { PlacedColumn } from './columnGeometry';
import { toCsv, toLatex, toMarkdown, type TextTable } from './copyTable';
import { columnLabel } from './gridHeader';
import type { Group } from './rowOrder';
import type { TableModel } from './tableModel';

export type CopyFormat = 'markdown' | 'csv' | 'latex';

const WRITERS: Record<CopyFormat, (table: TextTable) => string> = {
  markdown: toMarkdown,
  csv: toCsv,
  latex: toLatex,
};

/** Rows copied at most: more would fill nothing but the clipboard. */
const MOST_COPIED = 1000;
const PER_REQUEST = 200;

/** Copies the selected runs, or without any all that are shown, with the columns that are shown. */
export async function copyRows(
  model: TableModel,
  strings: TableStrings,
  columns: readonly PlacedColumn[],
  format: CopyFormat,
): Promise<void> {
  const { formats, order, selection, view } = model;
  const look: Look = {
    strings,
    formats,
    chosenFormats: view.value.formats,
    now: Date.now(),
    baseline: undefined,
    directions: model.choices.value.directions,
    ranges: undefined,
    unheated: [],
  };
  const selected = order.shown.value.runIds.filter((id) => selection.runIds.value.has(id));
  const isGrouped = selected.length === 0 && order.shown.value.groups !== undefined;
  const rows = isGrouped
    ? await groupRows(model, order.groups.value.slice(0, MOST_COPIED), columns, look)
    : await runRows(
        model,
        (selected.length > 0 ? selected : order.shown.value.runIds).slice(0, MOST_COPIED),
        columns,
        look,
        format,
      );
  const table: TextTable = {
    head: [strings.run, ...columns.map((column) => columnLabel(column, strings))],
    isNumber: [false, ...columns.map((_, i) => rows.some(({ contents }) => contents[i]?.isNumber === true))],
    rows: rows.map(({ name, contents }) => [name, ...contents.map(textOf)]),
  };
  await model.call('copy', { text: WRITERS[format](table), rows: rows.length });
}

interface TextRow {
  name: string;
  contents: (CellContent | undefined)[];
}

async function runRows(
  model: TableModel,
  runIds: readonly string[],
  columns: readonly PlacedColumn[],
  look: Look,
  format: CopyFormat,
): Promise<TextRow[]> {
  const keyed = keyedColumns(columns);
  const rows: TableRow[] = [];
  for (let from = 0; from < runIds.length; from += PER_REQUEST) {
    rows.push(...(await model.call('tableRows', { runIds: runIds.slice(from, from + PER_REQUEST), columns: keyed })));
  }
  return rows.map(({ run, note, cells }) => {
    const row: RunRow = { info: { run, note }, cells: cellsOf(keyed, cells) };
    return { name: run.name, contents: columns.map((column) => content(row, column, look, format)) };
  });
}

/** For a sheet numbers have all their digits; for a text they look as they do here. */
function content(row: RunRow, column: PlacedColumn, look: Look, format: CopyFormat): CellContent | undefined {
  const shown = runCell(row, column, look);
  const value = row.cells.get(column.id);
  if (format !== 'csv' || column.kind === 'attributes' || value === undefined) return shown;
  return { text: plainText(value), isNumber: shown?.isNumber === true };
}

async function groupRows(
  model: TableModel,
  groups: readonly Group[],
  columns: readonly PlacedColumn[],
  look: Look,
): Promise<TextRow[]> {
  const keyed = keyedColumns(columns);
  const found = await model.call('tableGroups', { groups: groups.map(({ runIds }) => [...runIds]), columns: keyed });
  return groups.map(({ values, runIds }, i) => {
    const row: GroupRow = { info: null, cells: cellsOf(keyed, found[i] ?? []) };
    const name = [...values.map(plainText), `n = ${runIds.length}`].join(', ');
    return { name, contents: columns.map((column) => groupCell(row, column, look)) };
  });
}

function cellsOf<Cell>(
  columns: ReturnType<typeof keyedColumns>,
  cells: Readonly<Record<number, Cell>>,
): Map<string, Cell | undefined> {
  return new Map(columns.map((column, place) => [columnId(column), cells[place]]));
}

function textOf(content: CellContent | undefined): string {
  if (content === undefined || content.isMissing === true) return '';
  return content.beside === undefined ? content.text : `${content.text} ${content.beside}`;
}
