import { useMemo, useRef } from 'preact/hooks';
import { usePage } from '../pageContext';
import { barsDrawing, barsHeight, rowAt, rowBox, type BarRow } from './barPlot';
import { ChartCanvas } from './chartCanvas';
import { letGo, markKeys, nextMark } from './markKeys';

interface Bars {
  rows: readonly BarRow[];
  width: number;
}

/** Horizontal bars. */
export function BarChart(props: Bars) {
  return (
    <div class="bars" style={heightOf(props.rows)}>
      <BarCanvas {...props} />
    </div>
  );
}

/** Horizontal bars that can be pointed at and picked, by the mouse and by keys. */
export function PickableBars(
  props: Bars & {
    /** Read out: what the bars show, and what the keys do. */
    label: string;
    /** The row that is pointed at. */
    at: number | undefined;
    /** Read out of it. */
    told: string;
    onPoint: (row: number | undefined) => void;
    onPick: () => void;
  },
) {
  const { rows, label, at, told, onPoint, onPick } = props;
  const box = useRef<HTMLDivElement>(null);
  const rowOf = (event: MouseEvent): number | undefined =>
    rowAt(event.clientY - box.current!.getBoundingClientRect().top, rows.length);
  const next = (key: string): number | undefined => {
    const downwards = [...rows.keys()];
    return nextMark(key, at, downwards, downwards.toReversed());
  };
  const keys = markKeys({ label, at, place: at ?? 0, count: rows.length, told, next, onPoint, onPick });
  return (
    <div
      ref={box}
      class="bars pickable"
      style={heightOf(rows)}
      {...keys}
      onPointerMove={(event) => onPoint(rowOf(event))}
      onPointerLeave={(event) => letGo(event.currentTarget, onPoint)}
      onClick={onPick}
    >
      {at !== undefined && <PointedRow row={at} />}
      <BarCanvas {...props} />
    </div>
  );
}

function PointedRow({ row }: { row: number }) {
  const { top, height } = rowBox(row);
  return <div class="pointed-row" data-pointed style={{ top: `${top}px`, height: `${height}px` }} />;
}

function BarCanvas({ rows, width }: Bars) {
  const { theme } = usePage();
  const look = theme.value;
  const drawing = useMemo(() => barsDrawing(rows, width, look), [rows, width, look]);
  return <ChartCanvas drawing={drawing} />;
}

function heightOf(rows: readonly BarRow[]) {
  return { height: `${barsHeight(rows.length)}px` };
}
