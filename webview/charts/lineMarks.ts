import type { Chart, Plugin } from 'chart.js';
import { isHighContrast, MARKER_PATHS, runLook, type RunLook } from '../../src/protocol/palette';
import { bandOutlines } from './bands';
import type { ChartLine, Point } from './chartLine';
import type { ChartTheme } from './theme';

/** What the marks are drawn from; the chart's owner keeps it up to date. */
export interface MarkSource {
  lines: readonly ChartLine[];
  theme: ChartTheme;
  lifted: string | undefined;
  /** The lines that were brushed elsewhere; `undefined` where nothing is. */
  brushed: ReadonlySet<string> | undefined;
  /** The best point of all; it is marked. */
  best: { id: string; point: Point } | undefined;
}

/** Names stand at the line ends only up to this many lines: beyond it they would overlap. */
export const MOST_LABELS = 4;
const WIDEST_LABEL = 96;
const LABEL_GAP = 8;
/** A chart narrower than this keeps its width for the lines. */
const NARROW = 320;
const MARKERS_ALONG_LINE = 6;

/** Opacity of lines that stand back for others, as the hexadecimal digits behind a colour. */
export const FADED = '40';
/** Opacity of bands, and of those of lines that stand back. */
const BAND = '2e';
const FADED_BAND = '0c';

/** Whether a line stands back: another one is lifted, or others are brushed. */
export function isFaded({ lifted, brushed }: MarkSource, id: string): boolean {
  return lifted === undefined ? brushed?.has(id) === false : lifted !== id;
}

/** Pixels to keep free on the right for the names at the line ends; 0 when none are shown. */
export function labelSpace(source: MarkSource, width: number): number {
  if (source.lines.length > MOST_LABELS || source.lines.length < 2 || width < NARROW) return 0;
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return 0;
  context.font = font(source.theme);
  const widths = source.lines.map((line) => context.measureText(measured(line.name)).width);
  return Math.min(WIDEST_LABEL, Math.ceil(Math.max(...widths))) + LABEL_GAP;
}

/**
 * Draws behind the lines the bands of means, and over them their ends, lone points, holes, the best point, names, and in
 * high contrast markers along them.
 */
export function lineMarks(source: MarkSource): Plugin<'line'> {
  return {
    id: 'lineMarks',
    beforeDatasetsDraw(chart) {
      for (const line of source.lines) drawBand(chart, source, line);
    },
    afterDatasetsDraw(chart) {
      for (const line of source.lines) drawLineMarks(chart, source, line);
      drawBest(chart, source);
      if (chart.options.layout?.padding !== undefined && labelSpace(source, chart.width) > 0) drawNames(chart, source);
    },
  };
}

function drawLineMarks(chart: Chart, source: MarkSource, line: ChartLine): void {
  const look = runLook(source.theme.kind, line.colorIndex);
  const { ctx } = chart;
  ctx.save();
  ctx.fillStyle = colorOf(source, line, look);
  for (const point of markedPoints(line, isHighContrast(source.theme.kind))) {
    const [x, y] = pixelOf(chart, point);
    if (isInside(chart, x, y)) drawMarker(ctx, look, x, y, source.lifted === line.id ? 10 : 8);
  }
  ctx.strokeStyle = ctx.fillStyle;
  ctx.lineWidth = 1.5;
  for (const hole of thinned(line.holes)) {
    if (isInside(chart, pixelOf(chart, { x: hole.x, y: 0 })[0])) drawHole(chart, hole);
  }
  ctx.restore();
}

/** One standard deviation to either side of a mean. */
function drawBand(chart: Chart, source: MarkSource, line: ChartLine): void {
  if (line.band === undefined) return;
  const { ctx, chartArea, scales } = chart;
  const y = { min: scales['y']?.min ?? 0, max: scales['y']?.max ?? 0 };
  const axis = { logY: scales['y']?.type === 'logarithmic', y };
  ctx.save();
  ctx.beginPath();
  ctx.rect(chartArea.left, chartArea.top, chartArea.right - chartArea.left, chartArea.bottom - chartArea.top);
  ctx.clip();
  ctx.beginPath();
  for (const corners of bandOutlines(line.band, axis, (x, value) => pixelOf(chart, { x, y: value }))) {
    for (const [index, [left, top]] of corners.entries()) {
      if (index === 0) ctx.moveTo(left, top);
      else ctx.lineTo(left, top);
    }
    ctx.closePath();
  }
  ctx.fillStyle = bandColor(source, line);
  ctx.fill();
  ctx.restore();
}

export function bandColor(source: MarkSource, line: ChartLine): string {
  return runLook(source.theme.kind, line.colorIndex).color + (isFaded(source, line.id) ? FADED_BAND : BAND);
}

/** A ring around the best point, in the colour of the text: no line has it. */
function drawBest(chart: Chart, source: MarkSource): void {
  const { best, theme } = source;
  if (best === undefined || isFaded(source, best.id)) return;
  const [x, y] = pixelOf(chart, best.point);
  if (!isInside(chart, x, y)) return;
  const { ctx } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.arc(x, y, 5, 0, 2 * Math.PI);
  ctx.strokeStyle = theme.foreground;
  ctx.lineWidth = 1.5;
  ctx.stroke();
  ctx.restore();
}

/** Whether a pixel lies where lines are drawn; without `y` of a column alone. */
function isInside({ chartArea }: Chart, x: number, y = chartArea.top): boolean {
  const [right, left] = [x - chartArea.right, chartArea.left - x];
  return right <= 1 && left <= 1 && y >= chartArea.top - 1 && y <= chartArea.bottom + 1;
}

/** The last point, every point that no line reaches, and in high contrast some between. */
function markedPoints(line: ChartLine, along: boolean): Point[] {
  const { points } = line;
  const isHole = (index: number): boolean => !(index in points) || Number.isNaN((points[index] as Point).y);
  const lone = points.filter((_, index) => !isHole(index) && isHole(index - 1) && isHole(index + 1));
  const last = points.findLast((point) => !Number.isNaN(point.y));
  const every = Math.max(1, Math.ceil(points.length / MARKERS_ALONG_LINE));
  // Each run begins elsewhere, so that markers of equal runs do not hide one another.
  const start = Math.floor((line.colorIndex * every) / MARKERS_ALONG_LINE) % every;
  const between = along ? points.filter((point, index) => index % every === start && !Number.isNaN(point.y)) : [];
  return [...thinned(lone), ...between, ...(last === undefined ? [] : [last])];
}

/** At most some hundred of them: more would be one solid band. */
function thinned(points: Point[]): Point[] {
  const every = Math.ceil(points.length / 200);
  return every <= 1 ? points : points.filter((_, index) => index % every === 0);
}

function drawMarker(ctx: CanvasRenderingContext2D, look: RunLook, x: number, y: number, size: number): void {
  ctx.save();
  ctx.translate(x - size / 2, y - size / 2);
  ctx.scale(size / 16, size / 16);
  const outline = new Path2D(MARKER_PATHS[look.marker]);
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas is no array
  ctx.fill(outline);
  ctx.restore();
}

/** A small cross on the axis for NaN, an arrow head at the edge for an infinity. */
function drawHole(chart: Chart, hole: Point): void {
  const { ctx, chartArea } = chart;
  const [x] = pixelOf(chart, { x: hole.x, y: 0 });
  ctx.beginPath();
  if (Number.isNaN(hole.y)) {
    const y = chartArea.bottom - 5;
    ctx.moveTo(x - 3, y - 3);
    ctx.lineTo(x + 3, y + 3);
    ctx.moveTo(x + 3, y - 3);
    ctx.lineTo(x - 3, y + 3);
  } else {
    const [tip, tail] =
      hole.y > 0 ? [chartArea.top + 1, chartArea.top + 5] : [chartArea.bottom - 1, chartArea.bottom - 5];
    ctx.moveTo(x - 4, tail);
    ctx.lineTo(x, tip);
    ctx.lineTo(x + 4, tail);
  }
  ctx.stroke();
}

function drawNames(chart: Chart, source: MarkSource): void {
  const { ctx, chartArea } = chart;
  const height = source.theme.fontSize + 2;
  const end = chart.scales['x']?.max ?? 0;
  const names = source.lines.flatMap((line) => {
    const last = line.points.findLast((point) => point.x <= end && !Number.isNaN(point.y));
    return last === undefined ? [] : [{ line, y: pixelOf(chart, last)[1] }];
  });
  ctx.save();
  ctx.font = font(source.theme);
  ctx.textBaseline = 'middle';
  for (const { line, y } of spread(names, height, chartArea.top + height / 2, chartArea.bottom - height / 2)) {
    ctx.fillStyle = colorOf(source, line, runLook(source.theme.kind, line.colorIndex));
    ctx.fillText(shortened(ctx, line.name), chartArea.right + LABEL_GAP, y);
  }
  ctx.restore();
}

/** Moves labels apart until none overlaps, keeping their order and staying between top and bottom. */
export function spread<T extends { y: number }>(
  labels: readonly T[],
  height: number,
  top: number,
  bottom: number,
): T[] {
  const placed = [...labels].sort((a, b) => a.y - b.y).map((label) => ({ ...label }));
  let least = top;
  for (const label of placed) {
    label.y = Math.max(label.y, least);
    least = label.y + height;
  }
  let most = bottom;
  for (const label of placed.toReversed()) {
    label.y = Math.min(label.y, most);
    most = label.y - height;
  }
  return placed;
}

function shortened(ctx: CanvasRenderingContext2D, name: string): string {
  const start = measured(name);
  if (start === name && ctx.measureText(name).width <= WIDEST_LABEL) return name;
  let { length } = start;
  while (length > 1 && ctx.measureText(`${start.slice(0, length)}…`).width > WIDEST_LABEL) length -= 1;
  return `${start.slice(0, length)}…`;
}

/** The part of a name that matters for its width: names may be of any length, and are measured at each drawing. */
function measured(name: string): string {
  return name.slice(0, WIDEST_LABEL);
}

function colorOf(source: MarkSource, line: ChartLine, look: RunLook): string {
  return isFaded(source, line.id) ? look.color + FADED : look.color;
}

function pixelOf(chart: Chart, point: Point): [number, number] {
  const { x, y } = chart.scales;
  return [x?.getPixelForValue(point.x) ?? 0, y?.getPixelForValue(point.y) ?? 0];
}

function font(theme: ChartTheme): string {
  return `${theme.fontSize}px ${theme.fontFamily}`;
}
