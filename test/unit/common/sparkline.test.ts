import assert from 'node:assert/strict';
import { sparkline } from '../../../src/common/sparkline';

describe('sparkline', () => {
  it('draws the course between the smallest and the largest value', () => {
    assert.equal(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8), '▁▂▃▄▅▆▇█');
    assert.equal(sparkline([1, 0, 1], 8), '█▁█');
  });

  it('draws means where there are more values than room', () => {
    assert.equal(sparkline([0, 0, 7, 7], 2), '▁█');
    assert.equal(
      sparkline(
        Float64Array.from({ length: 1000 }, (_, i) => i),
        8,
      ).length,
      8,
    );
  });

  it('draws a constant in the middle, and nothing of too little', () => {
    assert.equal(sparkline([3, 3, 3], 8), '▄▄▄');
    assert.equal(sparkline([3], 8), '');
    assert.equal(sparkline([], 8), '');
  });

  it('leaves out what is not finite', () => {
    assert.equal(sparkline([NaN, 0, Infinity, 7], 8), '▁█');
  });
});
