import assert from 'node:assert/strict';
import type { ChangeEvent, RunChange } from '../../../src/protocol/storeApi';
import { newsOf } from '../../../src/runPage/runNews';
import { makeRun } from '../webview/runData';

const changed = (...runs: RunChange[]): ChangeEvent => ({ kind: 'changed', runs, datasets: true, models: false });

describe('what the page of a run hears', () => {
  it('is that the store was started again', () => {
    assert.deepEqual(newsOf('a', { kind: 'restarted' }), { kind: 'restarted' });
  });

  it('is of its own run alone', () => {
    const own = { runId: 'a', keys: ['loss'] };
    assert.deepEqual(newsOf('a', changed({ runId: 'b', keys: [] }, own)), changed(own));
    assert.equal(newsOf('a', changed({ runId: 'b', keys: [] })), undefined);
    const { run } = makeRun(1);
    assert.deepEqual(newsOf(run.id, { kind: 'runEnded', run }), { kind: 'runEnded', run });
    assert.equal(newsOf('a', { kind: 'runEnded', run }), undefined);
  });

  it('is of others where they may be what it is held against', () => {
    assert.deepEqual(newsOf('a', changed({ runId: 'b', keys: [], removed: true })), changed());
    assert.deepEqual(newsOf('a', { ...changed(), choices: true }), { ...changed(), choices: true });
  });
});
