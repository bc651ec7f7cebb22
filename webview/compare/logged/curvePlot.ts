/** The geometry of ROC and precision–recall curves: both axes from 0 to 1. */
import { runLook } from '../../../src/protocol/palette';
import { fromWire } from '../../../src/protocol/numbers';
import type { Curve } from '../../../src/protocol/plots';
import type { ChartTheme } from '../../charts/theme';
import { round, segment, type Drawing, type Shape } from '../insights/drawing';
import { walk } from '../insights/walk';

const LEFT = 52;
const BOTTOM = 44;
const TOP = 8;
const RIGHT = 12;
const TALLEST = 360;
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

/** A curve of a run. */
export interface RunCurve {
  runId: string;
  name: string;
  colorIndex: number;
  curve: Curve;
  step: number;
  area: number;
}

export interface CurvePlot {
  width: number;
  height: number;
  /** Pixels of a rate. */
  x: (rate: number) => number;
  y: (rate: number) => number;
}

/** As square as the width allows. */
export function curvePlot(width: number): CurvePlot {
  const height = Math.round(Math.min(TALLEST, Math.max(200, width - LEFT - RIGHT + BOTTOM + TOP)));
  return {
    width,
    height,
    x: (rate) => LEFT + rate * (width - LEFT - RIGHT),
    y: (rate) => height - BOTTOM - rate * (height - BOTTOM - TOP),
  };
}

/** The area below a curve as it was logged, else that of the points that are known. */
export function areaOf({ x, y, area }: Curve, kind: 'roc' | 'pr'): number {
  if (area !== undefined) return area;
  let sum = 0;
  for (let i = 1; i < x.length; i += 1) {
    const width = Math.abs(x[i]! - x[i - 1]!);
    // Average precision is made of steps, each as high as its end with more recall.
    const height = kind === 'roc' ? (y[i]! + y[i - 1]!) / 2 : x[i]! > x[i - 1]! ? y[i]! : y[i - 1]!;
    sum += width * height;
  }
  return sum;
}

/** Axes, the diagonal of chance below a ROC curve, and the curves; the lifted one on top, others faded. */
export function curvesDrawing(
  plot: CurvePlot,
  curves: readonly RunCurve[],
  { kind, xName, yName }: { kind: 'roc' | 'pr'; xName: string; yName: string },
  lifted: string | undefined,
  theme: ChartTheme,
): Drawing {
  const { width, height } = plot;
  const inFront = [...curves].sort((a, b) => Number(a.runId === lifted) - Number(b.runId === lifted));
  const isAny = curves.some(({ runId }) => runId === lifted);
  const shapes = [
    ...axisShapes(plot, xName, yName, theme),
    ...(kind === 'roc' ? [diagonal(plot, theme)] : []),
    ...inFront.map((one) => curveShape(plot, one, kind, isAny ? one.runId === lifted : undefined, theme)),
  ];
  return { width, height, background: theme.background, fontFamily: theme.fontFamily, shapes };
}

function axisShapes({ x, y, width, height }: CurvePlot, xName: string, yName: string, theme: ChartTheme): Shape[] {
  const { grid, secondary, foreground, fontSize: size } = theme;
  const tick = { kind: 'text', color: secondary, size } as const;
  const name = { kind: 'text', color: foreground, size, anchor: 'middle' } as const;
  return [
    ...TICKS.flatMap((rate): Shape[] => [
      { kind: 'path', d: segment(x(rate), y(0), x(rate), y(1)), stroke: grid },
      { kind: 'path', d: segment(x(0), y(rate), x(1), y(rate)), stroke: grid },
      { ...tick, x: x(rate), y: y(0) + 12, text: String(rate), anchor: 'middle' },
      { ...tick, x: x(0) - 6, y: y(rate), text: String(rate), anchor: 'end' },
    ]),
    { ...name, x: (x(0) + width - RIGHT) / 2, y: height - 10, text: xName },
    { ...name, x: 10, y: (y(0) + y(1)) / 2, text: yName, turned: true },
  ];
}

function diagonal({ x, y }: CurvePlot, { secondary }: ChartTheme): Shape {
  return { kind: 'path', d: segment(x(0), y(0), x(1), y(1)), stroke: secondary, dash: [2, 4] };
}

function curveShape(
  { x, y }: CurvePlot,
  { curve, colorIndex }: RunCurve,
  kind: 'roc' | 'pr',
  isLifted: boolean | undefined,
  theme: ChartTheme,
): Shape {
  const { color, dash } = runLook(theme.kind, colorIndex);
  const d = curve.x
    .map((rate, i) => {
      const [left, up] = [round(x(rate)), round(y(curve.y[i]!))];
      if (i === 0) return `M${left} ${up}`;
      // Between two thresholds precision is not on the line between them.
      return kind === 'pr' && rate < curve.x[i - 1]! ? `H${left}V${up}` : `L${left} ${up}`;
    })
    .join('');
  return {
    kind: 'path',
    d,
    stroke: color + (isLifted === false ? '40' : 'ff'),
    width: isLifted === true ? 3 : 2,
    dash,
  };
}

/** A point of a curve. */
export interface CurvePoint {
  runId: string;
  /** Its place in the curve. */
  place: number;
  x: number;
  y: number;
  /** Absent or infinite where there is none. */
  threshold: number | undefined;
}

/** The point nearest to a place in pixels; `undefined` where none is as near as `reach`. */
export function nearestPoint(
  plot: CurvePlot,
  curves: readonly RunCurve[],
  left: number,
  top: number,
  reach: number,
): CurvePoint | undefined {
  let [best, nearest] = [reach, undefined as CurvePoint | undefined];
  for (const { runId, curve } of curves) {
    for (const [i, x] of curve.x.entries()) {
      const y = curve.y[i]!;
      const distance = Math.hypot(plot.x(x) - left, plot.y(y) - top);
      if (distance < best) [best, nearest] = [distance, pointOf(runId, curve, i)];
    }
  }
  return nearest;
}

/** The point that a key leads to: along the curve, or to that of another run; `undefined` for a key that leads nowhere. */
export function pointForKey(
  key: string,
  curves: readonly RunCurve[],
  at: CurvePoint | undefined,
): CurvePoint | undefined {
  const from = at && { row: curves.findIndex(({ runId }) => runId === at.runId), point: at.place };
  const to = walk(
    key,
    from?.row === -1 ? undefined : from,
    curves.map(({ curve }) => curve.x.length),
  );
  return to && pointOf(curves[to.row]!.runId, curves[to.row]!.curve, to.point);
}

function pointOf(runId: string, { x, y, thresholds }: Curve, place: number): CurvePoint {
  return { runId, place, x: x[place]!, y: y[place]!, threshold: fromWire(thresholds?.[place]) };
}
