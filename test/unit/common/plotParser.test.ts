import assert from 'node:assert/strict';
import { parseEvent } from '../../../src/common/eventParser';
import { MAX_CELL_LENGTH, MAX_LABEL_LENGTH, type PlotKind } from '../../../src/protocol/plots';
import type { PlotEvent } from '../../../src/protocol/trainingEvents';

function parse(kind: string, data: unknown, more: object = {}): PlotEvent | undefined {
  return parseEvent(JSON.stringify({ e: 'plot', kind, k: 'x', data, ...more }), 0, 0) as PlotEvent | undefined;
}

function numbers(count: number, value: (i: number) => unknown = (i) => i): unknown[] {
  return Array.from({ length: count }, (_, i) => value(i));
}

const GOOD: Record<PlotKind, object> = {
  confusion: {
    labels: ['<b>a</b>', '\u202eb'],
    counts: [
      [1, 0],
      [0.5, 1e300],
    ],
  },
  roc: { x: [0, 1], y: [0, 1], thresholds: ['Infinity', 0.5], area: 0.5 },
  pr: { x: [1, 0], y: [0.5, 1] },
  histogram: { edges: [-1e300, 0, 1e300], counts: [0, 7], notFinite: 2 },
  table: {
    columns: ['a', ''],
    rows: [
      [1, null],
      ['NaN', true],
    ],
    total: 2000,
  },
  image: { path: 'figures/한글 a-3.png' },
};

const BAD: [kind: string, data: unknown][] = [
  ['unheard', { labels: ['a'], counts: [[1]] }],
  ['constructor', {}],
  ['confusion', null],
  ['confusion', []],
  ['confusion', 'text'],
  ['confusion', { labels: [], counts: [] }],
  ['confusion', { labels: ['a'], counts: [[1, 2]] }],
  ['confusion', { labels: ['a', 'b'], counts: [[1, 2]] }],
  ['confusion', { labels: ['a'], counts: [['NaN']] }],
  ['confusion', { labels: ['a'], counts: [[-1]] }],
  ['confusion', { labels: ['a'], counts: [[null]] }],
  ['confusion', { labels: ['a'], counts: ['1'] }],
  ['confusion', { labels: [1], counts: [[1]] }],
  ['confusion', { labels: numbers(101, String), counts: numbers(101, () => numbers(101, () => 1)) }],
  ['roc', { x: [0, 1], y: [0] }],
  ['roc', { x: [0], y: [0] }],
  ['roc', { x: [0, 1.1], y: [0, 1] }],
  ['roc', { x: [0, 'NaN'], y: [0, 1] }],
  ['pr', { x: numbers(501, () => 0), y: numbers(501, () => 0) }],
  ['histogram', { edges: [0, 0], counts: [1] }],
  ['histogram', { edges: [1, 0], counts: [1] }],
  ['histogram', { edges: [0, 1], counts: [] }],
  ['histogram', { edges: [0, 'Infinity'], counts: [1] }],
  ['histogram', { edges: [0, 1], counts: [-1] }],
  ['histogram', { edges: numbers(66), counts: numbers(65) }],
  ['table', { columns: [], rows: [] }],
  ['table', { columns: ['a'], rows: [[1, 2]] }],
  ['table', { columns: ['a', 'b'], rows: [[1]] }],
  ['table', { columns: ['a'], rows: [[{}]] }],
  ['table', { columns: ['a'], rows: numbers(1001, () => [1]) }],
  ['table', { columns: numbers(101, String), rows: [] }],
  ['table', { columns: ['a'], rows: numbers(900, () => ['x'.repeat(500)]) }],
  ['image', { path: '' }],
  ['image', { path: '../secret.png' }],
  ['image', { path: 'a\\..\\..\\secret.png' }],
  ['image', { path: '/etc/passwd' }],
  ['image', { path: 'C:\\secret.png' }],
  ['image', { path: '\\\\host\\share' }],
  ['image', { path: 3 }],
];

describe('plots of event files', () => {
  for (const [kind, data] of Object.entries(GOOD)) {
    it(`are taken as they are: ${kind}`, () => {
      assert.deepEqual(parse(kind, data, { s: 3, src: 'sklearn' }), {
        q: 0,
        t: 0,
        e: 'plot',
        kind,
        k: 'x',
        s: 3,
        src: 'sklearn',
        data,
      });
    });
  }

  for (const [kind, data] of BAD) {
    it(`are none: ${kind} ${JSON.stringify(data).slice(0, 80)}`, () => {
      assert.equal(parse(kind, data), undefined);
    });
  }

  it('have names that are cut, and lose what is not understood', () => {
    const [long, thresholds] = ['x'.repeat(10_000), [1]];
    const confusion = parse('confusion', { labels: [long], counts: [[1]], more: long })!;
    assert.deepEqual(confusion.data, { labels: [`${'x'.repeat(MAX_LABEL_LENGTH - 1)}…`], counts: [[1]] });
    const table = parse('table', { columns: [long], rows: [[long]], total: -1 });
    assert.ok(table?.kind === 'table');
    assert.equal(table.data.columns[0]!.length, MAX_LABEL_LENGTH);
    assert.equal((table.data.rows[0]![0] as string).length, MAX_CELL_LENGTH);
    assert.equal(table.data.total, 1);
    assert.deepEqual(parse('roc', { x: [0, 1], y: [0, 1], thresholds, area: 7 })?.data, { x: [0, 1], y: [0, 1] });
  });

  it('need a name; a step that is none is left out', () => {
    assert.equal(parse('image', GOOD.image, { k: '' }), undefined);
    assert.equal('s' in parse('image', GOOD.image, { s: 'three' })!, false);
    assert.equal(parse('image', GOOD.image, { s: '9007199254740993' })?.s, 9007199254740992);
  });
});
