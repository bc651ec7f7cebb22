import { Chart, LinearScale, LineController, LineElement, PointElement, type ChartOptions } from 'chart.js';
import { runLook } from '../../src/protocol/palette';
import { formatTick } from '../ui/numbers';
import { stepRange, valueRange, type ChartLine } from './chartLine';
import { FADED, labelSpace, lineMarks, type MarkSource } from './lineMarks';
import type { ChartTheme } from './theme';

Chart.register(LineController, LineElement, PointElement, LinearScale);

/** The shortest time between two drawings, ms: live data may come faster than anyone can read. */
const REDRAW_INTERVAL = 100;

/** A line chart on a canvas, without anything of the page around it. */
export class LineChartView {
  private readonly chart: Chart<'line'>;
  private readonly source: MarkSource;
  private drawnAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `onDraw` is called after each drawing, when pixels of steps may have moved. */
  constructor(
    canvas: HTMLCanvasElement,
    theme: ChartTheme,
    private readonly onDraw: () => void,
  ) {
    this.source = { lines: [], theme, lifted: undefined };
    this.chart = new Chart(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: baseOptions(),
      plugins: [lineMarks(this.source), { id: 'placed', afterRender: () => this.onDraw() }],
    });
  }

  /** Shows other lines, at the latest a moment later. */
  show(lines: readonly ChartLine[]): void {
    this.source.lines = lines;
    this.redraw();
  }

  /** Brings one line to the front and fades the others; all are equal again with `undefined`. */
  lift(id: string | undefined): void {
    if (this.source.lifted === id) return;
    this.source.lifted = id;
    this.redraw(0);
  }

  setTheme(theme: ChartTheme): void {
    if (this.source.theme === theme) return;
    this.source.theme = theme;
    this.redraw(0);
  }

  /** CSS pixels from the canvas' left edge. */
  pixelOf(step: number): number {
    return this.chart.scales['x']?.getPixelForValue(step) ?? 0;
  }

  /** CSS pixels from the canvas' top edge. */
  pixelOfValue(value: number): number {
    return this.chart.scales['y']?.getPixelForValue(value) ?? 0;
  }

  stepAt(pixel: number): number {
    return this.chart.scales['x']?.getValueForPixel(pixel) ?? 0;
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.chart.destroy();
  }

  private redraw(interval = REDRAW_INTERVAL): void {
    const due = this.drawnAt + interval - performance.now();
    if (due > 0) {
      this.timer ??= setTimeout(() => this.draw(), due);
      return;
    }
    this.draw();
  }

  private draw(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.drawnAt = performance.now();
    this.chart.data.datasets = this.source.lines.map((line) => this.dataset(line));
    applyTheme(this.chart.options, this.source);
    this.chart.options.layout = { padding: { top: 8, right: Math.max(8, labelSpace(this.source, this.chart.width)) } };
    this.chart.update('none');
  }

  private dataset(line: ChartLine) {
    const { lifted, theme } = this.source;
    const look = runLook(theme.kind, line.colorIndex);
    const inFront = lifted === line.id;
    return {
      data: line.points,
      borderColor: lifted === undefined || inFront ? look.color : look.color + FADED,
      borderWidth: inFront ? 2.5 : 1.5,
      borderDash: [...look.dash],
      order: inFront ? 0 : 1,
    };
  }
}

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

function applyTheme(options: ChartOptions<'line'>, { lines, theme }: MarkSource): void {
  const range = stepRange(lines) ?? { min: 0, max: 1 };
  const single = range.min === range.max;
  const ticks = {
    color: theme.secondary,
    font: { family: theme.fontFamily, size: theme.fontSize },
    maxTicksLimit: 6,
    maxRotation: 0,
    includeBounds: false,
    padding: 4,
    callback: (value: string | number, _: number, all: { value: number }[]) =>
      formatTick(Number(value), Math.abs((all[1]?.value ?? 0) - (all[0]?.value ?? 0))),
  };
  const grid = { color: theme.grid, lineWidth: 1, drawTicks: false };
  const border = { color: theme.grid };
  const wholeSteps = lines.every((line) => line.points.every((point) => Number.isInteger(point.x)));
  options.scales = {
    x: {
      type: 'linear',
      grid: { ...grid, display: false },
      border,
      min: single ? range.min - 0.5 : range.min,
      max: single ? range.max + 0.5 : range.max,
      ticks: wholeSteps ? { ...ticks, precision: 0 } : ticks,
    },
    y: {
      type: 'linear',
      grid,
      border: { display: false },
      ...paddedRange(lines),
      ticks: { ...ticks, maxTicksLimit: 5 },
    },
  };
}

/** The values with some room around them, so that the lines fill the height; ticks stand where round numbers fall. */
function paddedRange(lines: readonly ChartLine[]): { min: number; max: number } {
  const range = valueRange(lines) ?? { min: 0, max: 1 };
  const room = (range.max - range.min) * 0.05 || Math.abs(range.max) * 0.1 || 1;
  return { min: range.min - room, max: range.max + room };
}
