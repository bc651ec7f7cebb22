import assert from 'node:assert/strict';
import { parseSettings } from '../../../src/protocol/chartSettings';
import { parseCompareLayout, type CompareLayout } from '../../../src/protocol/compareLayout';
import { epochKey } from '../../../webview/compare/chartAxes';
import { groupKeys } from '../../../webview/compare/keyGroups';
import { LayoutModel } from '../../../webview/compare/layoutModel';
import { runUnits } from '../../../webview/compare/runUnits';

const plain = (layout: CompareLayout): unknown => JSON.parse(JSON.stringify(layout));

describe('shared layout of charts', () => {
  it('is read back as it was written', () => {
    const layout = {
      order: ['loss', 'val/loss'],
      charts: {
        loss: { columns: 2, height: 300, settings: { x: { metric: 'epoch' }, logY: true, smoothing: 0.6 } },
        __proto__x: { hidden: true },
      },
    };
    assert.deepEqual(plain(parseCompareLayout(layout)), layout);
  });

  it('is what remains of anything that somebody typed', () => {
    for (const value of [undefined, null, 7, 'x', [], { order: 'loss', charts: [1] }]) {
      assert.deepEqual(plain(parseCompareLayout(value)), { order: [], charts: {} });
    }
    const hostile = JSON.parse(
      '{"order": ["a", 1, "a", null], "charts": {"__proto__": {"hidden": true}, "constructor": {"hidden": true}, ' +
        '"a": {"columns": 99, "height": "tall", "hidden": 1, "settings": {"x": 5, "smoothing": 7, "logX": "yes"}}}}',
    ) as unknown;
    const parsed = parseCompareLayout(hostile);
    assert.deepEqual(parsed.order, ['a']);
    assert.deepEqual(Object.keys(parsed.charts), ['__proto__', 'constructor'], 'keys are keys, whatever their name');
    assert.equal(({} as { hidden?: true }).hidden, undefined);
    assert.equal(parsed.charts['toString'], undefined);
  });

  it('does not grow without bound', () => {
    const order = Array.from({ length: 9000 }, (_, index) => `key${index}`);
    const charts = Object.fromEntries(order.map((key) => [key, { hidden: true }]));
    const parsed = parseCompareLayout({ order: [...order, 'x'.repeat(20_000)], charts });
    assert.deepEqual([parsed.order.length, Object.keys(parsed.charts).length], [5000, 5000]);
  });

  it('knows settings of charts', () => {
    const settings = { x: 'time', logX: true, logY: false, smoothing: 0.999, clip: true } as const;
    assert.deepEqual(parseSettings({ ...settings, other: 1 }), settings);
    assert.deepEqual(parseSettings({ x: 'bogus', smoothing: 1 }), {});
  });
});

describe('layout of charts', () => {
  let saved: CompareLayout[];
  let model: LayoutModel;
  beforeEach(() => {
    const own: CompareLayout[] = (saved = []);
    model = new LayoutModel((layout) => own.push(layout));
  });
  const keys = ['a', 'b', 'c', 'd'];

  it('moves charts within their group, and remembers no more than it must', () => {
    model.move(keys, 'c', 0);
    assert.deepEqual(model.sorted(keys), ['c', 'a', 'b', 'd']);
    assert.deepEqual(model.layout.value.order, ['c', 'a', 'b']);
    model.move(model.sorted(keys), 'd', 99);
    assert.deepEqual(model.layout.value.order, ['c', 'a', 'b'], 'it is there already');
    model.move(model.sorted(keys), 'c', 1);
    assert.deepEqual(model.sorted(['d', ...keys.slice(0, 3), 'new']), ['a', 'c', 'b', 'd', 'new']);
  });

  it('leaves other groups where they are', () => {
    model.move(['x', 'y'], 'y', 0);
    model.move(keys, 'b', 0);
    assert.deepEqual(model.layout.value.order, ['y', 'x', 'b', 'a']);
  });

  it('keeps sizes within bounds and forgets what is as usual', () => {
    model.resize('a', { columns: 9, height: 5 });
    assert.deepEqual(model.of('a'), { columns: 4, height: 140 });
    model.resize('a', { columns: 1, height: 224 });
    assert.equal('a' in model.layout.value.charts, false);
  });

  it('hides and shows charts, whatever their keys', () => {
    for (const key of ['__proto__', 'constructor', 'a/"b".<c>']) {
      model.hide(key);
      assert.equal(model.of(key).hidden, true);
      model.show([key]);
      assert.deepEqual(model.of(key), {});
    }
  });

  it('saves once a moment after changes, and takes no older layout meanwhile', async () => {
    model.hide('a');
    model.take({ order: ['b'] });
    model.setSettings('a', { logY: true });
    assert.deepEqual(saved, []);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.deepEqual(saved.map(plain), [{ order: [], charts: { a: { hidden: true, settings: { logY: true } } } }]);
    model.take({ order: ['b'] });
    assert.deepEqual(model.sorted(['a', 'b']), ['b', 'a']);
  });

  it('puts a chart that somebody placed before the one that the runs are judged by', () => {
    const first = (isPlaced: (key: string) => boolean) => groupKeys(['loss', 'acc'], 'acc', isPlaced)[0]!.keys;
    assert.deepEqual(
      [first(() => false), first((key) => key === 'loss')],
      [
        ['acc', 'loss'],
        ['loss', 'acc'],
      ],
    );
  });
});

describe('lines of runs', () => {
  it('are single runs, and repeats as one in the place of their first', () => {
    assert.deepEqual(
      runUnits(
        ['a', 'b', 'c', 'd'],
        [
          ['c', 'a'],
          ['x', 'b'],
        ],
      ),
      [['a', 'c'], ['b'], ['d']],
    );
    assert.deepEqual(runUnits(['a', 'b'], []), [['a'], ['b']]);
  });

  it('may stand at epochs where something counts them', () => {
    assert.equal(epochKey(['loss', 'train/Epoch']), 'train/Epoch');
    assert.equal(epochKey(['epoch_time', 'epochs']), undefined);
  });
});
