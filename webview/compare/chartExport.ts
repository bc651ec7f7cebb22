/** One chart as a file: what is in sight of it, with its title, its axis and its legend. */
import { runLook } from '../../src/protocol/palette';
import { bandOutlines } from '../charts/bands';
import type { ChartLine, Point } from '../charts/chartLine';
import type { ChartPicture } from '../charts/lineChartView';
import type { PlotFrame } from '../charts/plotFrame';
import type { ChartTheme } from '../charts/theme';
import { toCsv } from '../ui/csv';
import { escapeXml } from '../ui/xml';

export interface ExportedChart {
  title: string;
  xLabel: string;
  /** Whether x is the step. */
  isByStep: boolean;
  lines: readonly ChartLine[];
  frame: PlotFrame;
}

const MARGIN = 12;
const LINE_HEIGHT = 18;

/**
 * A row a point in sight, run by run: `run, step, time, value`, besides `x` unless that is the step, `smoothed`, and of
 * means `sd` and `n`. Numbers keep every digit.
 */
export function chartCsv({ lines, frame, isByStep }: ExportedChart): string {
  const isMean = lines.some((line) => line.members !== undefined);
  const isSmoothed = lines.some((line) => line.raw !== undefined);
  const header = [
    'run',
    'step',
    'time',
    ...(isByStep ? [] : ['x']),
    'value',
    ...(isSmoothed ? ['smoothed'] : []),
    ...(isMean ? ['sd', 'n'] : []),
  ];
  const rows = lines.flatMap((line) =>
    inSight(line.points, frame).map((point) => {
      const at = (column: Float64Array | undefined): string => numberText(column?.[point.index ?? -1]);
      const { source } = line;
      return [
        line.name,
        at(source?.steps),
        timeText(source?.times[point.index ?? -1]),
        ...(isByStep ? [] : [String(point.x)]),
        at(source?.values),
        ...(isSmoothed ? [at(source?.smoothed)] : []),
        ...(isMean ? [at(source?.sd), at(source?.counts)] : []),
      ];
    }),
  );
  return toCsv([header, ...rows]);
}

/** Points in the range of x, without those next to it that only lead there. */
function inSight(points: readonly Point[], { x }: PlotFrame): Point[] {
  return points.filter((point) => point.x >= x.min && point.x <= x.max);
}

function numberText(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

function timeText(time: number | undefined): string {
  return time === undefined || !Number.isFinite(time) ? '' : new Date(time).toISOString();
}

/** A standalone SVG in the colours of the theme; texts stay texts. */
export function chartSvg(chart: ExportedChart, picture: ChartPicture, theme: ChartTheme): string {
  const { width, area } = picture;
  const top = MARGIN + LINE_HEIGHT;
  const height = top + picture.height + LINE_HEIGHT * (chart.lines.length + 1) + MARGIN;
  const grid = picture.yTicks.map(
    ({ pixel, label }) =>
      `<path d="M${area.left} ${round(pixel)}H${area.right}" stroke="${theme.grid}"/>` +
      text(area.left - 6, pixel, label, `text-anchor="end" dominant-baseline="middle" fill="${theme.secondary}"`),
  );
  const labels = picture.xTicks.map(({ pixel, label }) =>
    text(pixel, area.bottom + 16, label, `text-anchor="middle" fill="${theme.secondary}"`),
  );
  const axis = `<path d="M${area.left} ${area.bottom}H${area.right}" stroke="${theme.grid}"/>`;
  const clip = `<clipPath id="area"><rect x="${area.left}" y="${area.top}" width="${area.right - area.left}" height="${area.bottom - area.top}"/></clipPath>`;
  const lines = chart.lines.map((line) => svgLine(line, chart.frame, picture, theme)).join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    ` font-family="${escapeXml(theme.fontFamily)}" font-size="${theme.fontSize}" fill="none">`,
    `<rect width="100%" height="100%" fill="${theme.background}"/>`,
    text(MARGIN, MARGIN + 10, chart.title, `fill="${theme.foreground}" font-weight="600"`),
    `<g transform="translate(0 ${top})"><defs>${clip}</defs>${grid.join('')}${axis}${labels.join('')}`,
    `<g clip-path="url(#area)">${lines}</g>`,
    text(area.right, picture.height + 12, chart.xLabel, `text-anchor="end" fill="${theme.secondary}"`),
    '</g>',
    ...chart.lines.map((line, index) => legendRow(line, top + picture.height + LINE_HEIGHT * (index + 1), theme)),
    '</svg>\n',
  ].join('');
}

function svgLine(line: ChartLine, frame: PlotFrame, { pixelOf }: ChartPicture, theme: ChartTheme): string {
  const { color, dash } = runLook(theme.kind, line.colorIndex);
  const path = (points: readonly Point[]): string => {
    let pen = 'M';
    return points
      .filter(({ x }, index) => inReach(points, index, frame) || (x >= frame.x.min && x <= frame.x.max))
      .map(({ x, y }) => {
        if (Number.isNaN(y)) {
          pen = 'M';
          return '';
        }
        const [left, top] = pixelOf(x, y);
        const command = `${pen}${round(left)} ${round(top)}`;
        pen = 'L';
        return command;
      })
      .join('');
  };
  const band = (line.band ?? []).filter(({ x }) => x >= frame.x.min && x <= frame.x.max);
  const areas = bandOutlines(band, frame, pixelOf).map((corners) => {
    const places = corners.map(([x, y]) => `${round(x)},${round(y)}`).join(' ');
    return `<polygon points="${places}" fill="${color}" fill-opacity=".18"/>`;
  });
  const raw = line.raw === undefined ? '' : `<path d="${path(line.raw)}" stroke="${color}" stroke-opacity=".25"/>`;
  const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '';
  return [
    ...areas,
    raw,
    `<path d="${path(line.points)}" stroke="${color}" stroke-width="1.5" stroke-linejoin="round"${dashes}/>`,
  ].join('');
}

/** Whether a point beyond the range is next to one inside: the line leads there. */
function inReach(points: readonly Point[], index: number, { x }: PlotFrame): boolean {
  const inside = (point: Point | undefined): boolean => point !== undefined && point.x >= x.min && point.x <= x.max;
  return inside(points[index - 1]) || inside(points[index + 1]);
}

function legendRow(line: ChartLine, y: number, theme: ChartTheme): string {
  const { color, dash } = runLook(theme.kind, line.colorIndex);
  const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '';
  return (
    `<path d="M${MARGIN} ${y}h24" stroke="${color}" stroke-width="2"${dashes}/>` +
    text(MARGIN + 32, y, line.name, `dominant-baseline="middle" fill="${theme.foreground}"`)
  );
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${round(x)}" y="${round(y)}" ${attributes}>${escapeXml(content)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The picture as it is on the screen, as sharp, with title and legend. */
export async function chartPng(chart: ExportedChart, picture: ChartPicture, theme: ChartTheme): Promise<Uint8Array> {
  const scale = picture.canvas.width / picture.width;
  const top = MARGIN + LINE_HEIGHT;
  const height = top + picture.height + LINE_HEIGHT * (chart.lines.length + 1) + MARGIN;
  const canvas = new OffscreenCanvas(picture.width * scale, height * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('No canvas');
  context.scale(scale, scale);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, picture.width, height);
  context.drawImage(picture.canvas, 0, top, picture.width, picture.height);
  context.textBaseline = 'middle';
  context.fillStyle = theme.foreground;
  context.font = `600 ${theme.fontSize}px ${theme.fontFamily}`;
  context.fillText(chart.title, MARGIN, MARGIN + 6, picture.width - 2 * MARGIN);
  context.font = `${theme.fontSize}px ${theme.fontFamily}`;
  context.textAlign = 'right';
  context.fillStyle = theme.secondary;
  context.fillText(chart.xLabel, picture.area.right, top + picture.height + 6);
  context.textAlign = 'left';
  for (const [index, line] of chart.lines.entries()) {
    const y = top + picture.height + LINE_HEIGHT * (index + 1);
    const { color, dash } = runLook(theme.kind, line.colorIndex);
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.setLineDash([...dash]);
    context.beginPath();
    context.moveTo(MARGIN, y);
    context.lineTo(MARGIN + 24, y);
    context.stroke();
    context.fillStyle = theme.foreground;
    context.fillText(line.name, MARGIN + 32, y, picture.width - 2 * MARGIN - 32);
  }
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await blob.arrayBuffer());
}
