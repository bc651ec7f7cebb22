import { useMemo, useState } from 'preact/hooks';
import type { ConfusionMatrix } from '../../../src/protocol/plots';
import { fillTemplate } from '../../ui/fillTemplate';
import { formatNumber } from '../../ui/numbers';
import { ChartCanvas } from '../insights/chartCanvas';
import { letGo, markKeys } from '../insights/markKeys';
import { walk, type Place as Cell } from '../insights/walk';
import { useLogged } from './loggedContext';
import type { HeatColor } from './heat';
import { mostConfused, percent, rowShares } from './matrix';
import { cellsDrawing } from './matrixDrawing';

const GRID = 280;
const MOST_PAIRS = 5;

interface MatrixProps {
  matrix: ConfusionMatrix;
  /** What the cells are coloured by, and show. */
  values: readonly (readonly number[])[];
  texts: readonly (readonly string[])[];
  colorOf: (value: number) => HeatColor;
  label: string;
}

/** A matrix of few classes: a table like any other for those who do not see its colours. */
export function MatrixTable({ matrix, values, texts, colorOf, label }: MatrixProps) {
  const { strings } = useLogged();
  const { labels } = matrix;
  const shares = useMemo(() => rowShares(matrix), [matrix]);
  return (
    <div class="matrix-box" tabIndex={0} role="region" aria-label={label}>
      <table class="matrix">
        <caption class="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <td class="matrix-corner secondary">
              {strings.logged.trueClass} ↓ {strings.logged.predicted} →
            </td>
            {labels.map((name, column) => (
              <th key={column} scope="col" title={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {values.map((row, i) => (
            <tr key={i}>
              <th scope="row" title={labels[i]}>
                {labels[i]}
              </th>
              {row.map((value, j) => {
                const { fill, text } = colorOf(value);
                return (
                  <td
                    key={j}
                    class={i === j ? 'right' : ''}
                    style={{ background: fill, color: text }}
                    title={cellTitle(strings.logged.cellTitle, matrix, shares, i, j)}
                  >
                    {texts[i]![j]}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A matrix of many classes: its cells as a picture, what lies under the pointer, and what is confused most in words. */
export function MatrixGrid({ matrix, values, colorOf, label }: MatrixProps) {
  const { strings, theme } = useLogged();
  const look = theme.value;
  const [at, setAt] = useState<Cell>();
  const shares = useMemo(() => rowShares(matrix), [matrix]);
  const drawing = useMemo(() => cellsDrawing(values, GRID, colorOf, look), [values, colorOf, look]);
  const size = matrix.labels.length;
  const told = mostConfused(matrix, MOST_PAIRS)
    .map(({ row, column, count }) =>
      fillTemplate(strings.logged.confusedPair, matrix.labels[row]!, matrix.labels[column]!, formatNumber(count)),
    )
    .join(', ');
  const titleOf = (cell: Cell): string => cellTitle(strings.logged.cellTitle, matrix, shares, cell.row, cell.point);
  const keys = markKeys({
    label: `${label} ${strings.logged.matrixKeys}`,
    at,
    place: at === undefined ? 0 : at.row * size + at.point,
    count: size * size,
    told: at === undefined ? '' : titleOf(at),
    next: (key) =>
      walk(
        key,
        at,
        Array.from({ length: size }, () => size),
      ),
    onPoint: setAt,
  });
  return (
    <>
      <div
        class="matrix-grid"
        {...keys}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const place = (offset: number): number => Math.min(size - 1, Math.max(0, Math.floor((offset / GRID) * size)));
          setAt({ row: place(event.clientY - box.top), point: place(event.clientX - box.left) });
        }}
        onPointerLeave={(event) => letGo(event.currentTarget, setAt)}
      >
        <ChartCanvas drawing={drawing} />
        {at !== undefined && <PointedCell at={at} size={GRID / size} />}
      </div>
      <p class="secondary matrix-told">
        {at === undefined ? told !== '' && fillTemplate(strings.logged.mostConfused, told) : titleOf(at)}
      </p>
    </>
  );
}

/** `size`: of a cell, pixels. */
function PointedCell({ at, size }: { at: Cell; size: number }) {
  const [left, top, side] = [at.point * size, at.row * size, size].map((pixels) => `${pixels}px`);
  return <div class="pointed-cell" data-pointed style={{ left, top, width: side, height: side }} />;
}

function cellTitle(
  template: string,
  { labels, counts }: ConfusionMatrix,
  shares: readonly (readonly number[])[],
  row: number,
  column: number,
): string {
  const count = formatNumber(counts[row]![column]!);
  return fillTemplate(template, labels[row]!, labels[column]!, count, percent(shares[row]![column]!));
}
