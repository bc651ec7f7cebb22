/** Tables of runs as rows of texts, side by side or joined. */
import { fromWire, type ParamValue } from '../../../src/protocol/numbers';
import type { Table } from '../../../src/protocol/plots';
import { formatNumber, formatTogether } from '../../ui/numbers';

const MISSING = '–';

export interface ShownTable {
  columns: readonly ShownColumn[];
  rows: readonly (readonly string[])[];
  /** By row and column, whether the cell differs from that of another run; absent where nothing is compared. */
  differs?: readonly (readonly boolean[])[];
}

export interface ShownColumn {
  name: string;
  /** Whether its cells are numbers, which stand right. */
  isNumber: boolean;
  /** Of a joined table: whose column it is. */
  run?: number;
}

export function shownTable({ columns, rows }: Table): ShownTable {
  const texts = columns.map((_, i) => columnTexts(rows.map((row) => row[i])));
  return {
    columns: columns.map((name, i) => ({ name, isNumber: isNumeric(rows.map((row) => row[i])) })),
    rows: rows.map((_, row) => texts.map((column) => column[row]!)),
  };
}

/**
 * The rows of all tables by the first column, which names them; of several with the same name the first belongs to the
 * first, and so on. The other columns stand together, one of each run.
 */
export function joinedTable(tables: readonly Table[]): ShownTable {
  const names = [...new Set(tables.flatMap(({ columns }) => columns.slice(1)))];
  const byName = tables.map((table) => rowsByName(table));
  const rowNames = [...new Set(byName.flatMap((rows) => [...rows.keys()]))];
  const places = tables.map(({ columns }) => names.map((name) => columns.indexOf(name, 1)));
  // By name of the column, run and row.
  const values = names.map((_, n) =>
    byName.map((table, run) => rowNames.map((rowName) => table.get(rowName)?.[places[run]![n]!])),
  );
  const texts = values.map((runs) => chunked(columnTexts(runs.flat()), rowNames.length));
  const columns = names.flatMap((name, n) => {
    const isNumber = isNumeric(values[n]!.flat());
    return tables.map((_, run) => ({ name, run, isNumber }));
  });
  const differs = rowNames.map((_, row) =>
    texts.flatMap((runs) => {
      const differ = runs.some((one) => one[row] !== runs[0]![row]);
      return runs.map(() => differ);
    }),
  );
  return {
    columns: [{ name: tables[0]?.columns[0] ?? '', isNumber: false }, ...columns],
    rows: rowNames.map((name, row) => [
      name.split('\0', 1)[0]!,
      ...texts.flatMap((runs) => runs.map((one) => one[row]!)),
    ]),
    differs: differs.map((row) => [false, ...row]),
  };
}

function rowsByName({ rows }: Table): Map<string, readonly ParamValue[]> {
  const counts = new Map<string, number>();
  return new Map(
    rows.map((row) => {
      const name = cellText(row[0]);
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      return [count === 0 ? name : `${name}\0${count}`, row];
    }),
  );
}

/** Whether a column holds nothing but numbers. */
function isNumeric(values: readonly (ParamValue | undefined)[]): boolean {
  const there = values.filter((value) => value !== null && value !== undefined);
  return there.length > 0 && there.every((value) => fromWire(value) !== undefined);
}

/** Numbers of a column have equal decimals. */
function columnTexts(values: readonly (ParamValue | undefined)[]): string[] {
  if (!isNumeric(values)) return values.map(cellText);
  const texts = formatTogether(values.map((value) => fromWire(value) ?? Number.NaN));
  return values.map((value, i) => (value === null || value === undefined ? MISSING : texts[i]!));
}

function cellText(value: ParamValue | undefined): string {
  if (value === undefined || value === null) return MISSING;
  return typeof value === 'number' ? formatNumber(value) : String(value);
}

function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: items.length / size }, (_, i) => items.slice(i * size, (i + 1) * size));
}
