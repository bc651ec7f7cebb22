import assert from 'node:assert/strict';
import { RowOrder } from '../../../webview/table/rowOrder';

describe('order of rows on the page', () => {
  it('changes at once while nobody looks closely, and waits otherwise', () => {
    const order = new RowOrder();
    order.show({ runIds: ['a', 'b', 'c'], revision: 1 });
    order.renew({ runIds: ['d', 'a', 'b', 'c'], revision: 2 }, true);
    assert.deepEqual(order.shown.value.runIds, ['d', 'a', 'b', 'c']);
    order.renew({ runIds: ['e', 'd', 'a', 'c'], revision: 3 }, false);
    assert.deepEqual(order.shown.value.runIds, ['d', 'a', 'c'], 'what went is taken out, what came waits');
    assert.equal(order.waiting.value, 1);
    order.showPending();
    assert.deepEqual(order.shown.value.runIds, ['e', 'd', 'a', 'c']);
    assert.equal(order.waiting.value, 0);
  });

  it('takes a run out of its group, and a group without runs out of the table', () => {
    const order = new RowOrder();
    const groups = [
      { values: [1], n: 2 },
      { values: [2], n: 1 },
    ];
    order.show({ runIds: ['a', 'b', 'c'], groups, revision: 1 });
    order.toggle(order.groups.value[0]!);
    assert.deepEqual(
      order.items.value.map(({ key }) => key),
      ['group [1]', 'a', 'b', 'group [2]'],
    );
    order.remove(new Set(['b', 'c']));
    assert.deepEqual(
      order.items.value.map(({ key }) => key),
      ['group [1]', 'a'],
    );
  });
});

describe('groups on the page', () => {
  const opened = (order: RowOrder): boolean[] => {
    return order.items.value.flatMap((item) => (item.kind === 'group' ? [item.isExpanded] : []));
  };

  it('stay open when a run joins them', () => {
    const order = new RowOrder();
    order.show({
      runIds: ['b', 'c', 'a'],
      groups: [
        { values: [1], n: 2 },
        { values: [2], n: 1 },
      ],
      revision: 1,
    });
    order.toggle(order.groups.value[0]!);
    order.renew(
      {
        runIds: ['d', 'b', 'c', 'a'],
        groups: [
          { values: [1], n: 3 },
          { values: [2], n: 1 },
        ],
        revision: 2,
      },
      true,
    );
    assert.deepEqual(opened(order), [true, false]);
    order.toggle(order.groups.value[0]!);
    assert.deepEqual(opened(order), [false, false]);
  });

  it('stay open as repeats, which have no values, as long as one of their runs is there', () => {
    const order = new RowOrder(() => true);
    const groups = [
      { values: [], n: 2 },
      { values: [], n: 2 },
    ];
    order.show({ runIds: ['b', 'c', 'a', 'e'], groups, revision: 1 });
    order.toggle(order.groups.value[0]!);
    const { key } = order.groups.value[0]!;
    order.renew({ runIds: ['d', 'b', 'c', 'a', 'e'], groups: [{ values: [], n: 3 }, groups[1]!], revision: 2 }, true);
    assert.deepEqual(opened(order), [true, false]);
    assert.equal(order.groups.value[0]!.key, key, 'and what was read of them is kept');
    order.remove(new Set(['b']));
    assert.deepEqual(opened(order), [true, false]);
  });

  it('have another name when their value is another', () => {
    const order = new RowOrder();
    order.show({ runIds: ['a'], groups: [{ values: ['dev'], n: 1 }], revision: 1 });
    order.renew({ runIds: ['a'], groups: [{ values: ['prod'], n: 1 }], revision: 2 }, true);
    assert.deepEqual(order.groups.value[0]!.values, ['prod']);
  });
});
