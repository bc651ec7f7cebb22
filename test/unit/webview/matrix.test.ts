import assert from 'node:assert/strict';
import { accuracyOf } from '../../../webview/compare/logged/matrix';

describe('the accuracy of a confusion matrix', () => {
  const of = (...counts: number[][]): number => accuracyOf({ labels: counts.map((_, i) => `c${i}`), counts });

  it('is the share on the diagonal, also of counts that were weighted', () => {
    assert.equal(of([8, 2], [0, 10]), 0.9);
    assert.equal(of([1, 0], [0, 1]), 1);
    assert.equal(of([0.5, 1.5], [0, 2]), 0.625);
  });

  it('is unknown where classes were divided by their size, which no matrix of shares tells', () => {
    assert.equal(of([0.8, 0.2], [0.333, 0.667]), Number.NaN, 'by true class');
    assert.equal(of([0.8, 0.333], [0.2, 0.667]), Number.NaN, 'by predicted class');
    assert.equal(of([0.8, 0.2], [0, 0]), Number.NaN, 'a class without examples');
    assert.equal(of([0.25, 0.25], [0, 0.5]), 0.75, 'by all: the shares are those of examples');
    assert.equal(of([0]), Number.NaN);
  });
});
