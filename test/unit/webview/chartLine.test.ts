import assert from 'node:assert/strict';
import { nearestX, neighbourX, readingsAt, toPoints, xRange, type ChartLine } from '../../../webview/charts/chartLine';
import { spread } from '../../../webview/charts/lineMarks';

function line(id: string, steps: number[], values: number[]): ChartLine {
  const typed = Float64Array.from(steps);
  const series = {
    runId: id,
    key: 'loss',
    steps: typed,
    values: Float64Array.from(values),
    times: typed,
    total: steps.length,
    decimated: false,
  };
  return { id, name: id, colorIndex: 0, ...toPoints(series) };
}

describe('chart lines', () => {
  it('keeps what is not finite as a gap and as a hole', () => {
    const { points, holes } = line('a', [0, 1, 2], [1, Number.POSITIVE_INFINITY, 3]);
    assert.deepEqual(points, [
      { x: 0, y: 1, index: 0 },
      { x: 1, y: Number.NaN, index: 1 },
      { x: 2, y: 3, index: 2 },
    ]);
    assert.deepEqual(holes, [{ x: 1, y: Number.POSITIVE_INFINITY, index: 1 }]);
  });

  it('puts steps in order that went back', () => {
    assert.deepEqual(line('a', [0, 5, 3], [1, 2, 3]).points, [
      { x: 0, y: 1, index: 0 },
      { x: 3, y: 3, index: 2 },
      { x: 5, y: 2, index: 1 },
    ]);
  });

  it('reads all lines at a step from high to low, NaN last, without lines that do not reach it', () => {
    const lines = [
      line('low', [0, 10], [1, 1]),
      line('diverged', [0, 10], [1, Number.NaN]),
      line('high', [0, 9], [2, 2]),
      line('short', [0, 3], [9, 9]),
    ];
    assert.deepEqual(
      readingsAt(lines, 9).map(({ line: { id }, value, step }) => [id, value, step]),
      [
        ['high', 2, 9],
        ['low', 1, 10],
        ['diverged', Number.NaN, 10],
      ],
    );
  });

  it('moves over the steps of all lines', () => {
    const lines = [line('even', [0, 2, 4], [0, 0, 0]), line('odd', [1, 3], [0, 0])];
    assert.equal(nearestX(lines, 2.6), 3);
    assert.equal(neighbourX(lines, 2, 1), 3);
    assert.equal(neighbourX(lines, 2, -1), 1);
    assert.equal(neighbourX(lines, 4, 1), undefined);
    assert.deepEqual(xRange(lines), { min: 0, max: 4 });
  });

  it('moves names at line ends apart and keeps them inside', () => {
    const placed = spread([{ y: 50 }, { y: 49 }, { y: 98 }, { y: 99 }], 10, 0, 100);
    const heights = placed.map((label) => label.y);
    assert.deepEqual(heights, [49, 59, 90, 100]);
  });
});
