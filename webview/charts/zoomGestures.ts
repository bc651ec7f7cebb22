import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { between, panned, zoomed, type Range } from './chartRange';
import type { LineChartView } from './lineChartView';
import type { PlotFrame } from './plotFrame';

/** How far one turn of a wheel, and one press of a key, zooms. */
const WHEEL_FACTOR = 1.2;
const KEY_FACTOR = 2;
/** What one press of a key moves of what is in sight. */
const KEY_PART = 0.25;
/** A press that moves less, in pixels, is a click. */
const LEAST_DRAG = 4;

export interface ZoomGestures {
  /** What is being selected, in pixels of the chart. */
  selection: ReadonlySignal<{ from: number; to: number } | undefined>;
  onPointerDown: (event: PointerEvent) => void;
  /** Whether the movement was part of a gesture. */
  onPointerMove: (event: PointerEvent) => boolean;
  onPointerUp: () => void;
  /** The system took the pointer away: nothing comes of the gesture. */
  onPointerCancel: () => void;
  onWheel: (event: WheelEvent) => void;
  /** Whether the key was one for zooming or panning. `around` keeps its place. */
  onKeyDown: (event: KeyboardEvent, around: number | undefined) => boolean;
  reset: () => void;
}

/**
 * Zooms and moves the x axis: a drag selects what to zoom to, with Shift it moves; the wheel zooms with Ctrl or Cmd (so
 * does a pinch) and moves with Shift; `+`, `-`, `0` and Shift with arrow keys do the same by keyboard.
 */
export function useZoomGestures(
  view: () => LineChartView | undefined,
  frame: PlotFrame,
  onZoom: ((zoom: Range | undefined) => void) | undefined,
): ZoomGestures {
  const selection = useSignal<{ from: number; to: number } | undefined>(undefined);
  const moving = useRef<{ pixel: number; range: Range }>(undefined);
  const zoomBy = (factor: number, around: number): void =>
    onZoom?.(zoomed(frame.x, frame.whole, factor, around, frame.logX));
  const moveBy = (range: Range, part: number): void => {
    if (frame.zoom !== undefined) onZoom?.(panned(range, frame.whole, part, frame.logX));
  };

  return {
    selection,
    onPointerDown(event) {
      if (onZoom === undefined || event.button !== 0) return;
      const pixel = pixelOf(event);
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      if (event.shiftKey) moving.current = { pixel, range: frame.x };
      else selection.value = { from: pixel, to: pixel };
    },
    onPointerMove(event) {
      const pixel = pixelOf(event);
      if (moving.current !== undefined) {
        const { area } = view() ?? {};
        if (area !== undefined) moveBy(moving.current.range, (moving.current.pixel - pixel) / (area.right - area.left));
        return true;
      }
      if (selection.value === undefined) return false;
      selection.value = { ...selection.value, to: pixel };
      return Math.abs(selection.value.to - selection.value.from) >= LEAST_DRAG;
    },
    onPointerUp() {
      moving.current = undefined;
      const selected = selection.value;
      selection.value = undefined;
      const shown = view();
      if (selected === undefined || shown === undefined || Math.abs(selected.to - selected.from) < LEAST_DRAG) return;
      const range = between(shown.xAt(selected.from), shown.xAt(selected.to), frame.x);
      if (range !== undefined) onZoom?.(range);
    },
    onPointerCancel() {
      moving.current = undefined;
      selection.value = undefined;
    },
    onWheel(event) {
      const shown = view();
      if (onZoom === undefined || shown === undefined || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      // With Shift some systems turn the wheel's direction.
      const turned = event.deltaY || event.deltaX;
      if (turned === 0) return;
      if (event.shiftKey) moveBy(frame.x, Math.sign(turned) * 0.1);
      else zoomBy(turned > 0 ? WHEEL_FACTOR : 1 / WHEEL_FACTOR, shown.xAt(pixelOf(event)));
    },
    onKeyDown(event, around) {
      if (onZoom === undefined || event.ctrlKey || event.metaKey || event.altKey) return false;
      const centre = around ?? middle(frame);
      if (event.key === '+' || event.key === '=') zoomBy(1 / KEY_FACTOR, centre);
      else if (event.key === '-') zoomBy(KEY_FACTOR, centre);
      else if (event.key === '0') onZoom(undefined);
      else if (event.shiftKey && event.key === 'ArrowRight') moveBy(frame.x, KEY_PART);
      else if (event.shiftKey && event.key === 'ArrowLeft') moveBy(frame.x, -KEY_PART);
      else return false;
      return true;
    },
    reset: () => onZoom?.(undefined),
  };
}

function pixelOf(event: MouseEvent): number {
  return event.clientX - (event.currentTarget as HTMLElement).getBoundingClientRect().left;
}

function middle({ x, logX }: PlotFrame): number {
  return logX ? Math.sqrt(x.min * x.max) : (x.min + x.max) / 2;
}
