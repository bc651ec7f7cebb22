import { useSignal } from '@preact/signals';
import { Fragment, type ComponentChild, type VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { RunSwatch } from '../charts/runSwatch';
import { useVisible } from '../ui/elementSize';
import type { ShownRun } from './compareModel';
import { usePage } from './pageContext';
import './runColumns.css';

/** CSS pixels; `runColumns.css` has the same. */
const ROW_HEIGHT = 22;
const HEAD_HEIGHT = 26;
const COLUMN_WIDTH = 168;
/** Rows and columns come into the page by so many at a time, and as many stand ready beyond each edge. */
const ROW_STEP = 10;
const COLUMN_STEP = 4;
/** A table with so few cells is in the page also out of sight, for those who search the page or print it. */
const FEW_CELLS = 1000;

interface Range {
  from: number;
  to: number;
}

/** What of a table is in the page. */
interface TableWindow {
  rows: Range;
  columns: Range;
}

/** Where a row stands, and which of its cells are in the page. */
export interface RowPlace {
  /** Counted from 1, the head included. */
  ariaIndex: number;
  columns: Range;
  /** How many cells stand in the page beside the row's heading. */
  span: number;
}

interface RunColumnsProps<Row> {
  label: string;
  runs: readonly ShownRun[];
  rows: readonly Row[];
  /** Names a row among all. */
  keyOf: (row: Row) => string;
  children: (row: Row, place: RowPlace) => ComponentChild;
}

/** A table with a column for each run, of which only the cells in sight are in the page: both may be thousands. */
export function RunColumns<Row>(props: RunColumnsProps<Row>) {
  const { label, runs, rows } = props;
  const box = useRef<HTMLDivElement>(null);
  const isNear = useVisible(box);
  const window = useSignal<TableWindow>({ rows: { from: 0, to: 0 }, columns: { from: 0, to: 0 } });

  const measure = (): void => {
    if (box.current === null) return;
    const next = windowOf(box.current, rows.length, runs.length);
    if (JSON.stringify(next) !== JSON.stringify(window.peek())) window.value = next;
  };
  useLayoutEffect(measure, [rows.length, runs.length]);
  useEffect(() => {
    if (box.current === null) return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [rows.length, runs.length]);

  const width = `calc(var(--name-width) + ${runs.length * COLUMN_WIDTH}px)`;
  const isBuilt = isNear || rows.length * runs.length <= FEW_CELLS;
  return (
    <div ref={box} class="table-box" tabIndex={0} role="group" aria-label={label} onScroll={measure}>
      {isBuilt ? (
        <Table {...props} window={window.value} width={width} />
      ) : (
        <div class="run-columns" style={{ width, height: `${HEAD_HEIGHT + rows.length * ROW_HEIGHT}px` }} />
      )}
    </div>
  );
}

function Table<Row>(props: RunColumnsProps<Row> & { window: TableWindow; width: string }) {
  const { runs, rows, keyOf, children, window, width } = props;
  const { strings, theme } = usePage();
  const { from, to } = window.rows;
  // Runs may have gone since it was measured.
  const columns = { from: Math.min(window.columns.from, runs.length), to: Math.min(window.columns.to, runs.length) };
  const span = columns.to - columns.from + (columns.from > 0 ? 1 : 0) + (columns.to < runs.length ? 1 : 0);
  return (
    <table class="run-columns" style={{ width }} aria-rowcount={rows.length + 1} aria-colcount={runs.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col">{strings.name}</th>
          <Cells range={columns} of={runs.length}>
            {(column) => {
              const run = runs[column]!;
              return (
                <th key={run.id} scope="col" aria-colindex={column + 2} title={run.name}>
                  <RunSwatch colorIndex={run.colorIndex} theme={theme} />
                  {run.name}
                </th>
              );
            }}
          </Cells>
        </tr>
      </thead>
      <tbody>
        <RowSpace rows={from} />
        {rows.slice(from, to).map((row, index) => (
          <Fragment key={keyOf(row)}>{children(row, { ariaIndex: from + index + 2, columns, span })}</Fragment>
        ))}
        <RowSpace rows={rows.length - Math.min(rows.length, to)} />
      </tbody>
    </table>
  );
}

/** The cells of a row that are in the page, and room for the others; `of`: how many there are in all. */
export function Cells(props: { range: Range; of: number; children: (column: number) => VNode }) {
  const { from, to } = props.range;
  return (
    <>
      <ColumnSpace columns={from} />
      {Array.from({ length: to - from }, (_, index) => props.children(from + index))}
      <ColumnSpace columns={props.of - to} />
    </>
  );
}

/** Stands for rows out of sight, so that the scroll bar tells the truth. */
function RowSpace({ rows }: { rows: number }) {
  return rows > 0 ? <tr class="space" style={{ height: `${rows * ROW_HEIGHT}px` }} aria-hidden="true" /> : null;
}

function ColumnSpace({ columns }: { columns: number }) {
  return columns > 0 ? <td class="space" style={{ width: `${columns * COLUMN_WIDTH}px` }} aria-hidden="true" /> : null;
}

/** What to have in the page of a box that is scrolled. */
function windowOf(box: HTMLElement, rows: number, columns: number): TableWindow {
  return {
    rows: rangeOf(box.scrollTop / ROW_HEIGHT, box.clientHeight / ROW_HEIGHT, ROW_STEP, rows),
    columns: rangeOf(box.scrollLeft / COLUMN_WIDTH, box.clientWidth / COLUMN_WIDTH, COLUMN_STEP, columns),
  };
}

/** Whole steps, so that scrolling within one changes nothing. */
function rangeOf(first: number, length: number, step: number, of: number): Range {
  const from = Math.max(0, Math.floor(first / step) - 1) * step;
  const to = (Math.ceil((first + length) / step) + 1) * step;
  return { from: Math.min(from, of), to: Math.min(to, of) };
}
