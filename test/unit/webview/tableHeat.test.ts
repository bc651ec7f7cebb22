import assert from 'node:assert/strict';
import { rankAmong } from '../../../webview/table/heatQuantiles';

describe('the heat of a value', () => {
  it('is its rank: one that lies far away does not make the others look alike', () => {
    const quantiles = [1, 2, 3, 4, 1e9];
    assert.deepEqual(
      quantiles.map((value) => rankAmong(quantiles, value)),
      [0, 0.25, 0.5, 0.75, 1],
    );
  });

  it('lies between those of its neighbours, and never beyond the ends', () => {
    assert.equal(rankAmong([1, 2, 4], 3), 0.75);
    assert.equal(rankAmong([1, 2, 4], -5), 0);
    assert.equal(rankAmong([1, 2, 4], 5), 1);
    assert.equal(rankAmong([-1e308, 1e308], 0), 0.5);
  });

  it('is one for all that are equal, and none where no two differ', () => {
    assert.equal(rankAmong([1, 1, 1, 5], 1), 1 / 3);
    assert.equal(rankAmong([2, 2], 2), undefined);
    assert.equal(rankAmong([], 2), undefined);
  });
});
