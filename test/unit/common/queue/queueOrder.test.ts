import assert from 'node:assert/strict';
import { ORDER_LIMIT } from '../../../../src/common/queue/queueFiles';
import { ordersBetween } from '../../../../src/common/queue/queueOrder';

describe('places of the queue', () => {
  const isAscending = (orders: number[]): boolean => orders.every((order, i) => i === 0 || orders[i - 1]! < order);

  it('are found before, behind and between others', () => {
    for (const [before, after] of [[undefined, undefined], [100], [undefined, 5e12], [100, 1e6]] as const) {
      const orders = ordersBetween(3, before, after)!;
      assert.ok(
        isAscending([...(before === undefined ? [] : [before]), ...orders, ...(after === undefined ? [] : [after])]),
      );
      assert.ok(orders.every(Number.isInteger));
    }
  });

  it('are none where there is no room', () => {
    assert.equal(ordersBetween(3, 10, 13), undefined);
    assert.equal(ordersBetween(1, 10, 10), undefined);
    assert.equal(ordersBetween(1, ORDER_LIMIT - 1), undefined);
    assert.equal(ordersBetween(2, undefined, 5), undefined);
  });

  it('have room for a long queue', () => {
    assert.equal(ordersBetween(100_000)?.length, 100_000);
  });
});
