import { RunSwatch } from '../../charts/runSwatch';
import { formatNumber } from '../../ui/numbers';
import { usePage } from '../pageContext';
import type { Column } from './fields';

const MOST_ROWS = 12;
const GAP = 12;

/** A run and its values beside a point of a chart, on the side that has room. */
export function RunTooltip(props: { run: number; columns: readonly Column[]; x: number; y: number; width: number }) {
  const { model, theme } = usePage();
  const { columns, x, y, width } = props;
  const run = model.runs.value[props.run];
  if (run === undefined) return null;
  const side = x > width / 2 ? { right: `${width - x + GAP}px` } : { left: `${x + GAP}px` };
  return (
    <div class="across-tooltip" style={{ ...side, top: `${Math.max(0, y - 48)}px` }} data-pointed aria-hidden="true">
      <div class="across-tooltip-name">
        <RunSwatch colorIndex={run.colorIndex} theme={theme} />
        <span>{run.name.slice(0, 200)}</span>
      </div>
      {columns.slice(0, MOST_ROWS).map((column) => (
        <div key={column.id} class="across-tooltip-row">
          <span class="secondary">{column.key.slice(0, 80)}</span>
          <span class="number">{valueText(column, props.run) ?? '–'}</span>
        </div>
      ))}
    </div>
  );
}

/** The same, to be read out. */
export function valuesToldOf(columns: readonly Column[], run: number): string[] {
  return columns.slice(0, MOST_ROWS).map((column) => `${column.key.slice(0, 80)} ${valueText(column, run) ?? '–'}`);
}

/** As people read it; metrics are rounded. */
function valueText(column: Column, run: number): string | undefined {
  const text = column.texts[run];
  return text === undefined || column.kind === 'param' ? text?.slice(0, 200) : formatNumber(column.numbers![run]!);
}
