import assert from 'node:assert/strict';
import { decimate } from '../../../src/store/series/decimate';
import { DecimationCache } from '../../../src/store/series/decimationCache';
import { encodeChunk } from '../../../src/store/series/chunkEncoder';
import { decodeChunk, type Columns } from '../../../src/store/series/seriesCodec';

/** Repeatable numbers between 0 and 1 (Park and Miller's generator). */
function randomFrom(seed: number): () => number {
  let state = seed;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  // Small seeds give small first numbers.
  for (let i = 0; i < 5; i += 1) next();
  return next;
}

function randomSeries(seed: number): Columns {
  const random = randomFrom(seed);
  const n = Math.floor(random() * 5000) + 1;
  const stride = random() < 0.5 ? 1 : random() * 100;
  const steps = Float64Array.from({ length: n }, (_, i) => i * stride + (random() < 0.3 ? random() : 0));
  const values = Float64Array.from({ length: n }, () => {
    const kind = random();
    return kind < 0.01 ? Number.NaN : kind < 0.02 ? Infinity : kind < 0.03 ? 1e6 * random() : random();
  });
  return { steps, values, times: steps.map((step) => 1e12 + step) };
}

/** The points of each of `width` equal parts of the range of steps. */
function columnsOf({ steps, values }: Columns, width: number): Map<number, [number, number][]> {
  const [from, to] = [Math.min(...steps), Math.max(...steps)];
  const startOf = (column: number): number => from * (1 - column / width) + to * (column / width);
  const columns = new Map<number, [number, number][]>();
  steps.forEach((step, i) => {
    let column = Math.min(width - 1, Math.floor(((step - from) / (to - from || 1)) * width));
    // What lies at an end is put right.
    if (column > 0 && step < startOf(column)) column -= 1;
    if (column < width - 1 && step >= startOf(column + 1)) column += 1;
    columns.set(column, [...(columns.get(column) ?? []), [step, values[i]!]]);
  });
  return columns;
}

function extremes(points: readonly [number, number][]): object {
  const sorted = [...points].sort((a, b) => a[0] - b[0]);
  const finite = points.map(([, value]) => value).filter(Number.isFinite);
  return {
    first: sorted[0],
    last: sorted.at(-1),
    min: Math.min(...finite),
    max: Math.max(...finite),
    diverges: finite.length < points.length,
  };
}

describe('decimation', () => {
  it("keeps each pixel column's first, last, smallest and largest point, and shows where it diverges", () => {
    let thinned = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const series = randomSeries(seed);
      const width = 1 + Math.floor(randomFrom(seed + 1000)() * 300);
      const { columns, decimated } = decimate(series, width);
      assert.equal(decimated, columns.steps.length < series.steps.length);
      thinned += decimated ? 1 : 0;
      assert.ok(columns.steps.length <= 5 * width, `${columns.steps.length} points in ${width} columns`);
      const [before, after] = [columnsOf(series, width), columnsOf(columns, width)];
      assert.deepEqual(new Set(after.keys()), new Set(before.keys()));
      for (const [column, points] of before) assert.deepEqual(extremes(after.get(column)!), extremes(points));
    }
    assert.ok(thinned > 30, `${thinned} series had something to thin out`);
  });

  it('invents nothing: every point was recorded, once', () => {
    const series = randomSeries(7);
    const recorded = new Map([...series.steps].map((step, i) => [step, [series.values[i], series.times[i]]]));
    const { columns } = decimate(series, 50);
    columns.steps.forEach((step, i) => assert.deepEqual([columns.values[i], columns.times[i]], recorded.get(step)));
    assert.equal(new Set(columns.steps).size, columns.steps.length);
  });

  it('returns a series that fits as it is, in the order of steps', () => {
    const steps = Float64Array.of(0, 1, 2, 1, 2);
    const { columns, decimated } = decimate({ steps, values: Float64Array.of(5, 4, 3, 2, 1), times: steps }, 2);
    assert.deepEqual([[...columns.steps], [...columns.values], decimated], [[0, 1, 1, 2, 2], [5, 4, 2, 3, 1], false]);
  });

  it('comes to an end where the range of x is larger than the largest number, or hardly larger than 0', () => {
    for (const unit of [1e308, 5e-324]) {
      const steps = Float64Array.from({ length: 101 }, (_, i) => (i < 100 ? i - 50 : 50) * (unit / 50 || unit));
      const values = steps.map((_, i) => (i === 70 ? 9 : 0));
      const { columns } = decimate({ steps, values, times: steps }, 10);
      assert.ok(columns.values.includes(9));
      assert.deepEqual([columns.steps[0], columns.steps.at(-1)], [steps[0], steps[100]]);
    }
  });

  it('divides a logarithmic axis by ratios', () => {
    const steps = Float64Array.from({ length: 1_000_000 }, (_, step) => step);
    const { columns } = decimate({ steps, values: steps, times: steps }, 600, true);
    assert.deepEqual(columns.steps.slice(0, 21), steps.slice(0, 21), 'each of the first is seen');
    const thousands = columns.steps.filter((step) => step >= 1000 && step < 10_000);
    assert.ok(thousands.length > 190 && thousands.length < 210, `${thousands.length} points in 100 columns of two`);
  });

  it('tells between which values most of all points lie, however frequent they are among those kept', () => {
    // A spike every hundred steps, in each column.
    const steps = Float64Array.from({ length: 100_000 }, (_, step) => step);
    const values = steps.map((step) => (step % 100 === 0 ? 1e9 : step % 100 === 1 ? Number.NaN : (step * 7) % 10));
    const { columns, quantiles } = decimate({ steps, values, times: steps }, 500);
    assert.ok(columns.values.filter((value) => value === 1e9).length > columns.values.length / 10);
    assert.deepEqual(quantiles, { low: 0, high: 9, points: columns.steps.length });
    const mean = {
      steps,
      values: steps.map(() => 5),
      times: steps,
      sd: steps.map((step) => (step === 0 ? Number.NaN : 2)),
    };
    const { low, high } = decimate(mean, 500).quantiles!;
    assert.deepEqual([low, high], [3, 7], 'of a mean, with its deviations');
    assert.equal(decimate({ steps: steps.slice(0, 9), values, times: values }, 500).quantiles, undefined);
    const lost = steps.map(() => Number.NaN);
    assert.equal(decimate({ steps, values: lost, times: steps }, 500).quantiles, undefined);
  });

  it('leaves nothing to a logarithmic axis that cannot show any point', () => {
    const steps = Float64Array.from({ length: 100 }, (_, i) => i - 99);
    const { columns } = decimate({ steps, values: steps, times: steps }, 10, true);
    assert.deepEqual([...columns.steps], [-99, 0]);
  });

  it('survives a series of one step and an empty one', () => {
    const same = new Float64Array(100).fill(3);
    const { columns } = decimate({ steps: same, values: same.map((_, i) => i), times: same }, 10);
    assert.deepEqual([...columns.values], [0, 99]);
    const none = new Float64Array(0);
    assert.equal(decimate({ steps: none, values: none, times: none }, 10).columns.steps.length, 0);
  });
});

describe('the cache of decimated series', () => {
  const columns = { steps: Float64Array.of(1, 2), values: Float64Array.of(3, 4), times: Float64Array.of(5, 6) };

  it('makes each entry once per number of points, and gives copies', () => {
    const cache = new DecimationCache();
    let made = 0;
    const make = () => ({ columns, decimated: (made += 1) > 0 });
    const first = cache.get('a', 2, make);
    structuredClone(first, { transfer: [first.columns.values.buffer] });
    assert.deepEqual([cache.get('a', 2, make).columns, made], [columns, 1]);
    cache.get('a', 3, make);
    cache.get('b', 2, make);
    assert.equal(made, 3);
    cache.clear();
    cache.get('a', 3, make);
    assert.equal(made, 4);
  });

  it('lets go of what was used longest ago when it is full', () => {
    const cache = new DecimationCache();
    let made = 0;
    const make = () => {
      made += 1;
      const column = new Float64Array(500_000);
      return { columns: { steps: column, values: column, times: column }, decimated: false };
    };
    for (const key of ['a', 'b', 'c', 'd', 'a', 'e', 'a']) cache.get(key, 1, make);
    assert.equal(made, 5);
    cache.get('b', 1, make);
    assert.equal(made, 6);
  });
});

describe('chunks of series', () => {
  for (const n of [1, 2, 127, 128, 129, 1024]) {
    it(`of ${n} points come back bit by bit`, () => {
      const { steps, values, times } = randomSeries(3);
      const series = { steps: steps.slice(0, n), values: values.slice(0, n), times: times.slice(0, n) };
      assert.equal(series.steps.length, n);
      assert.deepEqual(decodeChunk(encodeChunk(series), n), series);
    });
  }

  it('are small where values repeat, and no larger than the noise where they do not', () => {
    const steps = Float64Array.from({ length: 1024 }, (_, step) => step);
    const times = steps.map((step) => 1.75e12 + 10 * step);
    for (const [value, bytesPerPoint] of [
      [() => 0.1, 2],
      [(step: number) => Math.fround(Math.sin(step)), 5.5],
      [(step: number) => Math.sin(step) ** 2, 9],
    ] as const) {
      const series = { steps, values: steps.map(value), times };
      const data = encodeChunk(series);
      assert.ok(data.length < bytesPerPoint * 1024, `${data.length / 1024}`);
      assert.deepEqual(decodeChunk(data, 1024), series);
    }
  });

  it('keep NaN, infinities and the sign of zero', () => {
    const odd = Float64Array.of(Number.NaN, Infinity, -Infinity, -0, 5e-324);
    assert.deepEqual(decodeChunk(encodeChunk({ steps: odd, values: odd, times: odd }), 5).values, odd);
  });

  it('are refused when their length is not what was said', () => {
    const one = Float64Array.of(1);
    assert.throws(() => decodeChunk(encodeChunk({ steps: one, values: one, times: one }), 2), /24 bytes/);
  });
});
