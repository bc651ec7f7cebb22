import assert from 'node:assert/strict';
import { EarlyComparison } from '../../../src/runs/earlyComparison';
import type { StoreClient } from '../../../src/store/client';

const COMPARISON = { runs: [], params: [], metrics: {}, directions: {} };

/** A store of which the answers come when they are let go. */
function store() {
  const asked: unknown[] = [];
  let answer: (value: unknown) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const request = (method: string, query: unknown): Promise<unknown> => {
    asked.push([method, query]);
    return new Promise((resolve, reject) => ([answer, fail] = [resolve, reject]));
  };
  return {
    client: { request } as unknown as StoreClient,
    asked,
    answer: () => answer(COMPARISON),
    fail: () => fail(new Error('gone')),
  };
}

describe('a comparison that is read while its page is loaded', () => {
  it('is given once', async () => {
    const { client, asked, answer } = store();
    const early = new EarlyComparison(client, ['a', 'b']);
    assert.deepEqual(asked, [['compareRuns', { runIds: ['a', 'b'] }]]);
    answer();
    assert.equal(await early.take(), COMPARISON);
    assert.equal(await early.take(), undefined);
  });

  it('is of no use once something changed, also while it is waited for', async () => {
    const { client, answer } = store();
    const early = new EarlyComparison(client, ['a']);
    const taken = early.take();
    early.drop();
    answer();
    assert.equal(await taken, undefined);
  });

  it('leaves it to the page to ask where it fails or there is nothing to compare', async () => {
    const { client, fail } = store();
    const early = new EarlyComparison(client, ['a']);
    fail();
    assert.equal(await early.take(), undefined);
    const none = store();
    assert.equal(await new EarlyComparison(none.client, []).take(), undefined);
    assert.deepEqual(none.asked, []);
  });
});
