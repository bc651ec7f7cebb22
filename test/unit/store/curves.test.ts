import assert from 'node:assert/strict';
import { placeOn } from '../../../src/store/series/axes';
import { cut, type Curve } from '../../../src/store/series/curve';
import { decimate } from '../../../src/store/series/decimate';
import { meanCurve } from '../../../src/store/series/meanCurve';
import type { Columns } from '../../../src/store/series/seriesCodec';
import { memoryOf, smooth, weightOf } from '../../../src/store/series/smoothing';

function columns(steps: number[], values: number[], times = steps.map((step) => 1000 * step)): Columns {
  return { steps: Float64Array.from(steps), values: Float64Array.from(values), times: Float64Array.from(times) };
}

function curve(xs: number[], values: number[], more: Partial<Curve> = {}): Curve {
  return { ...columns(xs, values), ...more };
}

const list = (column: Float64Array | undefined): number[] => [...(column ?? [])];
/** Without the last digits, which rounding makes. */
const rounded = (column: Float64Array | undefined): number[] => list(column).map((value) => Number(value.toFixed(9)));

describe('smoothing', () => {
  const smoothed = (values: number[], weight: number) => rounded(smooth(Float64Array.from(values), weight));

  it('is an exponential moving average without its bias towards 0', () => {
    // 5/0.5; (2.5+10)/0.75; (6.25+20)/0.875
    assert.deepEqual(smoothed([10, 20, 40], 0.5), [10, 16.666666667, 30]);
    // 0.1·1/0.1; (0.9·0.1+0.1·0)/0.19; (0.81·0.1+0.1·2)/0.271
    assert.deepEqual(smoothed([1, 0, 2], 0.9), [1, 0.473684211, 1.036900369]);
  });

  it('passes over what is not finite, which stays as it was', () => {
    assert.deepEqual(smoothed([Number.NaN, 10, Infinity, 20], 0.5), [Number.NaN, 10, Infinity, 16.666666667]);
  });

  it('leaves a constant series exactly as it is, and an empty one', () => {
    assert.deepEqual(list(smooth(Float64Array.of(0.3, 0.3, 0.3), 0.1)), [0.3, 0.3, 0.3]);
    assert.deepEqual(smoothed([], 0.5), []);
  });

  it('takes no weight that makes no sense', () => {
    assert.deepEqual([undefined, -1, Number.NaN, 1, 7].map(weightOf), [0, 0, 0, 0.999, 0.999]);
  });

  it('remembers as far as anything weighs', () => {
    assert.equal(memoryOf(0), 0);
    for (const weight of [0.1, 0.6, 0.99]) {
      assert.ok(weight ** memoryOf(weight) < 1.001e-9 && weight ** (memoryOf(weight) - 2) > 1e-9, String(weight));
    }
  });
});

describe('x axes', () => {
  const context = (other?: Columns) => ({ startedAt: 2000, readMetric: () => other });

  it('are steps, seconds since the start, or times', () => {
    const points = columns([5, 6], [1, 2], [3500, 4000]);
    assert.equal(placeOn('step', points, context()).xs, undefined);
    assert.deepEqual(list(placeOn('relative', points, context()).xs), [1.5, 2]);
    assert.deepEqual(list(placeOn('time', points, context()).xs), [3500, 4000]);
  });

  it('are put in order, and their points with them', () => {
    const placed = placeOn('time', columns([0, 1, 2], [7, 8, 9], [30, 10, 20]), context());
    assert.deepEqual(
      [list(placed.xs), list(placed.values), list(placed.steps)],
      [
        [10, 20, 30],
        [8, 9, 7],
        [1, 2, 0],
      ],
    );
  });

  it('are the value of another metric at the same step, or the last one before it', () => {
    const epochs = columns([2, 4, 9], [1, 2, 3]);
    const placed = placeOn(
      { metric: 'epoch' },
      columns([1, 2, 3, 4, 5, 12], [10, 20, 30, 40, 50, 60]),
      context(epochs),
    );
    assert.deepEqual(list(placed.xs), [1, 1, 2, 2, 3]);
    assert.deepEqual(list(placed.values), [20, 30, 40, 50, 60], 'before the first epoch nothing has a place');
  });

  it('hold no point of a run without that metric, nor one where it is not finite', () => {
    assert.deepEqual(list(placeOn({ metric: 'epoch' }, columns([1], [1]), context()).values), []);
    const diverged = columns([0, 1], [Number.NaN, 5]);
    assert.deepEqual(list(placeOn({ metric: 'lr' }, columns([0, 1], [7, 8]), context(diverged)).values), [8]);
  });

  it('are cut with both ends', () => {
    assert.deepEqual(list(cut(curve([1, 2, 3, 4], [5, 6, 7, 8]), { from: 2, to: 3 }).values), [6, 7]);
  });
});

describe('means of runs', () => {
  it('have the deviation of the sample and the number of runs at every x', () => {
    const mean = meanCurve([curve([0, 1], [1, 2]), curve([0, 1], [3, 2]), curve([0], [5])]);
    assert.deepEqual(
      [list(mean.steps), list(mean.values)],
      [
        [0, 1],
        [3, 2],
      ],
    );
    assert.deepEqual(
      [list(mean.sd), list(mean.counts)],
      [
        [2, 0],
        [3, 2],
      ],
    );
  });

  it('take the value on the line where a run has no point, and none beyond its ends', () => {
    const mean = meanCurve([curve([0, 10], [0, 10]), curve([4, 20], [0, 0])]);
    assert.deepEqual(list(mean.steps), [0, 4, 10, 20]);
    assert.deepEqual(list(mean.values), [0, 2, 5, 0]);
    assert.deepEqual(list(mean.counts), [1, 2, 2, 1]);
    assert.equal(mean.sd![0], Number.NaN, 'one run has no deviation');
  });

  it('leave out what is not finite, and are NaN where nothing is', () => {
    const mean = meanCurve([curve([0, 1], [Number.NaN, Infinity]), curve([0, 1], [4, Number.NaN])]);
    assert.deepEqual(
      [list(mean.values), list(mean.counts)],
      [
        [4, Number.NaN],
        [1, 0],
      ],
    );
  });

  it('neither overflow nor lose the small', () => {
    const mean = meanCurve([curve([0], [1e300]), curve([0], [1e300])]);
    assert.deepEqual([list(mean.values), list(mean.sd)], [[1e300], [0]]);
  });

  it('are of the smoothed values too where there are some, with the deviation of those', () => {
    const one = curve([0, 1], [0, 4], { smoothed: Float64Array.of(0, 1) });
    const two = curve([0, 1], [2, 6], { smoothed: Float64Array.of(0, 1) });
    const mean = meanCurve([one, two]);
    assert.deepEqual(
      [list(mean.values), list(mean.smoothed), list(mean.sd)],
      [
        [1, 5],
        [0, 1],
        [0, 0],
      ],
    );
  });

  it('know no step of their own on another axis', () => {
    const mean = meanCurve([
      curve([1], [1], { xs: Float64Array.of(0.5) }),
      curve([2], [3], { xs: Float64Array.of(0.5) }),
    ]);
    assert.deepEqual([list(mean.xs), list(mean.values), list(mean.steps)], [[0.5], [2], [Number.NaN]]);
  });
});

describe('decimation of smoothed series', () => {
  it('keeps the extremes of both', () => {
    const n = 5000;
    const values = Float64Array.from({ length: n }, (_, i) => Math.sin(i));
    const smoothed = Float64Array.from({ length: n }, (_, i) => Math.cos(i / 7));
    [values[1234], smoothed[2345]] = [9, 8];
    const whole = { ...columns([...values.keys()], [...values]), smoothed };
    const { columns: thin, decimated } = decimate(whole, 50);
    assert.ok(decimated && thin.steps.length <= 7 * 50);
    assert.ok(thin.values.includes(9) && thin.smoothed!.includes(8));
    assert.deepEqual(
      list(thin.smoothed),
      list(thin.steps).map((step) => smoothed[step]!),
    );
  });

  it('divides the axis that was asked for', () => {
    const steps = Array.from({ length: 1000 }, (_, i) => i);
    const xs = Float64Array.from(steps, (step) => step ** 2);
    const { columns: thin } = decimate({ ...columns(steps, steps), xs }, 10);
    const columnsOf = new Set(list(thin.xs).map((x) => Math.min(9, Math.floor((x / xs[999]!) * 10))));
    assert.equal(columnsOf.size, 10);
  });
});
