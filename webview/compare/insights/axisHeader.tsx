import { useRef, useState } from 'preact/hooks';
import { fillTemplate } from '../../ui/fillTemplate';
import { IconButton } from '../../ui/icon';
import { usePage } from '../pageContext';
import { canBeLog } from './axisScale';
import type { Column } from './fields';
import type { ParallelPlot } from './parallelPlot';

/** The name of an axis: a drag or the arrow keys move it, and on hover it can be made logarithmic or removed. */
export function AxisHeader({ column, place, plot }: { column: Column; place: number; plot: ParallelPlot }) {
  const { insights, strings } = usePage();
  const texts = strings.insights;
  const [moved, setMoved] = useState(0);
  const from = useRef<number>(undefined);
  const x = plot.xs[place]!;
  const gap = plot.xs.length > 1 ? plot.xs[1]! - plot.xs[0]! : plot.width;
  const ids = plot.axes.map((axis) => axis.column.id);
  const moveTo = (target: number): void => {
    if (target === place || target < 0 || target >= ids.length) return;
    const others = ids.filter((id) => id !== column.id);
    insights.setAxes([...others.slice(0, target), column.id, ...others.slice(target)]);
  };
  const letGo = (): void => {
    from.current = undefined;
    setMoved(0);
  };
  return (
    <div
      class={`pcp-axis ${moved === 0 ? '' : 'moving'}`}
      style={{ left: `${x + moved - Math.min(gap, 128) / 2}px`, width: `${Math.min(gap, 128)}px` }}
    >
      <button
        type="button"
        class="pcp-name"
        title={column.key}
        aria-label={fillTemplate(texts.axis, column.key, place + 1, ids.length)}
        aria-description={texts.moveAxis}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = event.clientX;
        }}
        onPointerMove={(event) => from.current !== undefined && setMoved(event.clientX - from.current)}
        onPointerUp={() => {
          letGo();
          moveTo(nearest(plot.xs, x + moved));
        }}
        onPointerCancel={letGo}
        onKeyDown={(event) => {
          const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
          if (by !== undefined) moveTo(place + by);
          if (event.key === 'Delete') insights.setAxes(ids.filter((id) => id !== column.id));
        }}
      >
        {column.key.slice(0, 200)}
      </button>
      <span class="pcp-actions">
        {canBeLog(column) && (
          <button
            type="button"
            class="toggle"
            aria-pressed={insights.isLog(column)}
            title={fillTemplate(texts.logAxis, column.key)}
            onClick={() => insights.setLog(column.id, !insights.isLog(column))}
          >
            {texts.log} <span class="unseen">{column.key}</span>
          </button>
        )}
        {ids.length > 2 && (
          <IconButton
            name="close"
            label={fillTemplate(texts.removeAxis, column.key)}
            onClick={() => insights.setAxes(ids.filter((id) => id !== column.id))}
          />
        )}
      </span>
    </div>
  );
}

function nearest(xs: readonly number[], x: number): number {
  const distances = xs.map((at) => Math.abs(at - x));
  return distances.indexOf(Math.min(...distances));
}
