/** Parts of axes that people marked: runs whose values lie in one of them on every marked axis are lifted. */
import type { Column, FieldId } from './fields';

/** A range of numbers, both ends included, or some of the categories. */
export type Brush = { from: number; to: number } | { levels: readonly string[] };

export type Brushes = Readonly<Record<FieldId, readonly Brush[]>>;

/** For each run whether it lies in a brush on every axis that has some; `undefined` without any brush. */
export function brushedRuns(columns: readonly Column[], brushes: Brushes): Uint8Array | undefined {
  const marked = columns.filter(({ id }) => (brushes[id]?.length ?? 0) > 0);
  const [first] = marked;
  if (first === undefined) return undefined;
  const inside = new Uint8Array(first.texts.length).fill(1);
  for (const column of marked) {
    const tests = brushes[column.id]!.map((brush) => testOf(brush, column));
    for (let run = 0; run < inside.length; run += 1) {
      if (inside[run] === 1 && !tests.some((test) => test(run))) inside[run] = 0;
    }
  }
  return inside;
}

function testOf(brush: Brush, { numbers, texts }: Column): (run: number) => boolean {
  if ('levels' in brush) {
    const levels = new Set(brush.levels);
    return (run) => texts[run] !== undefined && levels.has(texts[run]);
  }
  return (run) => numbers !== undefined && numbers[run]! >= brush.from && numbers[run]! <= brush.to;
}

/** The brush that covers an axis between two of its values; `undefined` where it holds no category. */
export function brushBetween(column: Column, a: number, b: number): Brush | undefined {
  const [from, to] = a < b ? [a, b] : [b, a];
  if (column.numbers !== undefined) return { from, to };
  const levels = column.levels.filter((_, level) => level >= from && level <= to);
  return levels.length > 0 ? { levels } : undefined;
}

/** Where a brush lies, in the values of {@link brushBetween}; `undefined` where its categories are gone. */
export function brushExtent(column: Column, brush: Brush): { from: number; to: number } | undefined {
  if (!('levels' in brush)) return column.numbers === undefined ? undefined : brush;
  const places = brush.levels.map((level) => column.levels.indexOf(level)).filter((place) => place >= 0);
  if (places.length === 0) return undefined;
  return { from: Math.min(...places) - 0.4, to: Math.max(...places) + 0.4 };
}

/** The brushes with those of one axis replaced. */
export function withBrushes(brushes: Brushes, id: FieldId, own: readonly Brush[]): Brushes {
  const others = Object.fromEntries(Object.entries(brushes).filter(([axis]) => axis !== id));
  return own.length === 0 ? others : { ...others, [id]: own };
}
