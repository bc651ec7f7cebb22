import assert from 'node:assert/strict';
import type { Series } from '../../../src/protocol/entities';
import { readingsAt, toPoints, type ChartLine } from '../../../webview/charts/chartLine';
import { plotFrame, PLAIN } from '../../../webview/charts/plotFrame';
import { chartCsv } from '../../../webview/compare/chartExport';
import { bestPoint, chartLines, withoutX } from '../../../webview/compare/chartLines';
import { chartSummary } from '../../../webview/compare/chartSummary';
import { appended, withDetail } from '../../../webview/compare/seriesParts';
import { readStrings } from './strings';

const strings = readStrings();

function series(values: number[], more: Partial<Series> = {}): Series {
  const steps = Float64Array.from(values.keys());
  return {
    runId: 'a',
    key: 'loss',
    steps,
    values: Float64Array.from(values),
    times: steps.map((step) => 1_700_000_000_000 + 1000 * step),
    total: values.length,
    decimated: false,
    ...more,
  };
}

function line(name: string, values: number[], more: Partial<Series> = {}): ChartLine {
  return { id: name, name, colorIndex: 0, startedAt: 1_700_000_000_000, ...toPoints(series(values, more)) };
}

const column = (...values: number[]): Float64Array => Float64Array.from(values);

describe('lines of a chart', () => {
  const run = (id: string) => ({ id, name: id.toUpperCase(), colorIndex: 3, startedAt: 5 });
  const runs = [run('a'), run('b')];

  it('are of the runs that have points, in their order', () => {
    const all = [series([1], { runId: 'b' }), series([2], { runId: 'a' })];
    const lines = chartLines(all, [['a'], ['b'], ['gone']], runs);
    assert.deepEqual(
      lines.map(({ id, name, members }) => [id, name, members]),
      [
        ['a', 'A', undefined],
        ['b', 'B', undefined],
      ],
    );
  });

  it('are one for repeats, which says of how many', () => {
    const mean = series([1], { sd: column(0.5), counts: column(2) });
    const [only] = chartLines([mean], [['a', 'b']], runs);
    assert.deepEqual([only!.name, only!.members, only!.band], ['A ×2', 2, [{ x: 0, low: 0.5, high: 1.5 }]]);
  });

  it('are missing where a run has no value of the x axis, which is told', () => {
    const empty = series([], { total: 9, runId: 'b' });
    assert.deepEqual([chartLines([empty], [['b']], runs), withoutX([empty, series([1])], runs)], [[], ['B']]);
  });

  it('have the raw values behind the smoothed ones', () => {
    const { points, raw } = toPoints(series([4, 2], { smoothed: column(4, 3) }));
    assert.deepEqual(
      [points.map(({ y }) => y), raw?.map(({ y }) => y)],
      [
        [4, 3],
        [4, 2],
      ],
    );
  });

  it('tell which point of which run is read, at which step and time', () => {
    const a = line('a', [4, 2], { xs: column(0.1, 0.9) });
    const [reading] = readingsAt([a], 0.8);
    assert.deepEqual(
      { ...reading, line: undefined },
      { line: undefined, value: 2, x: 0.9, step: 1, time: 1_700_000_001_000 },
    );
    const [mean] = readingsAt([line('m', [4, 2], { sd: column(1, 2), counts: column(3, 3) })], 1);
    assert.deepEqual([mean!.sd, mean!.count], [2, 3]);
  });

  it('have a best point where their direction is known and they differ', () => {
    const lines = [line('a', [4, 2, Number.NaN, 3]), line('b', [5, 9])];
    assert.deepEqual(bestPoint(lines, 'lower'), { id: 'a', point: { x: 1, y: 2, index: 1 } });
    assert.equal(bestPoint(lines, 'higher')?.id, 'b');
    assert.equal(bestPoint(lines, undefined), undefined);
    assert.equal(bestPoint([line('a', [1, 1])], 'lower'), undefined);
  });
});

describe('pieces of a series', () => {
  it('are put together where they follow', () => {
    const more = { ...series([7]), steps: column(2), total: 3, smoothed: column(6) };
    const joined = appended(series([1, 2], { smoothed: column(1, 2) }), more)!;
    assert.deepEqual([[...joined.values], [...joined.smoothed!], joined.total], [[1, 2, 7], [1, 2, 6], 3]);
  });

  it('are no continuation when x goes back, or the store knows fewer points', () => {
    assert.equal(appended(series([1, 2]), { ...series([7]), total: 3 }), undefined);
    assert.equal(appended(series([1, 2]), series([7])), undefined);
  });

  it('replace the part that was read in more detail', () => {
    const whole = { ...series([0, 10, 20, 30]), steps: column(0, 10, 20, 30) };
    const detail = { ...series([10, 15, 20]), steps: column(10, 15, 20) };
    const shown = withDetail(whole, detail, { from: 5, to: 25 });
    assert.deepEqual(
      [[...shown.steps], [...shown.values]],
      [
        [0, 10, 15, 20, 30],
        [0, 10, 15, 20, 30],
      ],
    );
    const of = (low: number) => ({ quantiles: { low, high: 9, points: 1 } });
    const both = withDetail({ ...whole, ...of(1) }, { ...detail, ...of(2) }, { from: 5, to: 25 });
    assert.deepEqual(both.quantiles, { low: 2, high: 9, points: 5 });
    assert.equal(withDetail({ ...whole, ...of(1) }, detail, { from: 5, to: 25 }).quantiles, undefined);
  });
});

describe('chart in words', () => {
  it('says how each line goes, and what is not drawn', () => {
    assert.equal(
      chartSummary([line('a', [4, 1, 2]), line('b', [Number.NaN, Infinity])], 'number', strings),
      'a: from 4 at 0 to 2 at 2, lowest 1, highest 4. b: values that are not finite: 2.',
    );
  });

  it('ends before nobody listens any more', () => {
    const many = Array.from({ length: 15 }, (_, index) => line(`run-${index}`, [1, 2]));
    assert.match(chartSummary(many, 'number', strings), /run-9: .* And 5 more\.$/);
  });
});

describe('chart as CSV', () => {
  const chart = (lines: ChartLine[], more: object = {}) => {
    return { title: 'loss', xLabel: 'Step', isByStep: true, lines, frame: plotFrame(lines), ...more };
  };

  it('has every digit of what is in sight', () => {
    const lines = [line('a', [0.1 + 0.2, Number.NaN, 1e300])];
    assert.equal(
      chartCsv(chart(lines, { frame: plotFrame(lines, { ...PLAIN, zoom: { min: 0, max: 1 } }) })),
      'run,step,time,value\r\n' +
        'a,0,2023-11-14T22:13:20.000Z,0.30000000000000004\r\n' +
        'a,1,2023-11-14T22:13:21.000Z,NaN\r\n',
    );
  });

  it('has x, smoothed values, deviations and numbers of runs where there are some', () => {
    const mean = line('m', [1], { xs: column(0.5), smoothed: column(2), sd: column(3), counts: column(4) });
    const lines = [{ ...mean, members: 4 }];
    const [head, row] = chartCsv(chart(lines, { isByStep: false })).split('\r\n');
    assert.deepEqual([head, row], ['run,step,time,x,value,smoothed,sd,n', 'm,0,2023-11-14T22:13:20.000Z,0.5,1,2,3,4']);
  });

  it('quotes names, and makes no formula of them', () => {
    const rows = ['a,"b"\nc', '=1+1', '-x', '-1'].map((name) => chartCsv(chart([line(name, [1])])).split('\r\n')[1]!);
    assert.deepEqual(
      rows.map((row) => row.slice(0, row.indexOf(',0,2023'))),
      ['"a,""b""\nc"', "'=1+1", "'-x", '-1'],
    );
  });
});
