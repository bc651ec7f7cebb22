import { useRef } from 'preact/hooks';
import { HEIGHTS } from '../../src/protocol/compareLayout';
import { fillTemplate } from '../ui/fillTemplate';
import { usePage } from './pageContext';

/** Heights that a drag and the arrow keys set, CSS pixels. */
const STEP = 20;
const KEYS: Record<string, { columns?: number; height?: number }> = {
  ArrowRight: { columns: 1 },
  ArrowLeft: { columns: -1 },
  ArrowDown: { height: STEP },
  ArrowUp: { height: -STEP },
};

/** The corner of a card that sets its size: whole columns, and steps of height. */
export function ResizeHandle({ metric, card }: { metric: string; card: { current: HTMLElement | null } }) {
  const { model, strings } = usePage();
  const { layout } = model;
  const dragged = useRef<{ x: number; y: number; width: number; height: number; columns: number }>(undefined);
  const size = () => {
    const { columns = 1, height = HEIGHTS.usual } = layout.of(metric);
    return { columns, height };
  };
  return (
    <button
      type="button"
      class="resize-handle"
      title={fillTemplate(strings.resize, metric)}
      aria-label={fillTemplate(strings.resize, metric)}
      onPointerDown={(event) => {
        if (card.current === null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const { columns, height } = size();
        dragged.current = { x: event.clientX, y: event.clientY, width: card.current.offsetWidth, height, columns };
      }}
      onPointerMove={(event) => {
        const start = dragged.current;
        if (start === undefined) return;
        const width = start.width + event.clientX - start.x;
        layout.resize(metric, {
          columns: Math.round((width / start.width) * start.columns),
          height: Math.round((start.height + event.clientY - start.y) / STEP) * STEP,
        });
      }}
      onPointerUp={() => (dragged.current = undefined)}
      onPointerCancel={() => (dragged.current = undefined)}
      onKeyDown={(event) => {
        const by = KEYS[event.key];
        if (by === undefined || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        const { columns, height } = size();
        layout.resize(metric, { columns: columns + (by.columns ?? 0), height: height + (by.height ?? 0) });
      }}
    />
  );
}
