import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { usePage } from '../pageContext';
import { barsDrawing, barsHeight, rowAt, type BarRow } from './barPlot';
import { ChartCanvas } from './chartCanvas';

/** Horizontal bars; `onPoint` is told the row under the pointer. */
export function BarChart(props: {
  rows: readonly BarRow[];
  width: number;
  onPoint?: (row: number | undefined) => void;
  onPick?: (row: number) => void;
  children?: ComponentChildren;
}) {
  const { rows, width, onPoint, onPick } = props;
  const { theme } = usePage();
  const box = useRef<HTMLDivElement>(null);
  const look = theme.value;
  const drawing = useMemo(() => barsDrawing(rows, width, look), [rows, width, look]);
  const rowOf = (event: MouseEvent): number | undefined =>
    rowAt(event.clientY - box.current!.getBoundingClientRect().top, rows.length);
  return (
    <div
      ref={box}
      class={`bars ${onPick === undefined ? '' : 'pickable'}`}
      style={{ height: `${barsHeight(rows.length)}px` }}
      onPointerMove={(event) => onPoint?.(rowOf(event))}
      onPointerLeave={() => onPoint?.(undefined)}
      onClick={(event) => {
        const row = rowOf(event);
        if (row !== undefined) onPick?.(row);
      }}
    >
      <ChartCanvas drawing={drawing} />
      {props.children}
    </div>
  );
}
