import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartOptions,
} from 'chart.js';
import { runLook } from '../../src/protocol/palette';
import { formatTickInUnit } from '../ui/valueUnits';
import type { ChartLine, Point } from './chartLine';
import { drawNever, drawSoon } from './drawQueue';
import { FADED, isFaded, labelSpace, lineMarks, type MarkSource } from './lineMarks';
import { PLAIN, plotFrame, type PlotFrame } from './plotFrame';
import type { ChartTheme } from './theme';
import { formatXTick, timeTicks } from './xAxis';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);

/** The shortest time between two drawings, ms: live data may come faster than anyone can read. */
const REDRAW_INTERVAL = 100;
/** Of lines, CSS pixels. What goes up and down in each pixel is as plain at 1, and 20 times as fast to draw in software. */
const USUAL_WIDTH = 1.5;
const DENSE_WIDTH = 1;
const LIFTED_WIDTH = 2.5;
const MOST_X_TICKS = 6;
const MOST_Y_TICKS = 6;

/** A chart as it stands on its canvas, in CSS pixels. */
export interface ChartPicture {
  canvas: HTMLCanvasElement;
  width: number;
  height: number;
  /** Where the lines are drawn. */
  area: { left: number; right: number; top: number; bottom: number };
  xTicks: { pixel: number; label: string }[];
  yTicks: { pixel: number; label: string }[];
  pixelOf: (x: number, y: number) => [number, number];
}

/** A line chart on a canvas, without anything of the page around it. */
export class LineChartView {
  /** Made when it is drawn first: of many charts those that are drawn first are not waited for. */
  private chart: Chart<'line'> | undefined;
  private readonly source: MarkSource;
  private frame: PlotFrame = plotFrame([], PLAIN);
  /** Whether another part of the lines was shown last. */
  private isMoved = false;
  private drawnAt = Number.NEGATIVE_INFINITY;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly drawNow = (): void => this.draw();

  /** `onDraw` is called after each drawing, when pixels of points may have moved. */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    theme: ChartTheme,
    private readonly onDraw: () => void,
  ) {
    this.source = { lines: [], theme, lifted: undefined, brushed: undefined, best: undefined };
  }

  /** Shows other lines at the latest a moment later; another part of them at once, and so what comes next of that part. */
  show(lines: readonly ChartLine[], frame: PlotFrame, best?: MarkSource['best']): void {
    const wasMoved = this.isMoved;
    this.isMoved = frame.zoom !== this.frame.zoom;
    this.source.lines = lines;
    this.source.best = best;
    this.frame = frame;
    this.redraw(this.isMoved || wasMoved ? 0 : REDRAW_INTERVAL);
  }

  /** Brings one line to the front and fades the others; all are equal again with `undefined`. */
  lift(id: string | undefined): void {
    if (this.source.lifted === id) return;
    this.source.lifted = id;
    this.redraw(0);
  }

  /** Lets all but these lines stand back, as long as none is lifted; with `undefined` none does. */
  brush(ids: ReadonlySet<string> | undefined): void {
    if (this.source.brushed === ids) return;
    this.source.brushed = ids;
    this.redraw();
  }

  setTheme(theme: ChartTheme): void {
    if (this.source.theme === theme) return;
    this.source.theme = theme;
    this.redraw(0);
  }

  /** CSS pixels from the canvas' left edge. */
  pixelOf(x: number): number {
    return this.chart?.scales['x']?.getPixelForValue(x) ?? 0;
  }

  /** CSS pixels from the canvas' top edge. */
  pixelOfValue(value: number): number {
    return this.chart?.scales['y']?.getPixelForValue(value) ?? 0;
  }

  xAt(pixel: number): number {
    return this.chart?.scales['x']?.getValueForPixel(pixel) ?? 0;
  }

  /** Where the lines are drawn, in CSS pixels of the canvas; `undefined` before they are. */
  get area(): ChartPicture['area'] | undefined {
    if (this.chart === undefined) return undefined;
    const { left, right, top, bottom } = this.chart.chartArea;
    return { left, right, top, bottom };
  }

  /** What is drawn, for exports; `undefined` before it is. */
  picture(): ChartPicture | undefined {
    const { chart, area } = this;
    if (chart === undefined || area === undefined) return undefined;
    const ticksOf = (axis: 'x' | 'y') => {
      const scale = chart.scales[axis];
      return (scale?.ticks ?? []).map(({ value, label }) => ({
        pixel: scale?.getPixelForValue(value) ?? 0,
        label: String(label ?? ''),
      }));
    };
    return {
      canvas: chart.canvas,
      width: chart.width,
      height: chart.height,
      area,
      xTicks: ticksOf('x'),
      yTicks: ticksOf('y'),
      pixelOf: (x, y) => [this.pixelOf(x), this.pixelOfValue(y)],
    };
  }

  dispose(): void {
    clearTimeout(this.timer);
    drawNever(this.drawNow);
    this.chart?.destroy();
  }

  private redraw(interval = REDRAW_INTERVAL): void {
    const due = this.drawnAt + interval - performance.now();
    if (due > 0) this.timer ??= setTimeout(() => this.redraw(0), due);
    else drawSoon(this.drawNow);
  }

  private draw(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.drawnAt = performance.now();
    const chart = (this.chart ??= this.createChart());
    chart.data.datasets = this.source.lines.flatMap((line) => this.datasets(line, chart.width));
    applyFrame(chart.options, this.frame, this.source);
    chart.options.layout = { padding: { top: 8, right: Math.max(8, labelSpace(this.source, chart.width)) } };
    chart.update('none');
  }

  private createChart(): Chart<'line'> {
    let isMade = false;
    const chart = new Chart(this.canvas, {
      type: 'line',
      data: { datasets: [] },
      options: baseOptions(),
      // What has no lines yet is not laid out either, which would take as long as to do it with them.
      plugins: [
        lineMarks(this.source),
        { id: 'drawn', beforeUpdate: () => isMade, afterRender: () => void (isMade && this.onDraw()) },
      ],
    });
    isMade = true;
    return chart;
  }

  /** A line, and faintly behind it the values that it smoothes. */
  private datasets(line: ChartLine, width: number) {
    const { lifted, theme } = this.source;
    const look = runLook(theme.kind, line.colorIndex);
    const inFront = lifted === line.id;
    const faded = isFaded(this.source, line.id);
    const dataset = (data: Point[], color: string, borderWidth: number, order: number) => {
      return { data, borderColor: color, borderWidth, order, borderDash: [...look.dash] };
    };
    const lineWidth = inFront ? LIFTED_WIDTH : this.isDense(line, width) ? DENSE_WIDTH : USUAL_WIDTH;
    const own = dataset(line.points, faded ? look.color + FADED : look.color, lineWidth, inFront ? 0 : faded ? 2 : 1);
    if (line.raw === undefined) return [own];
    return [own, { ...dataset(line.raw, look.color + (faded ? FAINTEST : FADED), DENSE_WIDTH, 3), borderDash: [] }];
  }

  /** Whether a line that is not smoothed has more points in sight than pixels. */
  private isDense({ points, raw }: ChartLine, width: number): boolean {
    const { min, max } = this.frame.x;
    if (raw !== undefined || points.length <= width) return false;
    return points.filter(({ x }) => x >= min && x <= max).length > width;
  }
}

/** Opacity of the values behind a line that is faded itself. */
const FAINTEST = '18';

function baseOptions(): ChartOptions<'line'> {
  return {
    animation: false,
    parsing: false,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    // Crosshair and tooltip lie above the canvas, so that moving the pointer draws nothing anew.
    events: [],
    elements: { point: { radius: 0 }, line: { tension: 0, borderJoinStyle: 'round' } },
    scales: { x: { type: 'linear' }, y: { type: 'linear' } },
  };
}

function applyFrame(options: ChartOptions<'line'>, frame: PlotFrame, { lines, theme }: MarkSource): void {
  const ticks = {
    color: theme.secondary,
    font: { family: theme.fontFamily, size: theme.fontSize },
    maxRotation: 0,
    includeBounds: false,
    padding: 4,
  };
  const grid = { color: theme.grid, lineWidth: 1, drawTicks: false };
  const gap = (all: readonly { value: number }[]): number => Math.abs((all[1]?.value ?? 0) - (all[0]?.value ?? 0));
  const wholeNumbers =
    frame.xKind === 'number' && lines.every((line) => line.points.every((point) => Number.isInteger(point.x)));
  options.scales = {
    x: {
      type: frame.logX ? 'logarithmic' : 'linear',
      grid: { ...grid, display: false },
      border: { color: theme.grid },
      min: frame.x.min,
      max: frame.x.max,
      afterBuildTicks: (axis) => {
        const own = frame.logX ? undefined : timeTicks(frame.x, frame.xKind, MOST_X_TICKS);
        if (own !== undefined) axis.ticks = own.map((value) => ({ value }));
        else if (frame.logX) axis.ticks = sparse(axis.ticks, MOST_X_TICKS);
      },
      ticks: {
        ...ticks,
        ...(wholeNumbers ? { precision: 0 } : {}),
        maxTicksLimit: MOST_X_TICKS,
        callback: (value, _, all) => formatXTick(Number(value), gap(all), frame.xKind),
      },
    },
    y: {
      type: frame.logY ? 'logarithmic' : 'linear',
      grid,
      border: { display: false },
      min: frame.y.min,
      max: frame.y.max,
      afterBuildTicks: (axis) => void (frame.logY && (axis.ticks = sparse(axis.ticks, MOST_Y_TICKS))),
      ticks: {
        ...ticks,
        maxTicksLimit: MOST_Y_TICKS,
        callback: (value, _, all) => formatTickInUnit(Number(value), frame.logY ? Number(value) : gap(all), frame.unit),
      },
    },
  };
}

/** Ticks of a logarithmic axis: 1, 2 and 5 of each power of ten as far as there is room, else the powers alone. */
function sparse<T extends { value: number }>(all: readonly T[], most: number): T[] {
  const digits = (value: number): number => Number((value / 10 ** Math.floor(Math.log10(value) + 1e-9)).toFixed(6));
  const having = (allowed: readonly number[]): T[] => all.filter(({ value }) => allowed.includes(digits(value)));
  const powers = having([1]);
  const steps = having([1, 2, 5]);
  const several = steps.length >= 2 ? steps : having([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const kept = steps.length > most && powers.length >= 2 ? powers : several;
  const every = Math.ceil(kept.length / most);
  return kept.filter((_, index) => index % every === 0);
}
