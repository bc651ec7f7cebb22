import assert from 'node:assert/strict';
import type { MetricSummary } from '../../../src/protocol/entities';
import { toWire, type ParamValue } from '../../../src/protocol/numbers';
import type { ChartTheme } from '../../../webview/charts/theme';
import { axisScale, canBeLog, isLogByItself } from '../../../webview/compare/insights/axisScale';
import { barsOf } from '../../../webview/compare/insights/bars';
import { brushBetween, brushedRuns, brushExtent } from '../../../webview/compare/insights/brushes';
import { toSvg, type Drawing } from '../../../webview/compare/insights/drawing';
import { Columns, tellingParams, type Column } from '../../../webview/compare/insights/fields';
import { EMPTY_STATE, parseInsightsState } from '../../../webview/compare/insights/insightsState';
import { nearestLine } from '../../../webview/compare/insights/lineDrawing';
import { nextMark } from '../../../webview/compare/insights/markKeys';
import { lineBatches, linesDownwards, parallelPlot } from '../../../webview/compare/insights/parallelPlot';
import { paretoFront } from '../../../webview/compare/insights/pareto';
import { pointOrders, scatterPlot } from '../../../webview/compare/insights/scatterPlot';
import { toCsv } from '../../../webview/ui/csv';

function param(key: string, values: (ParamValue | undefined)[]): Column {
  return new Columns({ params: [{ key, values, differs: true }], metrics: [] }, 'last', {}).get(`param:${key}`)!;
}

function metric(values: number[]): Column {
  const summaries = values.map((value): MetricSummary => {
    const wire = toWire(value);
    return { key: 'm', count: 1, first: wire, last: wire, lastStep: 0, min: wire, max: wire, mean: wire };
  });
  return new Columns({ params: [], metrics: [{ key: 'm', values: summaries, differs: true }] }, 'last', {}).get(
    'metric:m',
  )!;
}

describe('columns of params and metrics', () => {
  it('are numbers where every run has one, else categories', () => {
    assert.deepEqual([...param('lr', [1, undefined, 'NaN', 0.5]).numbers!], [1, NaN, NaN, 0.5]);
    const mixed = param('depth', ['auto', 10, 9, undefined, true]);
    assert.equal(mixed.numbers, undefined);
    assert.deepEqual(mixed.levels, ['9', '10', 'auto', 'True']);
  });

  it('have a category for an empty text and for None, and none for a run without a value', () => {
    const column = param('aug', ['', 'flip', undefined, null]);
    assert.deepEqual(column.levels, ['""', 'flip', 'None']);
    const { places, ticks } = axisScale(column, { from: 100, to: 0 }, false);
    assert.deepEqual([...places].map(Number.isNaN), [false, false, true, false]);
    assert.equal(ticks[0]!.text, '""');
  });

  it('take the best value by the direction that people chose', () => {
    const summary: MetricSummary = { key: 'acc', count: 3, first: 1, last: 2, lastStep: 2, min: 0, max: 9, mean: 4 };
    const values = { params: [], metrics: [{ key: 'acc', values: [summary], differs: false }] };
    const read = (value: 'last' | 'best', chosen = {}) =>
      new Columns(values, value, chosen).get('metric:acc')!.numbers![0];
    assert.deepEqual([read('last'), read('best'), read('best', { acc: 'lower' })], [2, 9, 0]);
  });

  it('stay the same where a newer comparison has the same values', () => {
    const values = (...lr: ParamValue[]) => ({ params: [{ key: 'lr', values: lr, differs: true }], metrics: [] });
    const before = new Columns(values(1, 'NaN'), 'last', {});
    const column = before.get('param:lr');
    assert.equal(new Columns(values(1, 'NaN'), 'last', {}, before.made).get('param:lr'), column);
    assert.notEqual(new Columns(values(1, 2), 'last', {}, before.made).get('param:lr'), column);
    assert.notEqual(new Columns(values(1, 'NaN'), 'last', {}).get('param:lr'), column);
  });

  it('leave out seeds, and names that every run has for itself', () => {
    const names = Array.from({ length: 30 }, (_, i) => `run ${i}`);
    const rows = { lr: [1, 2], seed: [1, 2], name: names, same: [1, 1] };
    const params = Object.entries(rows).map(([key, values]) => ({ key, values, differs: key !== 'same' }));
    assert.deepEqual(tellingParams(params), ['lr']);
  });
});

describe('axes', () => {
  const range = { from: 100, to: 0 };

  it('give every finite value a place between their ends, and the others none', () => {
    const faults: Record<string, number[]> = {
      large: [1e300, -1e300, 0],
      equal: [5, 5, 5],
      zeros: [0, 0],
      tiny: [1e-300, 2e-300],
      largest: [Number.MAX_VALUE, -Number.MAX_VALUE, 1],
      holes: [NaN, Infinity, -Infinity, 1],
      none: [NaN, NaN],
    };
    for (const [name, values] of Object.entries(faults)) {
      for (const log of [false, true]) {
        const { places, ticks } = axisScale(metric(values), range, log);
        for (const [i, place] of places.entries()) {
          if (Math.abs(values[i]!) > 8e307 || !Number.isFinite(values[i]!)) assert.ok(Number.isNaN(place), name);
          else assert.ok(place >= -0.001 && place <= 100.001, `${name}: ${values[i]} at ${place}`);
        }
        assert.ok(ticks.length <= 12 && ticks.every(({ at }) => Number.isFinite(at)), name);
      }
    }
  });

  it('are logarithmic only where all values are above 0, and by themselves where params span decades', () => {
    assert.equal(canBeLog(metric([0, 1])), false);
    assert.equal(isLogByItself(param('lr', [1e-4, 1e-1])), true);
    assert.equal(isLogByItself(param('width', [16, 64])), false);
    const { places } = axisScale(param('lr', [0.001, 0.01, 0.1]), range, true);
    assert.deepEqual([...places].map(Math.round), [100, 50, 0]);
  });

  it('place categories evenly, thousands of them too', () => {
    const { places, ticks } = axisScale(param('opt', ['sgd', 'adam', undefined]), range, false);
    assert.deepEqual([...places], [25, 75, NaN]);
    assert.deepEqual(
      ticks.map(({ text }) => text),
      ['adam', 'sgd'],
    );
    const many = param(
      'name',
      Array.from({ length: 5000 }, (_, i) => `n${i}`),
    );
    assert.ok(axisScale(many, range, false).ticks.length <= 24);
  });
});

describe('brushes', () => {
  const lr = param('lr', [1, 2, 3, undefined]);
  const opt = param('opt', ['a', 'b', 'a', 'a']);

  it('lift runs that lie in one of them on every brushed axis', () => {
    assert.equal(brushedRuns([lr, opt], {}), undefined);
    const several = {
      [lr.id]: [
        { from: 0, to: 1 },
        { from: 2.5, to: 9 },
      ],
    };
    assert.deepEqual([...brushedRuns([lr, opt], several)!], [1, 0, 1, 0]);
    assert.deepEqual([...brushedRuns([lr, opt], { ...several, [opt.id]: [{ levels: ['b'] }] })!], [0, 0, 0, 0]);
    assert.equal(brushedRuns([opt], several), undefined, 'those of axes that are gone do nothing');
  });

  it('hold whole categories', () => {
    assert.deepEqual(brushBetween(opt, 1.2, 0.5), { levels: ['b'] });
    assert.equal(brushBetween(opt, 0.1, 0.4), undefined);
    assert.deepEqual(brushExtent(opt, { levels: ['a', 'gone'] }), { from: -0.4, to: 0.4 });
    assert.equal(brushExtent(opt, { levels: ['gone'] }), undefined);
  });
});

describe('Pareto front', () => {
  it('holds the points that none beats in both directions', () => {
    const x = Float64Array.of(1, 2, 3, 2, NaN, 1);
    const y = Float64Array.of(1, 3, 2, 1, 9, 1);
    assert.deepEqual(paretoFront(x, y, { x: 'lower', y: 'higher' }), [0, 5, 1]);
    assert.deepEqual(paretoFront(x, y, { x: 'higher', y: 'higher' }), [1, 2]);
    assert.deepEqual(paretoFront(x, y, { x: 'lower', y: 'lower' }), [0, 5]);
  });

  it('agrees with its definition on thousands of points, 1e300 among them', () => {
    const x = Float64Array.from({ length: 2000 }, (_, i) => ((i * 7919) % 1009) * (i % 50 === 0 ? 1e300 : 1));
    const y = Float64Array.from({ length: 2000 }, (_, i) => (i * 104729) % 1013);
    const beats = (a: number, b: number) => x[a]! <= x[b]! && y[a]! >= y[b]! && (x[a]! < x[b]! || y[a]! > y[b]!);
    const all = [...x.keys()];
    const expected = all.filter((b) => !all.some((a) => beats(a, b)));
    assert.deepEqual(
      paretoFront(x, y, { x: 'lower', y: 'higher' }).sort((a, b) => a - b),
      expected,
    );
  });
});

describe('ranking', () => {
  it('puts the best first and what is not finite last', () => {
    const values = Float64Array.of(1, NaN, 3, 2);
    const single = [[0], [1], [2], [3]];
    const order = (direction: 'lower' | 'higher') =>
      barsOf(single, values, () => true, direction).map(({ runs }) => runs[0]);
    assert.deepEqual(order('higher'), [2, 3, 0, 1]);
    assert.deepEqual(order('lower'), [0, 3, 2, 1]);
  });

  it('gives repeats their mean and spread, and does not overflow', () => {
    const [bar] = barsOf([[0, 1, 2]], Float64Array.of(1, 3, Infinity), () => true, 'higher');
    assert.deepEqual(bar, { runs: [1, 0, 2], value: 2, sd: Math.SQRT2, n: 2 });
    const [large] = barsOf([[0, 1]], Float64Array.of(1.7e308, 1.7e308), () => true, 'higher');
    assert.equal(large!.value, 1.7e308);
  });
});

describe('lines', () => {
  it('of five thousand runs share few looks, and pass below the axes where a value is missing', () => {
    const numbers = Array.from({ length: 5000 }, (_, i) => (i % 10 === 0 ? undefined : i));
    const columns = [
      param('lr', numbers),
      param(
        'opt',
        numbers.map((value) => `o${(value ?? 0) % 3}`),
      ),
    ];
    const plot = parallelPlot(columns, () => false, 800);
    assert.equal(plot.ys[0]!.length, 5000);
    assert.ok(plot.anyMissing && plot.ys[0]![0]! > plot.ys[0]![1]!);
    const theme = { kind: 'dark', secondary: '#9d9d9d' } as ChartTheme;
    const inside = Uint8Array.from(numbers, (_, i) => i % 2);
    const { faded, active } = lineBatches([...numbers.keys()], columns[0], inside, false, theme);
    assert.equal(faded[0]!.runs.length, 2500);
    assert.equal(active.flatMap(({ runs }) => runs).length, 2500);
    assert.ok(active.length <= 25, `${active.length} looks`);
  });

  it('and points of five thousand runs are all reached by keys, one after the other', () => {
    const numbers = Array.from({ length: 5000 }, (_, i) => (i * 7) % 1000);
    const plot = scatterPlot(param('lr', numbers), param('depth', [...numbers.keys()]), () => false, 800);
    const { across, upwards } = pointOrders(plot);
    const reached: number[] = [];
    for (let at = nextMark('Home', undefined, across, upwards); reached.at(-1) !== at;) {
      reached.push(at!);
      at = nextMark('ArrowRight', at, across, upwards);
    }
    const byNumber = [...numbers.keys()].sort((a, b) => numbers[a]! - numbers[b]! || a - b);
    assert.deepEqual(reached, byNumber);
    assert.equal(nextMark('ArrowUp', 41, across, upwards), 42);
    const lines = parallelPlot([param('lr', numbers), param('depth', numbers)], () => false, 800);
    assert.deepEqual(
      linesDownwards(lines, (run) => run % 2 === 1).map((run) => numbers[run]),
      numbers.filter((_, run) => run % 2 === 1).sort((a, b) => b - a),
    );
  });

  it('are found across their own direction', () => {
    const layout = { xs: [0, 100], ys: [Float64Array.of(0, 50), Float64Array.of(100, 50)] };
    const any = () => true;
    assert.equal(nearestLine(layout, 80, 52, 5, any), 1);
    assert.equal(nearestLine(layout, 20, 24, 5, any), 0);
    assert.equal(nearestLine(layout, 20, 35, 5, any), undefined);
    assert.equal(
      nearestLine(layout, 50, 50, 5, (run) => run === 1),
      1,
    );
    assert.equal(nearestLine({ xs: [0], ys: [Float64Array.of(1)] }, 0, 1, 5, any), undefined);
  });
});

describe('what is kept of charts', () => {
  it('writes CSV that tables read back', () => {
    assert.equal(
      toCsv([
        ['run', 'a,b'],
        ['x "y"\n', 1e-10],
        [undefined, NaN],
        ['=1+1', -1],
        ['-x', '-1'],
      ]),
      `run,"a,b"\r\n"x ""y""\n",1e-10\r\n,NaN\r\n'=1+1,-1\r\n'-x,-1\r\n`,
      'and make no formula of a name',
    );
  });

  it('writes names into SVG as text', () => {
    const hostile = '<script>alert("x")</script>\u0000&' + 'y'.repeat(10_000);
    const text = { kind: 'text', x: 1, y: 2, text: hostile, color: '#fff', size: 11, anchor: 'start' } as const;
    const drawing: Drawing = { width: 10, height: 10, background: '"', fontFamily: '"A", b', shapes: [text] };
    const svg = toSvg(drawing);
    assert.ok(!svg.includes('<script') && !svg.includes('\u0000'));
    assert.ok(svg.includes('&lt;script&gt;') && svg.length < 2000);
  });

  it('understands what another version of the page kept, and nothing else', () => {
    for (const kept of [
      undefined,
      null,
      'x',
      [],
      { axes: 'x', brushes: { a: [{ from: 'x' }] }, log: { a: 1 }, value: 3 },
    ]) {
      assert.deepEqual(parseInsightsState(kept), EMPTY_STATE);
    }
    const state = {
      ...EMPTY_STATE,
      axes: ['param:a'],
      brushes: { 'param:a': [{ from: 1, to: 2 }] },
      colors: 'run' as const,
    };
    assert.deepEqual(parseInsightsState(JSON.parse(JSON.stringify(state))), state);
  });
});
