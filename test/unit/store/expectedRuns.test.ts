import assert from 'node:assert/strict';
import { ExpectedRuns } from '../../../src/store/ingest/expectedRuns';

describe('run folders without an event', () => {
  it('are waited for until their runs are known, or for a minute', () => {
    const known = new Set<string>();
    const expected = new ExpectedRuns((runId) => known.has(runId));
    assert.equal(expected.add(['a', 'b', 'c'], 1), true);
    assert.equal(expected.add(['a'], 1), false);
    known.add('a');
    expected.remove('b');
    assert.deepEqual(expected.pending(2), ['c']);
    assert.deepEqual(expected.pending(61), ['c']);
    assert.deepEqual(expected.pending(62), []);
  });

  it('are asked after once a tick, however many come at once', () => {
    let asked = 0;
    const expected = new ExpectedRuns(() => {
      asked += 1;
      return false;
    });
    for (let n = 0; n < 1000; n += 1) {
      expected.add([`run ${n}`], 1);
      assert.equal(expected.pending(1).length, n + 1);
    }
    // When they are added, and the first in the sweep of the tick.
    assert.equal(asked, 1001);
    expected.pending(2);
    assert.equal(asked, 2001);
  });
});
