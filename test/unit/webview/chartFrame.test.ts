import assert from 'node:assert/strict';
import type { Series } from '../../../src/protocol/entities';
import type { ChartLine } from '../../../webview/charts/chartLine';
import { between, panned, zoomed, type Range } from '../../../webview/charts/chartRange';
import { logLines } from '../../../webview/charts/logLines';
import { plotFrame, PLAIN } from '../../../webview/charts/plotFrame';
import { valueAxis } from '../../../webview/charts/valueAxis';
import { formatDuration, formatX, formatXTick, timeTicks } from '../../../webview/charts/xAxis';

function line(xs: number[], ys: number[], more: Partial<ChartLine> = {}): ChartLine {
  const points = xs.map((x, index) => ({ x, y: ys[index]!, index }));
  return { id: 'a', name: 'a', colorIndex: 0, points, holes: [], ...more };
}

const LINEAR = { log: false, clip: false };

describe('zooming and moving', () => {
  const whole = { min: 0, max: 100 };

  it('keeps the value under the pointer in its place', () => {
    assert.deepEqual(zoomed(whole, whole, 0.5, 25, false), { min: 12.5, max: 62.5 });
  });

  it('never leaves the whole, and ends in it', () => {
    assert.deepEqual(zoomed({ min: 0, max: 10 }, whole, 2, 10, false), { min: 0, max: 20 });
    assert.equal(zoomed({ min: 20, max: 80 }, whole, 2, 50, false), undefined);
    assert.deepEqual(panned({ min: 80, max: 90 }, whole, 5, false), { min: 90, max: 100 });
    assert.deepEqual(panned({ min: 40, max: 50 }, whole, -0.5, false), { min: 35, max: 45 });
  });

  it('stops before numbers cannot tell points apart', () => {
    let range = whole;
    for (let turn = 0; turn < 200; turn += 1) range = zoomed(range, whole, 0.5, 50, false)!;
    assert.ok(range.max - range.min >= 100 * 0.9e-6);
  });

  it('goes by ratios on a logarithmic axis', () => {
    const decades = { min: 1, max: 10_000 };
    const range = zoomed(decades, decades, 0.5, 100, true)!;
    assert.deepEqual([range.min, range.max].map(Math.round), [10, 1000]);
    const moved = panned({ min: 10, max: 100 }, decades, 1, true);
    assert.deepEqual([moved.min, moved.max].map(Math.round), [100, 1000]);
  });

  it('selects between two values in either order', () => {
    assert.deepEqual(between(30, -5, whole), { min: 0, max: 30 });
    assert.equal(between(7, 7, whole), undefined);
  });
});

describe('value axis', () => {
  it('leaves room around the finite values in sight, and the points that the line leads to', () => {
    const lines = [line([0, 1, 2, 3, 4], [100, 0, Number.NaN, 10, 100])];
    assert.deepEqual(valueAxis(lines, { min: 1, max: 2 }, LINEAR), { min: -5, max: 105, outside: 0 });
    assert.deepEqual(valueAxis([line([0, 1], [0, 10])], { min: 0, max: 1 }, LINEAR), {
      min: -0.5,
      max: 10.5,
      outside: 0,
    });
  });

  it('shows equal values, a single one, and none', () => {
    const axis = (...values: number[]) => valueAxis([line(values, values)], { min: -9, max: 9 }, LINEAR);
    assert.deepEqual(axis(5, 5), { min: 4.5, max: 5.5, outside: 0 });
    assert.deepEqual(axis(0), { min: -1, max: 1, outside: 0 });
    assert.deepEqual(valueAxis([], { min: 0, max: 1 }, LINEAR), { min: -0.05, max: 1.05, outside: 0 });
  });

  it('is finite for the largest numbers', () => {
    const { min, max } = valueAxis([line([0, 1], [-1e308, 1e308])], { min: 0, max: 1 }, LINEAR);
    assert.ok(Number.isFinite(min) && Number.isFinite(max) && min <= -1e308 && max >= 1e308);
  });

  it('holds bands, and the values behind smoothed lines', () => {
    const smoothed = line([0, 1], [5, 5], {
      raw: [
        { x: 0, y: 0 },
        { x: 1, y: 10 },
      ],
      band: [{ x: 0, low: -10, high: 5 }],
    });
    assert.deepEqual(valueAxis([smoothed], { min: 0, max: 1 }, LINEAR), { min: -11, max: 11, outside: 0 });
  });

  it('leaves out the outermost values on demand, and counts them', () => {
    const values = Array.from({ length: 100 }, (_, i) => (i === 50 ? 1e9 : i === 60 ? -1e9 : i % 10));
    const axis = valueAxis([line([...values.keys()], values)], { min: 0, max: 99 }, { log: false, clip: true });
    assert.deepEqual([axis.outside, axis.min > -10, axis.max < 20], [2, true, true]);
    const before = valueAxis([line([...values.keys()], values)], { min: 0, max: 55 }, { log: false, clip: true });
    assert.equal(before.outside, 1, 'of what is in sight');
  });

  it('goes by all points of a series that was thinned out, and by those that came later', () => {
    const values = Array.from({ length: 40 }, (_, i) => (i % 4 === 0 ? 1e9 : i % 4));
    const thinned = line([...values.keys()], values);
    const source = { quantiles: { low: 1, high: 3, points: 40 } } as Series;
    const shown = { min: 0, max: 99 };
    const clip = { log: false, clip: true };
    assert.ok(valueAxis([thinned], shown, clip).max > 1e8, 'as far as the kept points tell');
    assert.deepEqual(valueAxis([{ ...thinned, source }], shown, clip), { min: 0.9, max: 3.1, outside: 10 });
    const live = line([...values.keys(), 40, 41], [...values, 5, Number.NaN], { source });
    assert.equal(valueAxis([live], shown, clip).max, 5.2);
    const below = { quantiles: { low: -7, high: 3, points: 40 } } as Series;
    const axis = valueAxis([{ ...thinned, source: below }], shown, { log: true, clip: true });
    assert.ok(axis.min > 0.9 && axis.max < 4);
  });

  it('leaves out the outermost of many lines', () => {
    const lines = Array.from({ length: 30 }, (_, i) => line([0, 1], i === 3 ? [1e9, 1e9] : [1, 2]));
    const { max, outside } = valueAxis(lines, { min: 0, max: 1 }, { log: false, clip: true });
    assert.deepEqual([max < 3, outside], [true, 2]);
  });

  it('is a range of ratios when it is logarithmic', () => {
    const { min, max } = valueAxis([line([0, 1], [1, 1e4])], { min: 0, max: 1 }, { log: true, clip: false });
    assert.ok(min > 0.5 && min < 1 && max > 1e4 && max < 2e4);
    assert.deepEqual(valueAxis([line([0], [8])], { min: 0, max: 1 }, { log: true, clip: false }), {
      min: 4,
      max: 16,
      outside: 0,
    });
  });
});

describe('logarithmic axes', () => {
  it('leave out what is not above 0, and name the runs that had it', () => {
    const lines = [line([0, 1, 2], [1, 0, 2]), line([1, 2], [3, 4], { name: 'b' })];
    const byY = logLines(lines, { logX: false, logY: true });
    assert.deepEqual(byY.cutOff, ['a']);
    assert.deepEqual(
      byY.lines[0]!.points.map(({ y }) => y),
      [1, Number.NaN, 2],
    );
    assert.equal(byY.lines[1], lines[1], 'a line that can be shown is left as it is');
    const byX = logLines(lines, { logX: true, logY: false });
    assert.deepEqual([byX.cutOff, byX.lines[0]!.points.map(({ x }) => x)], [['a'], [1, 2]]);
  });

  it('keep of a band what reaches above 0, also where the line does not', () => {
    const mean = line([0, 1, 2], [-5, -1, 2], {
      band: [
        { x: 0, low: -6, high: -4 },
        { x: 1, low: -3, high: 1 },
        { x: 2, low: -1, high: 5 },
      ],
    });
    const [shown] = logLines([mean], { logX: false, logY: true }).lines;
    assert.deepEqual(
      shown!.band!.map(({ high }) => high),
      [Number.NaN, 1, 5],
    );
  });
});

describe('plot frame', () => {
  it('holds everything, or what is zoomed to', () => {
    const lines = [line([0, 10], [0, 10]), line([5, 20], [0, 0])];
    const frame = plotFrame(lines);
    assert.deepEqual(
      [frame.x, frame.whole],
      [
        { min: 0, max: 20 },
        { min: 0, max: 20 },
      ],
    );
    const zoom = { min: 12, max: 14 };
    const part = plotFrame(lines, { ...PLAIN, zoom });
    assert.deepEqual([part.x, part.whole.max, part.y.max], [zoom, 20, 10.5], 'with the point that the line comes from');
  });

  it('shows on a logarithmic axis what it can of a part that begins at 0', () => {
    const lines = [line([1, 10, 100], [1, 2, 3])];
    const xOf = (zoom: Range) => plotFrame(lines, { ...PLAIN, logX: true, zoom }).x;
    assert.deepEqual(xOf({ min: 0, max: 50 }), { min: 1, max: 50 });
    assert.deepEqual(xOf({ min: -1, max: 0.5 }), { min: 1, max: 100 }, 'everything where nothing is left');
    assert.deepEqual(xOf({ min: 2, max: 3 }), { min: 2, max: 3 });
  });

  it('puts a lone point into the middle', () => {
    assert.deepEqual(plotFrame([line([7], [1])]).x, { min: 6.5, max: 7.5 });
    assert.deepEqual(plotFrame([line([8], [1])], { ...PLAIN, logX: true }).x, { min: 4, max: 16 });
  });
});

describe('labels of the x axis', () => {
  it('say durations in the largest two units', () => {
    const texts = [0.4, 12.34, 134, 3 * 3600 + 300, 2 * 86_400, -90].map((seconds) => formatDuration(seconds, 0));
    assert.deepEqual(texts, ['0.4 s', '12.3 s', '2 m 14 s', '3 h 5 m', '2 d', '−1 m 30 s']);
  });

  it('stand at times that people read without reckoning', () => {
    assert.deepEqual(timeTicks({ min: 0, max: 130 }, 'duration', 6), [0, 30, 60, 90, 120]);
    assert.equal(timeTicks({ min: 0, max: 1 }, 'number', 6), undefined);
    assert.equal(timeTicks({ min: 0, max: 0.5 }, 'duration', 6), undefined);
    const noon = new Date(2026, 0, 31, 12, 7).getTime();
    const ticks = timeTicks({ min: noon, max: noon + 3_600_000 }, 'time', 6)!;
    assert.deepEqual(
      ticks.map((tick) => formatXTick(tick, 600_000, 'time')),
      ['12:10', '12:20', '12:30', '12:40', '12:50', '13:00'],
    );
    assert.equal(formatX(noon, 'time'), '2026-01-31 12:07:00');
    assert.equal(formatX(1280, 'number'), '1280');
  });
});
