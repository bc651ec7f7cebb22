import { xsOf, type Curve } from './curve';

/**
 * The mean of several runs at every x that one of them has a point at, with the standard deviation of the sample and the
 * number of runs. A run without a point there counts with the value on the straight line between its neighbours; beyond
 * its ends, and where its value is not finite, it does not count. Curves are in the order of x.
 */
export function meanCurve(curves: readonly Curve[]): Curve {
  const xs = allXs(curves.map(xsOf));
  const raw = new MeanColumns(xs.length);
  const smooth = curves.some((curve) => curve.smoothed !== undefined) ? new MeanColumns(xs.length) : undefined;
  for (const curve of curves) {
    addTo(raw, xs, xsOf(curve), curve.values);
    if (smooth !== undefined) addTo(smooth, xs, xsOf(curve), curve.smoothed ?? curve.values);
  }
  const byStep = curves.every((curve) => curve.xs === undefined);
  const unknown = (): Float64Array => new Float64Array(xs.length).fill(Number.NaN);
  return {
    steps: byStep ? xs : unknown(),
    values: raw.means(),
    times: unknown(),
    sd: (smooth ?? raw).deviations(),
    counts: raw.counts,
    ...(byStep ? {} : { xs }),
    ...(smooth === undefined ? {} : { smoothed: smooth.means() }),
  };
}

/** The distinct x of all curves in their order. */
function allXs(columns: readonly Float64Array[]): Float64Array {
  const longest = columns.reduce((a, b) => (b.length > a.length ? b : a), new Float64Array());
  // Repeats usually report at the same steps: there is nothing to merge then.
  const isPart = (xs: Float64Array): boolean => xs.every((x, index) => x === longest[index]);
  const all = columns.every(isPart) ? longest : joined(columns).sort();
  return all.filter((x, index) => index === 0 || x !== all[index - 1]);
}

function joined(columns: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    all.set(column, at);
    at += column.length;
  }
  return all;
}

/** Adds what a run has at each x. Of several points at one x the last counts. */
function addTo(mean: MeanColumns, xs: Float64Array, own: Float64Array, values: Float64Array): void {
  let next = 0;
  for (let place = 0; place < xs.length; place += 1) {
    const x = xs[place]!;
    while (next < own.length && own[next]! <= x) next += 1;
    const before = next - 1;
    if (before < 0) continue;
    if (own[before] === x) mean.add(place, values[before]!);
    else if (next < own.length) {
      const share = (x - own[before]!) / (own[next]! - own[before]!);
      mean.add(place, values[before]! * (1 - share) + values[next]! * share);
    }
  }
}

/** Running means and deviations, one a place (Welford's method: no sum that overflows or cancels). */
class MeanColumns {
  readonly counts: Float64Array;
  private readonly mean: Float64Array;
  private readonly squares: Float64Array;

  constructor(n: number) {
    [this.counts, this.mean, this.squares] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  }

  add(place: number, value: number): void {
    if (!Number.isFinite(value)) return;
    const count = this.counts[place]! + 1;
    const delta = value - this.mean[place]!;
    const mean = this.mean[place]! + delta / count;
    this.counts[place] = count;
    this.mean[place] = mean;
    this.squares[place] = this.squares[place]! + delta * (value - mean);
  }

  means(): Float64Array {
    return this.mean.map((mean, place) => (this.counts[place] === 0 ? Number.NaN : mean));
  }

  deviations(): Float64Array {
    return this.squares.map((sum, place) => {
      const count = this.counts[place]!;
      return count < 2 ? Number.NaN : Math.sqrt(sum / (count - 1));
    });
  }
}
