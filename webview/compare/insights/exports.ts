import { sizedContext } from './chartCanvas';
import { drawShapes, type Drawing } from './drawing';

/** Pixels of a picture for one of the page's: sharp enough for print and slides. */
const PICTURE_SCALE = 2;

/** A picture of a drawing; `under` draws what lies below its shapes. */
export async function toPng(drawing: Drawing, under?: (ctx: CanvasRenderingContext2D) => void): Promise<Uint8Array> {
  const canvas = document.createElement('canvas');
  const ctx = sizedContext(canvas, drawing.width, drawing.height, PICTURE_SCALE);
  if (ctx === null) throw new Error('The browser gives no canvas.');
  ctx.fillStyle = drawing.background;
  ctx.fillRect(0, 0, drawing.width, drawing.height);
  under?.(ctx);
  drawShapes(ctx, drawing);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The picture is too large.');
  return new Uint8Array(await blob.arrayBuffer());
}
