import assert from 'node:assert/strict';
import { allColumns, type LaidColumn, layoutColumns } from '../../../src/protocol/tableLayout';
import { type CellValue, fieldName, type KeyedColumn, literal } from '../../../src/protocol/tableApi';
import { DEFAULT_VIEW, parseNamedViews, parseTableView } from '../../../src/protocol/tableView';
import { parseFilter } from '../../../src/store/filter/parser';
import type { RunRow } from '../../../webview/table/cachedRows';
import { type Look, runCell } from '../../../webview/table/cellContent';
import { ColumnFormats } from '../../../webview/table/columnFormats';
import { toCsv, toLatex, toMarkdown } from '../../../webview/table/copyTable';
import { WindowCache } from '../../../webview/table/windowCache';
import { addCondition, moveColumn, neighbourOf, setPinned, toggleSort } from '../../../webview/table/viewEdits';

const KEYED: KeyedColumn[] = [
  { kind: 'metrics', key: 'acc' },
  { kind: 'metrics', key: 'loss' },
  { kind: 'params', key: 'lr' },
  { kind: 'system', key: 'system/cpu' },
];

const shown = (view = DEFAULT_VIEW): string[] => layoutColumns(KEYED, view).map(({ id }) => id);

describe('cells of a run table', () => {
  it('show an empty param, which is none that is missing', () => {
    const look = {
      formats: new ColumnFormats(),
      strings: {},
      baseline: undefined,
      chosenFormats: {},
    } as unknown as Look;
    const textOf = (kind: 'params' | 'tags', value: CellValue) => {
      const column = { id: `${kind}.key`, kind, key: 'key' } as LaidColumn;
      return runCell({ cells: new Map([[column.id, value]]) } as unknown as RunRow, column, look)?.text;
    };
    assert.deepEqual([textOf('params', ''), textOf('params', true), textOf('tags', '')], ['""', 'True', '']);
  });
});

describe('setup of a run table', () => {
  it('shows what people look for, and not what the machine did', () => {
    const attributes = ['attributes.start_time', 'attributes.duration'];
    assert.deepEqual(shown(), [...attributes, 'metrics.acc', 'metrics.loss', 'params.lr', 'attributes.note']);
  });

  it('begins with the metrics that runs are judged by, and ends with seeds', () => {
    const metrics = ['a_norm', 'z_accuracy'].map((key): KeyedColumn => ({ kind: 'metrics', key }));
    const params = ['a.seed', 'lr'].map((key): KeyedColumn => ({ kind: 'params', key }));
    const ids = layoutColumns([...metrics, ...params], DEFAULT_VIEW).map(({ id }) => id);
    assert.deepEqual(ids.slice(2, 6), ['metrics.z_accuracy', 'metrics.a_norm', 'params.lr', 'params.a.seed']);
  });

  it('keeps a moved column where it was put, and new ones beside their like', () => {
    const view = moveColumn(DEFAULT_VIEW, KEYED, 'params.lr', 'metrics.acc', 'before');
    assert.deepEqual(shown(view).slice(2, 5), ['params.lr', 'metrics.acc', 'metrics.loss']);
    const more: KeyedColumn[] = [...KEYED.slice(0, 2), { kind: 'metrics', key: 'val' }, ...KEYED.slice(2)];
    const ids = allColumns(more, view).map(({ id }) => id);
    assert.equal(ids[ids.indexOf('metrics.loss') + 1], 'metrics.val');
    assert.equal(new Set(ids).size, ids.length);
  });

  it('puts pinned columns first, in the order in which they were pinned', () => {
    const view = setPinned(setPinned(DEFAULT_VIEW, 'params.lr', true), 'metrics.acc', true);
    assert.deepEqual(shown(view).slice(0, 2), ['params.lr', 'metrics.acc']);
    assert.deepEqual(shown(moveColumn(view, KEYED, 'metrics.acc', 'params.lr', 'before')).slice(0, 2), [
      'metrics.acc',
      'params.lr',
    ]);
  });

  it('moves a column past its neighbour that is shown and as pinned as itself', () => {
    const view = { ...setPinned(DEFAULT_VIEW, 'metrics.acc', true), shown: { 'metrics.loss': false } };
    const layout = layoutColumns(KEYED, view);
    const beside = (id: string, sign: 1 | -1) => neighbourOf({ id }, sign, layout)?.id;
    assert.equal(beside('metrics.acc', 1), undefined, 'it stays pinned');
    assert.equal(beside('attributes.start_time', -1), undefined, 'it is not pinned by a move');
    assert.equal(beside('attributes.duration', 1), 'params.lr', 'past one that is hidden');
    assert.equal(beside('metrics.loss', 1), undefined);
  });

  it('sorts by one column or by several', () => {
    const alone = { add: false, bestFirst: undefined };
    const besides = { add: true, bestFirst: undefined };
    const once = toggleSort(DEFAULT_VIEW, 'metrics.acc', alone);
    assert.deepEqual(once.sort, [{ column: 'metrics.acc', descending: false }]);
    const twice = toggleSort(once, 'metrics.acc', alone);
    assert.deepEqual(twice.sort, [{ column: 'metrics.acc', descending: true }]);
    assert.deepEqual(toggleSort(twice, 'metrics.acc', alone).sort, []);
    const both = toggleSort(twice, 'params.lr', besides);
    assert.deepEqual(
      both.sort.map(({ column }) => column),
      ['metrics.acc', 'params.lr'],
    );
    assert.deepEqual(
      toggleSort(both, 'metrics.acc', besides).sort.map(({ column }) => column),
      ['params.lr'],
    );
  });

  it('sorts the best first where it is known which those are', () => {
    const [higher, lower] = [
      { add: false, bestFirst: 'higher' as const },
      { add: false, bestFirst: 'lower' as const },
    ];
    const once = toggleSort(DEFAULT_VIEW, 'metrics.acc', higher);
    assert.deepEqual(once.sort, [{ column: 'metrics.acc', descending: true }]);
    const twice = toggleSort(once, 'metrics.acc', higher);
    assert.deepEqual(twice.sort, [{ column: 'metrics.acc', descending: false }]);
    assert.deepEqual(toggleSort(twice, 'metrics.acc', higher).sort, []);
    assert.deepEqual(toggleSort(DEFAULT_VIEW, 'metrics.loss', lower).sort, [
      { column: 'metrics.loss', descending: false },
    ]);
  });

  it('narrows a filter without changing what it means', () => {
    const narrowed = addCondition({ ...DEFAULT_VIEW, filter: 'a = 1 or b = 2' }, 'c = 3').filter;
    assert.equal(narrowed, '(a = 1 or b = 2) and c = 3');
    assert.equal(addCondition(DEFAULT_VIEW, 'c = 3').filter, 'c = 3');
    for (const value of ["it's", 'a"b', '', 'x'.repeat(1000), 1e300, -0.5, true]) {
      const condition = `${fieldName({ kind: 'params', key: 'a "b" `c`' })} = ${literal(value)}`;
      assert.doesNotThrow(() => parseFilter(condition), condition);
    }
  });

  it('takes nothing over from a file that is not as it should be', () => {
    for (const hostile of [null, 1, 'x', [], { filter: 1, sort: 'x', shown: [1], widths: { a: 'wide' } }]) {
      assert.deepEqual(parseTableView(hostile), DEFAULT_VIEW);
    }
    const saved = {
      filter: 'a = 1',
      sort: [{ column: 'metrics.acc', descending: true }, { column: 5 }, null],
      widths: { a: 1e9, b: -5, c: Number.NaN },
      formats: {
        a: { style: 'fixed', digits: 3 },
        b: { style: 'other', digits: 3 },
        c: { style: 'fixed', digits: 99 },
      },
      group: { by: ['params.lr', 3] },
      heat: 'yes',
    };
    assert.deepEqual(parseTableView(saved), {
      ...DEFAULT_VIEW,
      filter: 'a = 1',
      sort: [{ column: 'metrics.acc', descending: true }],
      widths: { a: 800, b: 48 },
      formats: { a: { style: 'fixed', digits: 3 } },
      group: { by: ['params.lr'] },
    });
    assert.deepEqual(parseNamedViews('x'), []);
    assert.deepEqual(parseTableView(JSON.parse(JSON.stringify(parseTableView(saved)))), parseTableView(saved));
  });
});

describe('numbers of a column', () => {
  it('have equal decimals, as many as one of them needs', () => {
    const formats = new ColumnFormats();
    for (const value of [0.5, 0.93421734, 12, 1e300, 3e-9, Number.NaN]) formats.observe('a', value);
    const texts = [0.5, 0.93421734, 12, -0.25, 1e300, -3e-9, Number.NaN, Number.NEGATIVE_INFINITY];
    assert.deepEqual(
      texts.map((value) => formats.text('a', value)),
      ['0.5000', '0.9342', '12.0000', '−0.2500', '1.00e300', '−3.00e−9', 'NaN', '−∞'],
    );
  });

  it('never get fewer decimals, so that nothing changes while one scrolls', () => {
    const formats = new ColumnFormats();
    formats.observe('a', 0.25);
    const { version } = formats;
    formats.observe('a', 0.5);
    assert.equal(formats.version, version);
    assert.equal(formats.text('a', 0.5), '0.50');
  });

  it('are known as numbers where all are very small', () => {
    const formats = new ColumnFormats();
    formats.observe('lr', 3e-5);
    assert.ok(formats.hasNumbers('lr'));
    assert.equal(formats.text('lr', 3e-5), '3.00e−5');
  });

  it('never write a difference as none', () => {
    const formats = new ColumnFormats();
    formats.observe('steps', 1234.5678);
    assert.equal(formats.difference('steps', 0.3), '3.0e−1');
    assert.equal(formats.difference('steps', -0.004, { style: 'fixed', digits: 2 }), '−4.0e−3');
    assert.equal(formats.difference('steps', 12), '12');
  });

  it('are written as a person chose', () => {
    const formats = new ColumnFormats();
    assert.equal(formats.text('a', 0.12345, { style: 'percent', digits: 1 }), '12.3 %');
    assert.equal(formats.text('a', 1e300, { style: 'fixed', digits: 2 }), '1.00e300');
    assert.equal(formats.text('a', -0.5, { style: 'exponent', digits: 1 }), '−5.0e−1');
  });
});

describe('copied tables', () => {
  const table = {
    head: ['Run', 'a|b_c', 'x & y'],
    isNumber: [false, true, false],
    rows: [['<b>otter</b>\nline', '−0.5 ±0.1', 'say "hi", 50%']],
  };

  it('are Markdown', () => {
    assert.equal(
      toMarkdown(table),
      '| Run | a\\|b\\_c | x \\& y |\n| --- | ---: | --- |\n' +
        '| \\<b\\>otter\\</b\\> line | −0.5 ±0.1 | say "hi", 50% |\n',
    );
  });

  it('are CSV', () => {
    assert.equal(toCsv(table), 'Run,a|b_c,x & y\r\n"<b>otter</b>\nline",−0.5 ±0.1,"say ""hi"", 50%"\r\n');
  });

  it('are LaTeX', () => {
    assert.match(toLatex(table), /^\\begin\{tabular\}\{lrl\}\n\\toprule\nRun & a\|b\\_c & x \\& y \\\\\n/);
    assert.match(toLatex(table), /\$-\$0\.5 \$\\pm\$0\.1 & say "hi", 50\\% \\\\\n\\bottomrule/);
  });
});

describe('rows that were read', () => {
  it('are read again when they change while they are read', async () => {
    let value = 1;
    const answers: (() => void)[] = [];
    const cache = new WindowCache<string, null, number>(
      async (keys) => {
        const read = value;
        await new Promise<void>((resolve) => answers.push(resolve));
        return keys.map((key) => ({ key, info: null, cells: { 0: read } }));
      },
      () => undefined,
    );
    const answer = async (): Promise<void> => {
      while (answers.length === 0) await new Promise((resolve) => setTimeout(resolve));
      answers.shift()!();
    };
    const columns: KeyedColumn[] = [{ kind: 'metrics', key: 'loss' }];
    const wanted = cache.want(['a'], columns);
    await answer();
    await wanted;
    cache.outdate(['a']);
    const filled = cache.fill();
    value = 2;
    cache.outdate(['a']);
    await answer();
    await answer();
    await filled;
    assert.equal(cache.get('a')!.cells.get('metrics.loss'), 2);
  });
});
