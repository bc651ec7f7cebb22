import assert from 'node:assert/strict';
import { isAside, rankPrefix } from '../../../src/protocol/metricGroups';

describe('metrics that stand aside', () => {
  it('are those of the machine and of other ranks than the first', () => {
    for (const key of ['system/cpu', 'rank1/loss', 'rank12/val/acc', `${rankPrefix(3)}loss`])
      assert.ok(isAside(key), key);
    const judged = ['loss', 'rank1', 'rank1_acc/top', 'rank/loss', 'systems/x', 'val/system/x', `${rankPrefix(0)}loss`];
    assert.deepEqual(judged.filter(isAside), []);
  });
});
