import assert from 'node:assert/strict';
import type { Series } from '../../../src/protocol/entities';
import { packSeries, unpackSeries } from '../../../src/protocol/sentSeries';

function series(steps: number[], times = steps.map((step) => 1.7e12 + 40 * step)): Series {
  return {
    runId: 'run',
    key: 'loss',
    steps: Float64Array.from(steps),
    values: Float64Array.from(steps, Math.sin),
    times: Float64Array.from(times),
    total: steps.length,
    decimated: false,
  };
}

function bytesOf({ steps, times }: ReturnType<typeof packSeries>): number {
  return [steps, times].reduce(
    (sum, sent) => sum + (sent instanceof Float64Array ? sent.byteLength : sent.rises.byteLength),
    0,
  );
}

describe('a series that is sent to a page', () => {
  for (const [name, steps] of [
    ['steps that rise by one', [0, 1, 2, 3]],
    ['steps that stay and leap', [5, 5, 70_000, 4_000_000_000]],
    ['steps that leap too far', [0, 2 ** 33]],
    ['steps that go back', [10, 11, 3, 4]],
    ['negative steps', [-7, -3, 0]],
    ['steps that are no whole numbers', [0.5, 1, 1.5]],
    ['steps that are whole at first', [1, 2, 2.5]],
    ['steps that are no numbers', [0, NaN, 2]],
    ['steps without an end', [0, 1, Infinity]],
    ['steps beyond what is exact', [2 ** 53, 2 ** 53 + 2]],
    ['one point', [3]],
    ['no points', []],
  ] as const) {
    it(`arrives as it was: ${name}`, () => {
      const sent = series([...steps]);
      assert.deepEqual(unpackSeries(structuredClone(packSeries(sent))), sent);
    });
  }

  it('arrives with times that no clock gave', () => {
    const sent = series([0, 1, 2], [1.7e12, 1.7e12 - 5, NaN]);
    assert.deepEqual(unpackSeries(packSeries(sent)), sent);
  });

  it('takes a quarter of the bytes for steps and times', () => {
    const sent = series(Array.from({ length: 1001 }, (_, step) => step));
    assert.equal(bytesOf(packSeries(sent)), 2 * 1000 * 2);
    const rare = series(Array.from({ length: 1001 }, (_, step) => 1e5 * step));
    assert.equal(bytesOf(packSeries(rare)), 2 * 1000 * 4);
  });
});
