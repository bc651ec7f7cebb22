import { useComputed, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { RunSwatch } from '../charts/runSwatch';
import { fillTemplate } from '../ui/fillTemplate';
import { Icon } from '../ui/icon';
import { Checkbox } from '../ui/toolkit';
import { usePage } from './pageContext';
import { metricCells, paramCells, summaryTexts, tableRows, type Cell, type TableRow } from './tableRows';

/** CSS pixels, as in the workbench's lists; `compare.css` has the same. */
const ROW_HEIGHT = 22;
const ROWS_AROUND = 10;

/** Every param and every metric's last value, a column per run. Only rows in sight are in the page. */
export function ValueTable() {
  const { model, view, strings } = usePage();
  const comparable = model.runs.value.length > 1;
  const rows = useComputed(() => {
    const comparison = model.comparison.value;
    if (comparison === undefined) return [];
    return tableRows(comparison, view.search.value, view.onlyDifferences.value && comparison.runs.length > 1);
  });
  const comparison = model.comparison.value;
  if (comparison === undefined || comparison.params.length + comparison.metrics.length === 0) return null;
  return (
    <section id="values" aria-label={strings.values}>
      <div class="section-head">
        <h2>{strings.values}</h2>
        {comparable && (
          <Checkbox
            checked={view.onlyDifferences.value}
            label={strings.onlyDifferences}
            onChange={(checked) => (view.onlyDifferences.value = checked)}
          />
        )}
      </div>
      {rows.value.length > 0 && <Rows rows={rows.value} />}
      {rows.value.length === 0 && view.search.value === '' && <p class="secondary">{strings.noDifferences}</p>}
    </section>
  );
}

function Rows({ rows }: { rows: TableRow[] }) {
  const { model, strings, theme } = usePage();
  const box = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const window = useSignal({ from: 0, to: 60 });
  const runs = model.runs.value;

  const measure = (): void => {
    const element = box.current;
    if (element === null) return;
    const from = Math.max(0, Math.floor(element.scrollTop / ROW_HEIGHT) - ROWS_AROUND);
    const to = Math.ceil((element.scrollTop + element.clientHeight) / ROW_HEIGHT) + ROWS_AROUND;
    if (from !== window.peek().from || to !== window.peek().to) window.value = { from, to };
  };
  useLayoutEffect(measure, [rows.length]);
  useLayoutEffect(() => table.current?.style.setProperty('--columns', String(runs.length)), [runs.length]);

  const { from, to } = window.value;
  const shown = rows.slice(from, to);
  return (
    <div ref={box} class="table-box" tabIndex={0} role="group" aria-label={strings.values} onScroll={measure}>
      <table ref={table} aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{strings.name}</th>
            {runs.map((run) => (
              <th key={run.id} scope="col" title={run.name}>
                <RunSwatch colorIndex={run.colorIndex} theme={theme} />
                {run.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer rows={from} />
          {shown.map((row, index) => (
            <Row key={keyOf(row)} row={row} index={from + index + 2} />
          ))}
          <Spacer rows={rows.length - from - shown.length} />
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, index }: { row: TableRow; index: number }) {
  const { model, strings } = usePage();
  const columns = model.runs.value.length;
  if (row.kind === 'group') {
    return (
      <tr aria-rowindex={index} class="group-row">
        <th scope="rowgroup" colSpan={columns + 1}>
          <span>{row.group === 'params' ? strings.parameters : strings.metrics}</span>
        </th>
      </tr>
    );
  }
  const cells = row.kind === 'param' ? paramCells(row.row) : metricCells(row.row, model.directionOf(row.row.key));
  const differs = row.row.differs && columns > 1;
  return (
    <tr aria-rowindex={index} class={differs ? 'differs' : columns > 1 ? 'alike' : ''}>
      <th scope="row" title={row.row.key}>
        <span class="mark" {...(differs ? { role: 'img', 'aria-label': strings.differs, title: strings.differs } : {})}>
          {differs ? '≠' : ''}
        </span>
        {row.row.key}
      </th>
      {cells.map((cell, column) => (
        <ValueCell key={column} cell={cell} />
      ))}
    </tr>
  );
}

function ValueCell({ cell }: { cell: Cell }) {
  const { strings } = usePage();
  if (cell.text === undefined) {
    return (
      <td class="secondary" title={strings.notRecorded} aria-label={strings.notRecorded}>
        –
      </td>
    );
  }
  const title = cell.summary === undefined ? cell.text : fillTemplate(strings.summary, ...summaryTexts(cell.summary));
  return (
    <td title={title} class={cell.best ? 'best' : ''}>
      {cell.best && <Icon name="star-full" label={strings.best} />}
      {cell.text}
    </td>
  );
}

/** Stands for rows out of sight, so that the scroll bar tells the truth. */
function Spacer({ rows }: { rows: number }) {
  const element = useRef<HTMLTableRowElement>(null);
  useLayoutEffect(() => {
    if (element.current !== null) element.current.style.height = `${rows * ROW_HEIGHT}px`;
  }, [rows]);
  return rows > 0 ? <tr ref={element} class="spacer" aria-hidden="true" /> : null;
}

function keyOf(row: TableRow): string {
  return row.kind === 'group' ? `group ${row.group}` : `${row.kind} ${row.row.key}`;
}
