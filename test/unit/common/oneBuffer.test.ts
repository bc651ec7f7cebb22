import assert from 'node:assert/strict';
import { onOneBuffer } from '../../../src/common/oneBuffer';

describe('a message on one buffer', () => {
  it('holds the same numbers, of whatever type and however many', () => {
    const message = {
      type: 'reply',
      result: Array.from({ length: 300 }, (_, i) => ({
        key: `m${i}`,
        steps: { first: 1, rises: new Uint16Array([i, 2, 3]) },
        values: new Float64Array([i, Number.NaN, -1e300]),
        bytes: new Uint8Array(i % 5),
        damaged: undefined,
      })),
    };
    const sent = onOneBuffer(message);
    assert.deepEqual(sent, message);
    const views = sent.result.flatMap(({ steps, values, bytes }) => [steps.rises, values, bytes]);
    assert.equal(new Set(views.map(({ buffer }) => buffer)).size, 1);
    assert.ok(views.every((view) => view.byteOffset % view.BYTES_PER_ELEMENT === 0));
  });

  it('takes of a view of a part that part alone', () => {
    const whole = new Float64Array([1, 2, 3, 4]);
    const sent = onOneBuffer([whole.subarray(1, 3), new Float32Array([5])]);
    assert.deepEqual(sent, [new Float64Array([2, 3]), new Float32Array([5])]);
    assert.equal(sent[0]!.buffer.byteLength, 24);
  });

  it('is the message itself where there is nothing to put together', () => {
    const message = { text: 'a', list: [1, null, undefined], bytes: new Uint8Array(3) };
    assert.equal(onOneBuffer(message), message);
  });
});
