/** The geometry and colours of parallel coordinates. */
import { isHighContrast, runLook } from '../../../src/protocol/palette';
import type { ChartTheme } from '../../charts/theme';
import { axisScale, type AxisScale } from './axisScale';
import { rampColor } from './colorRamp';
import { fitted, segment, type Drawing, type Shape } from './drawing';
import type { Column } from './fields';
import type { LineBatch, LineLayout, LineStyle } from './lineDrawing';

export const PLOT_HEIGHT = 320;
/** Of the axes, CSS pixels from the top. */
export const AXIS_TOP = 56;
export const AXIS_BOTTOM = PLOT_HEIGHT - 32;
/** Where lines pass that have no value on an axis. */
const MISSING_AT = PLOT_HEIGHT - 10;
const MARGIN = 64;
/** Between two axes at least: names and numbers need it. */
const CLOSEST_AXES = 96;
const ROOM = 6;
const LABEL_GAP = 6;

export interface ParallelPlot extends LineLayout {
  width: number;
  axes: readonly { column: Column; x: number; scale: AxisScale }[];
  /** Whether a run lacks a value on an axis. */
  anyMissing: boolean;
}

/** Lays axes out from left to right; they get wider than asked for where they would stand too close. */
export function parallelPlot(
  columns: readonly Column[],
  isLog: (column: Column) => boolean,
  room: number,
): ParallelPlot {
  const width = Math.max(room, 2 * MARGIN + (columns.length - 1) * CLOSEST_AXES);
  const gap = columns.length > 1 ? (width - 2 * MARGIN) / (columns.length - 1) : 0;
  const axes = columns.map((column, i) => ({
    column,
    x: Math.round(MARGIN + i * gap),
    scale: axisScale(column, { from: AXIS_BOTTOM, to: AXIS_TOP }, isLog(column), ROOM),
  }));
  const anyMissing = axes.some(({ scale }) => scale.places.some(Number.isNaN));
  const ys = axes.map(({ scale }) => scale.places.map((place) => (Number.isNaN(place) ? MISSING_AT : place)));
  return { width, axes, anyMissing, xs: axes.map(({ x }) => x), ys };
}

/** Runs in the order of their lines on the last axis, from top to bottom. */
export function linesDownwards({ ys }: ParallelPlot, isWanted: (run: number) => boolean): number[] {
  const last = ys.at(-1) ?? new Float64Array();
  return [...last.keys()].filter(isWanted).sort((a, b) => last[a]! - last[b]!);
}

/** Axes with their numbers; with `named` also their names, which on the page are controls. */
export function axesDrawing(plot: ParallelPlot, theme: ChartTheme, missing: string, named: boolean): Drawing {
  const { foreground, secondary, background, fontSize: size, fontFamily } = theme;
  const shapes: Shape[] = plot.axes.flatMap(({ column, x, scale }): Shape[] => [
    { kind: 'path', d: segment(x, AXIS_TOP, x, AXIS_BOTTOM), stroke: secondary },
    ...scale.ticks.flatMap(({ at, text }): Shape[] => [
      { kind: 'path', d: segment(x - 3, at, x, at), stroke: secondary },
      {
        kind: 'text',
        x: x - LABEL_GAP,
        y: at,
        text: fitted(text, CLOSEST_AXES - 36, size, fontFamily),
        color: foreground,
        halo: background,
        size,
        anchor: 'end',
      },
    ]),
    ...(named ? [axisName(column.key, x, plot, theme)] : []),
  ]);
  if (plot.anyMissing) {
    const at = { x: 8, y: MISSING_AT, anchor: 'start' as const };
    shapes.push({ kind: 'text', ...at, text: missing, color: secondary, halo: background, size });
  }
  return { width: plot.width, height: PLOT_HEIGHT, background, fontFamily, shapes };
}

function axisName(key: string, x: number, plot: ParallelPlot, { foreground, fontSize, fontFamily }: ChartTheme): Shape {
  const room = plot.axes.length > 1 ? plot.axes[1]!.x - plot.axes[0]!.x - 8 : plot.width;
  const text = fitted(key, Math.min(room, 2 * MARGIN - 8), fontSize, fontFamily);
  return { kind: 'text', x, y: AXIS_TOP - 24, text, color: foreground, size: fontSize, anchor: 'middle' };
}

/** All lines, grouped by their looks. Runs outside the brushes lie below the others. */
export function lineBatches(
  colorIndexes: readonly number[],
  colors: Column | undefined,
  inside: Uint8Array | undefined,
  log: boolean,
  theme: ChartTheme,
): { faded: LineBatch[]; active: LineBatch[] } {
  const active = colorIndexes.flatMap((_, run) => (inside === undefined || inside[run] === 1 ? [run] : []));
  const out = colorIndexes.flatMap((_, run) => (inside !== undefined && inside[run] === 0 ? [run] : []));
  const styleOf = lineStyles(colorIndexes, colors, log, theme, opacityOf(active.length, theme));
  const byLook = new Map<string, LineBatch>();
  for (const run of active) {
    const style = styleOf(run);
    const look = `${style.color} ${style.dash.join()}`;
    const batch = byLook.get(look);
    if (batch === undefined) byLook.set(look, { style, runs: [run] });
    else (batch.runs as number[]).push(run);
  }
  const gray = theme.secondary + (isHighContrast(theme.kind) ? '66' : '30');
  const faded = out.length === 0 ? [] : [{ style: { color: gray, width: 1, dash: [] }, runs: out }];
  return { faded, active: [...byLook.values()] };
}

/** How the line of a run looks when nothing else is in the way. */
export function lineStyles(
  colorIndexes: readonly number[],
  colors: Column | undefined,
  log: boolean,
  theme: ChartTheme,
  opacity: string,
): (run: number) => LineStyle {
  if (colors === undefined) {
    return (run) => {
      const { color, dash } = runLook(theme.kind, colorIndexes[run]!);
      return { color: color + opacity, width: 1.5, dash };
    };
  }
  const { places } = axisScale(colors, { from: 0, to: 1 }, log);
  return (run) => {
    const place = places[run]!;
    const color = Number.isNaN(place) ? theme.secondary : rampColor(theme.kind, place);
    return { color: color + opacity, width: 1.5, dash: [] };
  };
}

/** Two hexadecimal digits: many lines let through what lies below them. */
function opacityOf(lines: number, { kind }: ChartTheme): string {
  if (lines <= 60) return 'ff';
  if (isHighContrast(kind)) return 'b3';
  if (lines <= 300) return 'b3';
  return lines <= 1500 ? '73' : '40';
}
