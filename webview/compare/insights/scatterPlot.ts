/** The geometry of a scatter plot. */
import { MARKER_PATHS, runLook, type RunMarker } from '../../../src/protocol/palette';
import type { ChartTheme } from '../../charts/theme';
import { axisScale, type AxisScale } from './axisScale';
import { rampColor } from './colorRamp';
import { fitted, rectangle, round, segment, type Drawing, type Shape } from './drawing';
import type { Column } from './fields';

export const SCATTER_HEIGHT = 320;
const LEFT = 64;
const BOTTOM = 44;
const TOP = 12;
const RIGHT = 16;
const ROOM = 12;
const POINT = 4;
const RAMP_WIDTH = 64;

export interface ScatterPlot {
  width: number;
  x: AxisScale;
  y: AxisScale;
  xColumn: Column;
  yColumn: Column;
  /** Runs with a place on both axes. */
  shown: readonly number[];
}

export function scatterPlot(
  xColumn: Column,
  yColumn: Column,
  isLog: (column: Column) => boolean,
  width: number,
): ScatterPlot {
  const x = axisScale(xColumn, { from: LEFT, to: width - RIGHT }, isLog(xColumn), ROOM);
  const y = axisScale(yColumn, { from: SCATTER_HEIGHT - BOTTOM, to: TOP }, isLog(yColumn), ROOM);
  const shown = [...x.places.keys()].filter((run) => !Number.isNaN(x.places[run]! + y.places[run]!));
  return { width, x, y, xColumn, yColumn, shown };
}

/** The points in the orders that keys go along: by x, then y, and by y, then x. */
export function pointOrders({ x, y, shown }: ScatterPlot): { across: number[]; upwards: number[] } {
  // Pixels grow downwards, values of y upwards.
  const byX = (a: number, b: number): number => x.places[a]! - x.places[b]!;
  const byY = (a: number, b: number): number => y.places[b]! - y.places[a]!;
  return {
    across: shown.toSorted((a, b) => byX(a, b) || byY(a, b)),
    upwards: shown.toSorted((a, b) => byY(a, b) || byX(a, b)),
  };
}

export interface PointLook {
  color: string;
  marker: RunMarker;
}

/** The look of each run's point: its own, or a colour by a third value. */
export function pointLooks(
  colorIndexes: readonly number[],
  shade: Column | undefined,
  log: boolean,
  theme: ChartTheme,
): (run: number) => PointLook {
  if (shade === undefined) return (run) => runLook(theme.kind, colorIndexes[run]!);
  const { places } = axisScale(shade, { from: 0, to: 1 }, log);
  return (run) => {
    const place = places[run]!;
    const marker = Number.isNaN(place) ? 'cross' : 'circle';
    return { color: Number.isNaN(place) ? theme.secondary : rampColor(theme.kind, place), marker };
  };
}

/** Axes, front and points. `isFaded` tells which runs are not brushed. */
export function scatterDrawing(
  plot: ScatterPlot,
  front: readonly number[],
  lookOf: (run: number) => PointLook,
  isFaded: (run: number) => boolean,
  shade: Column | undefined,
  theme: ChartTheme,
): Drawing {
  const { width } = plot;
  const { background, fontFamily } = theme;
  const shapes = [
    ...axisShapes(plot, theme),
    ...(shade === undefined ? [] : rampShapes(shade, width, theme)),
    ...frontShapes(plot, front, theme),
    ...pointShapes(plot, lookOf, isFaded),
  ];
  return { width, height: SCATTER_HEIGHT, background, fontFamily, shapes };
}

function axisShapes({ width, x, y, xColumn, yColumn }: ScatterPlot, theme: ChartTheme): Shape[] {
  const { grid, secondary, foreground, fontSize: size, fontFamily } = theme;
  const bottom = SCATTER_HEIGHT - BOTTOM;
  const label = { color: secondary, size, kind: 'text' } as const;
  const perTick = (width - LEFT - RIGHT) / Math.max(1, x.ticks.length);
  const names = { color: foreground, size, kind: 'text', anchor: 'middle' } as const;
  return [
    ...x.ticks.flatMap(({ at, text }): Shape[] => [
      { kind: 'path', d: segment(at, TOP, at, bottom), stroke: grid },
      { ...label, x: at, y: bottom + 12, text: fitted(text, perTick - 4, size, fontFamily), anchor: 'middle' },
    ]),
    ...y.ticks.flatMap(({ at, text }): Shape[] => [
      { kind: 'path', d: segment(LEFT, at, width - RIGHT, at), stroke: grid },
      { ...label, x: LEFT - 6, y: at, text: fitted(text, LEFT - 28, size, fontFamily), anchor: 'end' },
    ]),
    {
      ...names,
      x: (LEFT + width - RIGHT) / 2,
      y: bottom + 32,
      text: fitted(xColumn.key, width - LEFT - RIGHT, size, fontFamily),
    },
    { ...names, x: 10, y: (TOP + bottom) / 2, text: fitted(yColumn.key, bottom - TOP, size, fontFamily), turned: true },
  ];
}

/** What the colours mean, in the lower right corner below the axis. */
function rampShapes(shade: Column, width: number, theme: ChartTheme): Shape[] {
  const { secondary, fontSize: size, fontFamily } = theme;
  const [left, top] = [width - RIGHT - RAMP_WIDTH, SCATTER_HEIGHT - 16];
  const cells = Array.from({ length: 16 }, (_, i): Shape => {
    const fill = rampColor(theme.kind, i / 15);
    return { kind: 'path', d: rectangle(left + (i * RAMP_WIDTH) / 16, top, RAMP_WIDTH / 16 + 0.5, 6), fill };
  });
  const text = fitted(shade.key, width / 3, size, fontFamily);
  return [...cells, { kind: 'text', x: left - 6, y: top + 3, text, color: secondary, size, anchor: 'end' }];
}

/** A step line: between two members no point is better than the corner. */
function frontShapes({ x, y }: ScatterPlot, front: readonly number[], { foreground }: ChartTheme): Shape[] {
  const corners = front.map((run) => [round(x.places[run]!), round(y.places[run]!)] as const);
  if (corners.length === 0) return [];
  const [first, ...others] = corners;
  const d = [`M${first!.join(' ')}`, ...others.map(([right, up]) => `H${right}V${up}`)].join('');
  const rings = corners.map(([cx, cy]) => circle(cx, cy, POINT + 3)).join('');
  return [
    { kind: 'path', d, stroke: foreground, dash: [4, 3] },
    { kind: 'path', d: rings, stroke: foreground, width: 1.5 },
  ];
}

/** Points of one look are one shape: thousands are drawn at once, and a file of them stays small. */
function pointShapes(
  { x, y, shown }: ScatterPlot,
  lookOf: (run: number) => PointLook,
  isFaded: (run: number) => boolean,
): Shape[] {
  const byLook = new Map<string, { color: string; parts: string[]; faded: boolean }>();
  for (const run of shown) {
    const { color, marker } = lookOf(run);
    const faded = isFaded(run);
    const look = `${color} ${faded}`;
    const points = byLook.get(look) ?? { color, parts: [], faded };
    byLook.set(look, points);
    points.parts.push(markerAt(marker, x.places[run]!, y.places[run]!));
  }
  const shapes = [...byLook.values()].sort((a, b) => Number(b.faded) - Number(a.faded));
  return shapes.map(({ color, parts, faded }) => ({
    kind: 'path',
    d: parts.join(''),
    fill: color + (faded ? '33' : 'd9'),
  }));
}

/** An outline of the palette, moved from its box of 16 × 16 to a point. */
function markerAt(marker: RunMarker, x: number, y: number): string {
  if (marker === 'circle') return circle(x, y, POINT);
  const scale = (2 * POINT + 2) / 16;
  const commands = [...MARKER_PATHS[marker].matchAll(/([A-Za-z])([^A-Za-z]*)/g)];
  return commands.map(([, letter, numbers]) => movedCommand(letter!, numbers!, x, y, scale)).join('');
}

function movedCommand(letter: string, numbers: string, x: number, y: number, scale: number): string {
  if (letter === 'Z') return 'Z';
  const values = numbers.match(/-?[\d.]+/g)?.map(Number) ?? [];
  const place = (value: number, i: number): number => {
    if (letter === letter.toLowerCase()) return round(value * scale);
    const origin = letter === 'V' || (letter !== 'H' && i % 2 === 1) ? y : x;
    return round(origin + (value - 8) * scale);
  };
  return `${letter}${values.map(place).join(' ')}`;
}

function circle(x: number, y: number, r: number): string {
  return `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 1 ${2 * r} 0a${r} ${r} 0 1 1 ${-2 * r} 0Z`;
}
