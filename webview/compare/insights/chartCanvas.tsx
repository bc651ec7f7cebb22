import { useLayoutEffect, useRef } from 'preact/hooks';
import { drawShapes, type Drawing } from './drawing';

/** A canvas that shows a drawing, sharp on any screen. */
export function ChartCanvas({ drawing }: { drawing: Drawing }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const ctx = canvas.current && sizedContext(canvas.current, drawing.width, drawing.height);
    if (ctx) drawShapes(ctx, drawing);
  }, [drawing]);
  return <canvas ref={canvas} aria-hidden="true" />;
}

/** The empty context of a canvas of this size in CSS pixels. */
export function sizedContext(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  ratio = window.devicePixelRatio,
): CanvasRenderingContext2D | null {
  canvas.width = Math.max(1, Math.round(width * ratio));
  canvas.height = Math.max(1, Math.round(height * ratio));
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const ctx = canvas.getContext('2d');
  ctx?.scale(ratio, ratio);
  return ctx;
}
