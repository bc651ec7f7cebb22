import { useRef } from 'preact/hooks';
import { fillTemplate } from '../../ui/fillTemplate';
import { formatNumber } from '../../ui/numbers';
import { usePage } from '../pageContext';
import type { AxisScale } from './axisScale';
import { brushBetween, brushExtent, type Brush } from './brushes';
import type { Column } from './fields';
import { AXIS_BOTTOM, AXIS_TOP } from './parallelPlot';

/** Pixels around an end of a brush that move the end alone. */
const END = 5;
/** What moves less was a click. */
const CLICK = 4;
/** A press of a key moves a brush by this part of the axis. */
const STEP = 0.05;

interface Extent {
  top: number;
  bottom: number;
}

/** What a drag does: `grip` is the end that stays where it is, or how far below the brush's top it was taken. */
interface Drag {
  startedAt: number;
  moved: boolean;
  others: readonly Brush[];
  taken: Extent | undefined;
  grip: { stays: number } | { below: number };
}

/** The axis as a control: a drag marks a part of it, a drag of that moves it, a click on it takes it away. */
export function BrushStrip(props: { column: Column; x: number; scale: AxisScale; brushes: readonly Brush[] }) {
  const { column, scale, brushes, x } = props;
  const { insights, strings } = usePage();
  const drag = useRef<Drag>(undefined);
  const texts = strings.insights;
  const set = (own: readonly (Brush | undefined)[]): void =>
    insights.brush(
      column.id,
      own.filter((brush) => brush !== undefined),
    );
  const between = (a: number, b: number): Brush | undefined =>
    brushBetween(column, scale.valueAt(within(a)), scale.valueAt(within(b)));

  const move = (y: number): void => {
    const current = drag.current;
    if (current === undefined || (!current.moved && Math.abs(y - current.startedAt) < CLICK)) return;
    current.moved = true;
    const { grip, others, taken } = current;
    if ('stays' in grip) return set([...others, between(grip.stays, y)]);
    const height = taken!.bottom - taken!.top;
    const top = Math.max(AXIS_TOP, Math.min(AXIS_BOTTOM - height, y - grip.below));
    set([...others, between(top, top + height)]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const changed = brushForKey(event, column, scale, brushes, between);
    if (changed === undefined) return;
    event.preventDefault();
    set(changed);
  };
  return (
    <div
      class="pcp-strip"
      role="slider"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={fillTemplate(texts.brushAxis, column.key)}
      aria-description={texts.brushKeys}
      aria-valuemin={0}
      aria-valuemax={brushes.length}
      aria-valuenow={brushes.length}
      aria-valuetext={brushes.length === 0 ? texts.notBrushed : brushes.map(brushText).join(', ')}
      style={{ left: `${x}px`, top: `${AXIS_TOP}px`, height: `${AXIS_BOTTOM - AXIS_TOP}px` }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = startDrag(AXIS_TOP + event.offsetY, brushes, (brush) => extentOf(column, scale, brush));
      }}
      onPointerMove={(event) => {
        if (drag.current === undefined) return;
        move(AXIS_TOP + event.clientY - event.currentTarget.getBoundingClientRect().top);
      }}
      onPointerUp={() => {
        const ended = drag.current;
        drag.current = undefined;
        if (ended?.moved === false && ended.taken !== undefined) set(ended.others);
      }}
      onPointerCancel={() => (drag.current = undefined)}
      onKeyDown={onKeyDown}
    >
      {brushes.map((brush, i) => {
        const extent = extentOf(column, scale, brush);
        if (extent === undefined) return null;
        const place = { top: `${extent.top - AXIS_TOP}px`, height: `${Math.max(3, extent.bottom - extent.top)}px` };
        return <div key={i} class="pcp-brush" style={place} />;
      })}
    </div>
  );
}

function startDrag(y: number, brushes: readonly Brush[], extentFor: (brush: Brush) => Extent | undefined): Drag {
  const begun = { startedAt: y, moved: false };
  for (const brush of brushes) {
    const taken = extentFor(brush);
    if (taken === undefined || y < taken.top - END || y > taken.bottom + END) continue;
    const others = brushes.filter((one) => one !== brush);
    if (y < taken.top + END) return { ...begun, others, taken, grip: { stays: taken.bottom } };
    if (y > taken.bottom - END) return { ...begun, others, taken, grip: { stays: taken.top } };
    return { ...begun, others, taken, grip: { below: y - taken.top } };
  }
  return { ...begun, others: brushes, taken: undefined, grip: { stays: y } };
}

/** The brushes after a key; `undefined` for one that does nothing. The last brush is the one that moves. */
function brushForKey(
  event: KeyboardEvent,
  column: Column,
  scale: AxisScale,
  brushes: readonly Brush[],
  between: (a: number, b: number) => Brush | undefined,
): readonly (Brush | undefined)[] | undefined {
  const last = brushes.at(-1);
  if (event.key === 'Enter') return [...brushes, between(AXIS_TOP, AXIS_BOTTOM)];
  if (last === undefined) return undefined;
  if (event.key === 'Delete' || event.key === 'Backspace') return brushes.slice(0, -1);
  if (event.key === 'Escape') return [];
  const extent = extentOf(column, scale, last);
  if (extent === undefined || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return undefined;
  const step =
    column.numbers === undefined ? Math.abs(scale.pixelOf(1) - scale.pixelOf(0)) : STEP * (AXIS_BOTTOM - AXIS_TOP);
  const by = event.key === 'ArrowUp' ? -step : step;
  const top = event.altKey ? extent.top : extent.top + by;
  const bottom = event.shiftKey ? extent.bottom : extent.bottom + by;
  if (bottom <= top || top < AXIS_TOP - 1 - (event.shiftKey ? step : 0) || bottom > AXIS_BOTTOM + 1) return brushes;
  return [...brushes.slice(0, -1), between(top, bottom)];
}

function extentOf(column: Column, scale: AxisScale, brush: Brush): Extent | undefined {
  const extent = brushExtent(column, brush);
  if (extent === undefined) return undefined;
  const [a, b] = [scale.pixelOf(extent.from), scale.pixelOf(extent.to)].map(within) as [number, number];
  return { top: Math.min(a, b), bottom: Math.max(a, b) };
}

function within(y: number): number {
  // What is not above 0 has no place on a logarithmic axis.
  return Number.isNaN(y) ? AXIS_BOTTOM : Math.max(AXIS_TOP, Math.min(AXIS_BOTTOM, y));
}

function brushText(brush: Brush): string {
  return 'levels' in brush ? brush.levels.join(', ') : `${formatNumber(brush.from)} – ${formatNumber(brush.to)}`;
}
