/** A confusion matrix as shapes: for pictures, and on the page where it has too many classes for a table. */
import type { ConfusionMatrix } from '../../../src/protocol/plots';
import type { ChartTheme } from '../../charts/theme';
import { fitted, rectangle, type Drawing, type Shape } from '../insights/drawing';
import type { HeatColor } from './heat';

const GAP = 24;
const TITLE = 24;
const LABEL_ROOM = 96;
/** Below this size, pixels, cells hold no text, and classes no label. */
const LEAST_TEXT = 22;

/** One matrix of a picture. */
export interface DrawnMatrix {
  name: string;
  matrix: ConfusionMatrix;
  values: readonly (readonly number[])[];
  texts: readonly (readonly string[])[];
}

/** The cells alone. */
export function cellsDrawing(
  values: readonly (readonly number[])[],
  size: number,
  colorOf: (value: number) => HeatColor,
  theme: ChartTheme,
): Drawing {
  const cell = size / values.length;
  const shapes = values.flatMap((row, y) => row.map((value, x) => cellShape(value, x * cell, y * cell, cell, colorOf)));
  return { width: size, height: size, background: theme.background, fontFamily: theme.fontFamily, shapes };
}

/** Several matrices in a row, each with its name and classes. */
export function matricesDrawing(
  matrices: readonly DrawnMatrix[],
  colorOf: (value: number) => HeatColor,
  theme: ChartTheme,
): Drawing {
  const { background, fontFamily } = theme;
  const parts = matrices.map(({ matrix }) => {
    const classes = matrix.labels.length;
    const cell = Math.max(4, Math.min(44, 400 / classes));
    return { cell, room: cell >= LEAST_TEXT ? LABEL_ROOM : 0, side: cell * classes };
  });
  const width = parts.reduce((sum, { room, side }) => sum + room + Math.max(side, 120) + GAP, GAP);
  const height = GAP + TITLE * 2 + Math.max(...parts.map(({ side }) => side)) + GAP;
  let left = GAP;
  const shapes = matrices.flatMap((one, i) => {
    const { cell, room, side } = parts[i]!;
    const drawn = matrixShapes(one, { left: left + room, cell, room, width: Math.max(side, 120) }, colorOf, theme);
    left += room + Math.max(side, 120) + GAP;
    return drawn;
  });
  return { width, height, background, fontFamily, shapes };
}

function matrixShapes(
  { name, matrix, values, texts }: DrawnMatrix,
  { left, cell, room, width }: { left: number; cell: number; room: number; width: number },
  colorOf: (value: number) => HeatColor,
  { foreground, secondary, fontFamily, fontSize: size }: ChartTheme,
): Shape[] {
  const top = GAP + TITLE * 2;
  const label = { kind: 'text', color: secondary, size } as const;
  const title = fitted(name, width + room, size + 2, fontFamily);
  const head: Shape = {
    kind: 'text',
    x: left - room,
    y: GAP,
    text: title,
    color: foreground,
    size: size + 2,
    anchor: 'start',
  };
  const labels = room === 0 ? [] : matrix.labels;
  return [
    head,
    ...labels.flatMap((text, i): Shape[] => [
      {
        ...label,
        x: left - 6,
        y: top + (i + 0.5) * cell,
        text: fitted(text, room - 12, size, fontFamily),
        anchor: 'end',
      },
      {
        ...label,
        x: left + (i + 0.5) * cell,
        y: top - 12,
        text: fitted(text, cell - 4, size, fontFamily),
        anchor: 'middle',
      },
    ]),
    ...values.flatMap((row, y) =>
      row.flatMap((value, x): Shape[] => {
        const [cellLeft, cellTop] = [left + x * cell, top + y * cell];
        const shape = cellShape(value, cellLeft, cellTop, cell, colorOf);
        if (cell < LEAST_TEXT) return [shape];
        const text = fitted(texts[y]![x]!, cell - 4, size, fontFamily);
        const color = colorOf(value).text;
        return [
          shape,
          { kind: 'text', x: cellLeft + cell / 2, y: cellTop + cell / 2, text, color, size, anchor: 'middle' },
        ];
      }),
    ),
  ];
}

function cellShape(value: number, x: number, y: number, cell: number, colorOf: (value: number) => HeatColor): Shape {
  return {
    kind: 'path',
    d: rectangle(x, y, Math.max(1, cell - (cell > 8 ? 1 : 0)), Math.max(1, cell - (cell > 8 ? 1 : 0))),
    fill: colorOf(value).fill,
  };
}
