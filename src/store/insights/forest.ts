/**
 * How much worse a random forest predicts when it is told wrong values of a param: the permutation importance of
 * L. Breiman, "Random Forests" (Machine Learning 45, 2001), section 10. Each tree is grown on a bootstrap sample and judged
 * by the runs that it has not seen, so that what it only learnt by heart counts for nothing.
 */
import { setImmediate } from 'node:timers/promises';
import { shuffle, type RandomNumbers } from '../../common/statistics/randomNumbers';
import type { Feature } from './features';
import { growTree, predict } from './regressionTree';

const TREES = 64;

export interface ForestResult {
  /** By how much the mean squared error grows, by feature. In the units of the targets' variance. */
  importances: Float64Array;
  /** Share of the targets' variance that is explained in runs that the trees have not seen. */
  explained: number;
}

/** Grows a forest that predicts the targets of these rows. Lets other work go on between its trees. */
export async function growForest(
  features: readonly Feature[],
  targets: Float64Array,
  rows: Uint32Array,
  random: RandomNumbers,
): Promise<ForestResult> {
  const importances = new Float64Array(features.length);
  const unseen = new Unseen(targets);
  const tried = Math.ceil(features.length / 3);
  const columns = features.map(({ codes }) => codes);
  for (let grown = 0; grown < TREES; grown += 1) {
    await setImmediate();
    const { inside, outside } = bootstrap(rows, random);
    const tree = growTree(features, targets, inside, tried, random);
    // Of twenty runs or more hardly ever all are drawn.
    if (outside.length === 0) continue;
    const right = unseen.take(outside, (row) => predict(tree, columns, row));
    for (const used of new Set(tree.features)) {
      if (used < 0) continue;
      const mixed = columns.with(used, mixedUp(columns[used]!, outside, random));
      importances[used]! += (errorOf(targets, outside, (row) => predict(tree, mixed, row)) - right) / TREES;
    }
  }
  return { importances, explained: unseen.explained(rows) };
}

/** A column in which the rows have each other's values. */
function mixedUp(codes: Uint8Array, rows: Uint32Array, random: RandomNumbers): Uint8Array {
  const mixed = codes.slice();
  const values = Uint8Array.from(rows, (row) => codes[row]!);
  shuffle(values, random);
  for (let i = 0; i < rows.length; i += 1) mixed[rows[i]!] = values[i]!;
  return mixed;
}

/** The mean squared error of predictions. */
function errorOf(targets: Float64Array, rows: Uint32Array, predicted: (row: number) => number): number {
  let sum = 0;
  for (const row of rows) sum += (predicted(row) - targets[row]!) ** 2;
  return sum / rows.length;
}

/** As many rows as there are, drawn with replacement, and those never drawn. */
function bootstrap(rows: Uint32Array, random: RandomNumbers): { inside: Uint32Array; outside: Uint32Array } {
  const drawn = new Uint8Array(rows.length);
  const inside = Uint32Array.from(rows, () => {
    const place = Math.floor(random() * rows.length);
    drawn[place] = 1;
    return rows[place]!;
  });
  return { inside, outside: rows.filter((_, place) => drawn[place] === 0) };
}

/** What the trees say of the runs that they have not seen. */
class Unseen {
  private readonly sums: Float64Array;
  private readonly counts: Uint32Array;

  constructor(private readonly targets: Float64Array) {
    this.sums = new Float64Array(targets.length);
    this.counts = new Uint32Array(targets.length);
  }

  /** Takes in what a tree says of rows; gives its mean squared error. */
  take(rows: Uint32Array, predicted: (row: number) => number): number {
    return errorOf(this.targets, rows, (row) => {
      const prediction = predicted(row);
      this.sums[row]! += prediction;
      this.counts[row]! += 1;
      return prediction;
    });
  }

  explained(rows: Uint32Array): number {
    const judged = rows.filter((row) => this.counts[row]! > 0);
    const mean = judged.reduce((sum, row) => sum + this.targets[row]! / judged.length, 0);
    let [error, spread] = [0, 0];
    for (const row of judged) {
      error += (this.sums[row]! / this.counts[row]! - this.targets[row]!) ** 2;
      spread += (mean - this.targets[row]!) ** 2;
    }
    return spread === 0 ? 0 : 1 - error / spread;
  }
}
