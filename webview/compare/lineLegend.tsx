import { useComputed } from '@preact/signals';
import type { ChartLine } from '../charts/chartLine';
import { RunSwatch } from '../charts/runSwatch';
import { formatTogether } from '../ui/numbers';
import { lastValue } from './chartLines';
import './lineLegend.css';
import { usePage } from './pageContext';

/** The lines of a chart with their last values: pointing at one lifts it, a click keeps it lifted. */
export function LineLegend({ lines }: { lines: readonly ChartLine[] }) {
  const { strings } = usePage();
  const texts = formatTogether(lines.map(lastValue));
  return (
    <ul class="line-legend" aria-label={strings.runs}>
      {lines.map((line, index) => (
        <Row key={line.id} line={line} value={texts[index]!} />
      ))}
    </ul>
  );
}

function Row({ line, value }: { line: ChartLine; value: string }) {
  const { model, theme } = usePage();
  const isLifted = useComputed(() => model.liftedLine.value === line.id);
  const isPinned = useComputed(() => model.pinned.value === line.id);
  const point = (id: string | undefined) => () => (model.pointedAt.value = id);
  return (
    <li>
      <button
        type="button"
        class={isLifted.value ? 'lifted' : ''}
        aria-pressed={isPinned.value}
        title={line.name}
        onPointerEnter={point(line.id)}
        onPointerLeave={point(undefined)}
        onFocus={point(line.id)}
        onBlur={point(undefined)}
        onClick={() => model.pin(line.id)}
      >
        <RunSwatch colorIndex={line.colorIndex} theme={theme} />
        <span class="line-legend-name">{line.name}</span> <span class="number secondary">{value}</span>
      </button>
    </li>
  );
}
