import assert from 'node:assert/strict';
import type { MetricSummary } from '../../../src/protocol/entities';
import type { WireNumber } from '../../../src/protocol/numbers';
import { deltaOf, deltaText } from '../../../src/runs/view/delta';

function metric(last: WireNumber, key = 'accuracy'): MetricSummary {
  return { key, count: 1, first: last, last, lastStep: 0, min: last, max: last, mean: last };
}

const text = (run: WireNumber, base: WireNumber, direction?: 'higher' | 'lower'): string | undefined => {
  const delta = deltaOf(metric(run), metric(base), direction);
  return delta && deltaText(delta, (value) => value.toFixed(2));
};

describe('how a run stands to the baseline', () => {
  it('is told by an arrow where the value went, filled for the better, and always by a sign', () => {
    assert.equal(text(0.75, 0.5, 'higher'), '▲ +0.25');
    assert.equal(text(0.25, 0.5, 'higher'), '▽ −0.25');
    assert.equal(text(0.25, 0.5, 'lower'), '▼ −0.25');
    assert.equal(text(0.75, 0.5, 'lower'), '△ +0.25');
  });

  it('is called neither better nor worse where no direction is known', () => {
    assert.equal(text(0.75, 0.5), '+0.25');
    assert.equal(text(0.25, 0.5), '−0.25');
  });

  it('is not told of what cannot be compared', () => {
    for (const last of ['NaN', 'Infinity', '-Infinity'] as const) {
      assert.equal(text(last, 0.5, 'higher'), undefined);
      assert.equal(text(0.5, last, 'higher'), undefined);
      assert.equal(text(last, last, 'higher'), undefined);
    }
    assert.equal(text(0.5, 0.5, 'higher'), undefined);
    assert.equal(text(1e300, -1e300, 'higher')?.slice(0, 3), '▲ +');
    assert.equal(deltaOf(metric(1), metric(2, 'loss'), 'higher'), undefined);
    assert.equal(deltaOf(null, metric(2), 'higher'), undefined);
    assert.equal(deltaOf(metric(1), null, 'higher'), undefined);
  });
});
