import assert from 'node:assert/strict';
import { parseReportAddress } from '../../../src/snapshots/restoring/reportAddress';

describe('the address of a report', () => {
  const address = { folder: '/work', kind: 'bisection', id: '01JXSTRE000000000000000101' };
  const parse = (query: string): unknown => parseReportAddress(query, ['/other', '/work']);

  it('names a report of a folder that is open', () => {
    assert.deepEqual(parse(JSON.stringify(address)), address);
    assert.deepEqual(parse(JSON.stringify({ ...address, kind: 'reproduction', more: 1 })), {
      ...address,
      kind: 'reproduction',
    });
  });

  it('names nothing where it was not written by us', () => {
    const others = [
      { ...address, folder: '/elsewhere' },
      { ...address, folder: undefined },
      { ...address, kind: 'restore' },
      { ...address, id: '--undo' },
      { ...address, id: [address.id] },
    ];
    for (const query of ['', '{', 'null', '"bisection"', ...others.map((one) => JSON.stringify(one))]) {
      assert.equal(parse(query), undefined, query);
    }
  });
});
