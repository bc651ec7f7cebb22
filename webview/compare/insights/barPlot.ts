/** The geometry of horizontal bars, with an interval on each where it is known. */
import { scaleLinear } from 'd3-scale';
import type { ChartTheme } from '../../charts/theme';
import { formatTick } from '../../ui/numbers';
import { fitted, rectangle, segment, type Drawing, type Shape } from './drawing';

const BAR_ROW = 22;
const BAR = 12;
const TOP = 4;
const AXIS = 24;
const MOST_LABEL = 0.34;
const VALUE_WIDTH = 156;
const LARGEST = 8e307;

export interface BarRow {
  label: string;
  /** NaN or infinite where there is none to draw. */
  value: number;
  low?: number;
  high?: number;
  /** Behind the bar. */
  note: string;
  color: string;
  faded: boolean;
}

/** The height of so many rows with their axis, CSS pixels. */
export function barsHeight(rows: number): number {
  return TOP + rows * BAR_ROW + AXIS;
}

/** The row at a height; `undefined` below the last. */
export function rowAt(y: number, rows: number): number | undefined {
  const row = Math.floor((y - TOP) / BAR_ROW);
  return row >= 0 && row < rows ? row : undefined;
}

/** Where a row stands, CSS pixels. */
export function rowBox(row: number): { top: number; height: number } {
  return { top: TOP + row * BAR_ROW, height: BAR_ROW };
}

/** Bars begin at 0: a bar's length is what is compared. */
export function barsDrawing(rows: readonly BarRow[], width: number, theme: ChartTheme): Drawing {
  const { fontFamily, background, fontSize: size, secondary, grid, foreground } = theme;
  const labelWidth = Math.min(220, Math.round(width * MOST_LABEL));
  const left = labelWidth + 8;
  const right = Math.max(left + 24, width - VALUE_WIDTH);
  const scale = scaleLinear(rangeOf(rows), [left, right]);
  const bottom = TOP + rows.length * BAR_ROW;
  const ticks = scale.ticks(4);
  const gap = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  const shapes: Shape[] = [
    ...ticks.flatMap((value): Shape[] => [
      { kind: 'path', d: segment(scale(value), TOP, scale(value), bottom), stroke: grid },
      {
        kind: 'text',
        x: scale(value),
        y: bottom + 12,
        text: formatTick(value, gap),
        color: secondary,
        size,
        anchor: 'middle',
      },
    ]),
    ...rows.flatMap((row, i): Shape[] => {
      const y = TOP + i * BAR_ROW + BAR_ROW / 2;
      const color = row.color + (row.faded ? '40' : 'ff');
      const text = fitted(row.label, labelWidth - 8, size, fontFamily);
      return [
        { kind: 'text', x: labelWidth, y, text, color: row.faded ? secondary : foreground, size, anchor: 'end' },
        ...barShapes(row, scale, y, color, foreground),
        {
          kind: 'text',
          x: right + 12,
          y,
          text: fitted(row.note, VALUE_WIDTH - 16, size, fontFamily),
          color: secondary,
          size,
          anchor: 'start',
        },
      ];
    }),
    { kind: 'path', d: segment(scale(0), TOP, scale(0), bottom), stroke: secondary },
  ];
  return { width, height: barsHeight(rows.length), background, fontFamily, shapes };
}

function barShapes(row: BarRow, scale: (value: number) => number, y: number, color: string, line: string): Shape[] {
  if (!(Math.abs(row.value) <= LARGEST)) return [];
  const [from, to] = [Math.min(scale(0), scale(row.value)), Math.max(scale(0), scale(row.value))];
  const bar: Shape = { kind: 'path', d: rectangle(from, y - BAR / 2, Math.max(1, to - from), BAR), fill: color };
  if (row.low === undefined || row.high === undefined) return [bar];
  const [low, high] = [scale(row.low), scale(row.high)];
  const whisker = [segment(low, y, high, y), segment(low, y - 3, low, y + 3), segment(high, y - 3, high, y + 3)].join(
    '',
  );
  return [bar, { kind: 'path', d: whisker, stroke: line, width: 1.5 }];
}

/** From the smallest to the largest that is drawn, 0 included. */
function rangeOf(rows: readonly BarRow[]): [number, number] {
  let [least, most] = [0, 0];
  for (const { value, low = value, high = value } of rows) {
    for (const end of [value, low, high]) {
      if (!(Math.abs(end) <= LARGEST)) continue;
      least = Math.min(least, end);
      most = Math.max(most, end);
    }
  }
  return least === most ? [0, 1] : [least, most];
}
