/** Charts as lists of shapes, which a canvas shows and a file holds: what is exported is what is seen. */
import { escapeXml } from '../../ui/xml';

export interface Drawing {
  /** CSS pixels. */
  width: number;
  height: number;
  background: string;
  fontFamily: string;
  shapes: readonly Shape[];
}

export type Shape = PathShape | TextShape;

interface PathShape {
  kind: 'path';
  /** As in SVG's `d`. */
  d: string;
  fill?: string;
  stroke?: string;
  width?: number;
  dash?: readonly number[];
}

interface TextShape {
  kind: 'text';
  x: number;
  /** Of the text's middle. */
  y: number;
  text: string;
  color: string;
  size: number;
  anchor: 'start' | 'middle' | 'end';
  /** Colour of a rim that sets it off from what lies below. */
  halo?: string;
  /** Written upwards. */
  turned?: boolean;
}

/** Characters of a text that are drawn: names may have ten thousand. */
const LONGEST_TEXT = 200;
/** Pixels. */
const HALO = 3;

/** Draws the shapes in CSS pixels; the canvas is scaled beforehand. */
export function drawShapes(ctx: CanvasRenderingContext2D, { shapes, fontFamily }: Drawing): void {
  for (const shape of shapes) {
    if (shape.kind === 'path') drawPath(ctx, shape);
    else drawText(ctx, shape, fontFamily);
  }
}

function drawPath(ctx: CanvasRenderingContext2D, { d, fill, stroke, width = 1, dash = [] }: PathShape): void {
  const path = new Path2D(d);
  if (fill !== undefined) {
    ctx.fillStyle = fill;
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas is no array
    ctx.fill(path);
  }
  if (stroke === undefined) return;
  ctx.strokeStyle = stroke;
  ctx.lineWidth = width;
  ctx.setLineDash([...dash]);
  ctx.stroke(path);
}

function drawText(ctx: CanvasRenderingContext2D, shape: TextShape, fontFamily: string): void {
  ctx.save();
  ctx.translate(shape.x, shape.y);
  if (shape.turned === true) ctx.rotate(-Math.PI / 2);
  ctx.font = `${shape.size}px ${fontFamily}`;
  ctx.fillStyle = shape.color;
  ctx.textAlign = { start: 'left', middle: 'center', end: 'right' }[shape.anchor] as CanvasTextAlign;
  ctx.textBaseline = 'middle';
  if (shape.halo !== undefined) {
    ctx.strokeStyle = shape.halo;
    ctx.lineWidth = HALO;
    ctx.setLineDash([]);
    ctx.lineJoin = 'round';
    ctx.strokeText(shape.text.slice(0, LONGEST_TEXT), 0, 0);
  }
  ctx.fillText(shape.text.slice(0, LONGEST_TEXT), 0, 0);
  ctx.restore();
}

/** A file of its own: all colours are written out. */
export function toSvg({ width, height, background, fontFamily, shapes }: Drawing): string {
  const size = `width="${width}" height="${height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${width} ${height}" font-family="${escapeXml(fontFamily)}">`,
    `<rect ${size} fill="${escapeXml(background)}"/>`,
    ...shapes.map((shape) => (shape.kind === 'path' ? svgPath(shape) : svgText(shape))),
    '</svg>\n',
  ].join('\n');
}

function svgPath({ d, fill = 'none', stroke, width = 1, dash = [] }: PathShape): string {
  const line = stroke === undefined ? '' : ` stroke="${escapeXml(stroke)}" stroke-width="${width}"`;
  const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
  return `<path d="${d}" fill="${escapeXml(fill)}"${line}${dashes}/>`;
}

function svgText({ x, y, text, color, size, anchor, halo, turned }: TextShape): string {
  const turn = turned === true ? ` transform="rotate(-90 ${x} ${y})"` : '';
  const place = `x="${x}" y="${y}" text-anchor="${anchor}" dominant-baseline="central"`;
  const rim = halo === undefined ? '' : ` stroke="${escapeXml(halo)}" stroke-width="${HALO}" paint-order="stroke"`;
  const shown = escapeXml(text.slice(0, LONGEST_TEXT));
  return `<text ${place} font-size="${size}" fill="${escapeXml(color)}"${rim}${turn}>${shown}</text>`;
}

/** The outline of a rectangle with whole pixels. */
export function rectangle(x: number, y: number, width: number, height: number): string {
  return `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`;
}

export function segment(x1: number, y1: number, x2: number, y2: number): string {
  return `M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}`;
}

/** To a tenth of a pixel, which keeps files small. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** A text cut to fit, with its end replaced by `…`. */
export function fitted(text: string, width: number, size: number, fontFamily: string): string {
  const ctx = (measuring ??= document.createElement('canvas').getContext('2d'));
  if (ctx === null) return text;
  ctx.font = `${size}px ${fontFamily}`;
  const start = text.slice(0, LONGEST_TEXT);
  if (start === text && ctx.measureText(text).width <= width) return text;
  let [low, high] = [0, start.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (ctx.measureText(`${start.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return `${start.slice(0, low)}…`;
}

let measuring: CanvasRenderingContext2D | null | undefined;
