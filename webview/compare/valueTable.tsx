import { useComputed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { fillTemplate } from '../ui/fillTemplate';
import { Icon } from '../ui/icon';
import { Checkbox } from '../ui/toolkit';
import { usePage } from './pageContext';
import { Cells, RunColumns, type RowPlace } from './runColumns';
import { metricCells, paramCells, summaryTexts, tableRows, type Cell, type TableRow } from './tableRows';

/** Every param and every metric's last value, a column per run. */
export function ValueTable() {
  const { model, view, strings } = usePage();
  const runs = model.runs.value;
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
        {runs.length > 1 && (
          <Checkbox
            checked={view.onlyDifferences.value}
            label={strings.onlyDifferences}
            onChange={(checked) => (view.onlyDifferences.value = checked)}
          />
        )}
      </div>
      {rows.value.length > 0 && (
        <RunColumns label={strings.values} runs={runs} rows={rows.value} keyOf={keyOf}>
          {(row, place) =>
            row.kind === 'group' ? <GroupRow group={row.group} place={place} /> : <ValueRow of={row} place={place} />
          }
        </RunColumns>
      )}
      {rows.value.length === 0 && view.search.value === '' && <p class="secondary">{strings.noDifferences}</p>}
    </section>
  );
}

function GroupRow({ group, place }: { group: 'params' | 'metrics'; place: RowPlace }) {
  const { strings } = usePage();
  return (
    <tr aria-rowindex={place.ariaIndex} class="group-row">
      <th scope="rowgroup" colSpan={place.span + 1}>
        <span>{group === 'params' ? strings.parameters : strings.metrics}</span>
      </th>
    </tr>
  );
}

function ValueRow({ of, place }: { of: Exclude<TableRow, { kind: 'group' }>; place: RowPlace }) {
  const { model, strings } = usePage();
  const { kind, row } = of;
  const direction = kind === 'metric' ? model.directionOf(row.key) : undefined;
  const cells = useMemo(() => (kind === 'param' ? paramCells(row) : metricCells(row, direction)), [row, direction]);
  const differs = row.differs && cells.length > 1;
  return (
    <tr aria-rowindex={place.ariaIndex} class={differs ? 'differs' : cells.length > 1 ? 'alike' : ''}>
      <th scope="row" title={row.key}>
        <span class="mark" {...(differs ? { role: 'img', 'aria-label': strings.differs, title: strings.differs } : {})}>
          {differs ? '≠' : ''}
        </span>
        {row.key}
      </th>
      <Cells range={place.columns} of={cells.length}>
        {(column) => <ValueCell key={column} column={column} cell={cells[column]!} />}
      </Cells>
    </tr>
  );
}

function ValueCell({ cell, column }: { cell: Cell; column: number }) {
  const { strings } = usePage();
  if (cell.text === undefined) {
    return (
      <td class="secondary" title={strings.notRecorded} aria-label={strings.notRecorded} aria-colindex={column + 2}>
        –
      </td>
    );
  }
  const title = cell.summary === undefined ? cell.text : fillTemplate(strings.summary, ...summaryTexts(cell.summary));
  return (
    <td title={title} class={cell.best ? 'best' : ''} aria-colindex={column + 2}>
      {cell.best && <Icon name="star-full" label={strings.best} />}
      {cell.text}
    </td>
  );
}

function keyOf(row: TableRow): string {
  return row.kind === 'group' ? `group ${row.group}` : `${row.kind} ${row.row.key}`;
}
