/**
 * A regression tree: L. Breiman, J. Friedman, R. Olshen, C. Stone, "Classification and Regression Trees" (1984). At each
 * node the runs are parted in two by the values of one param, so that the targets of each part spread least. Bins without
 * an order are ordered by the mean of their targets, among which the best parting of all is found (ibid., theorem 4.5).
 */
import { shuffle, type RandomNumbers } from '../../common/statistics/randomNumbers';
import { MOST_BINS, type Feature } from './features';

/** Runs of a leaf at least. */
const SMALLEST_LEAF = 3;

/** A node's place in the arrays is its number; the root is 0. */
export interface Tree {
  /** Which feature a node is parted by; -1 for a leaf. */
  features: number[];
  /** The bins that go left, a bit each. */
  lefts: number[];
  /** The left child; the right one follows it. */
  children: number[];
  /** The prediction of a leaf. */
  values: number[];
}

interface Split {
  feature: number;
  left: number;
  /** How much of the sum of squares it takes away. */
  gain: number;
}

/** Grows a tree on these rows, which may repeat, looking at `tried` features at each node. */
export function growTree(
  features: readonly Feature[],
  targets: Float64Array,
  rows: Uint32Array,
  tried: number,
  random: RandomNumbers,
): Tree {
  const tree: Tree = { features: [], lefts: [], children: [], values: [] };
  const places = Uint32Array.from(features, (_, i) => i);
  const grow = (node: number, own: Uint32Array): void => {
    addNode(tree, node, meanOf(targets, own));
    if (own.length < 2 * SMALLEST_LEAF) return;
    shuffle(places, random);
    const split = bestSplit(features, targets, own, places.subarray(0, tried));
    if (split === undefined) return;
    const { codes } = features[split.feature]!;
    const child = tree.values.length;
    tree.features[node] = split.feature;
    tree.lefts[node] = split.left;
    tree.children[node] = child;
    addNode(tree, child + 1, 0);
    grow(
      child,
      own.filter((row) => goesLeft(split.left, codes[row]!)),
    );
    grow(
      child + 1,
      own.filter((row) => !goesLeft(split.left, codes[row]!)),
    );
  };
  grow(0, rows);
  return tree;
}

/** What the tree says of a row, of which `columns` have the bins, in the order of the features that it was grown from. */
export function predict(
  { features, lefts, children, values }: Tree,
  columns: readonly Uint8Array[],
  row: number,
): number {
  let node = 0;
  for (let feature = features[0]!; feature >= 0; feature = features[node]!) {
    node = children[node]! + (goesLeft(lefts[node]!, columns[feature]![row]!) ? 0 : 1);
  }
  return values[node]!;
}

function goesLeft(left: number, code: number): boolean {
  return ((left >>> code) & 1) === 1;
}

function addNode(tree: Tree, node: number, value: number): void {
  tree.features[node] = -1;
  tree.lefts[node] = 0;
  tree.children[node] = 0;
  tree.values[node] = value;
}

function meanOf(targets: Float64Array, rows: Uint32Array): number {
  let sum = 0;
  for (const row of rows) sum += targets[row]!;
  return sum / rows.length;
}

function bestSplit(
  features: readonly Feature[],
  targets: Float64Array,
  rows: Uint32Array,
  places: Uint32Array,
): Split | undefined {
  let best: Split | undefined;
  for (const place of places) {
    const split = splitBy(features[place]!, targets, rows);
    if (split !== undefined && split.gain > (best?.gain ?? 1e-12)) best = { feature: place, ...split };
  }
  return best;
}

const counts = new Uint32Array(MOST_BINS);
const sums = new Float64Array(MOST_BINS);

/** A parting of bins that are in order: those up to a place go left. */
interface Cut {
  place: number;
  /** Runs on the left. */
  count: number;
  gain: number;
}

function splitBy(
  { codes, ordered }: Feature,
  targets: Float64Array,
  rows: Uint32Array,
): Omit<Split, 'feature'> | undefined {
  counts.fill(0);
  sums.fill(0);
  let total = 0;
  for (const row of rows) {
    const code = codes[row]!;
    counts[code]! += 1;
    sums[code]! += targets[row]!;
    total += targets[row]!;
  }
  const bins: number[] = [];
  for (let bin = 0; bin < MOST_BINS; bin += 1) if (counts[bin]! > 0) bins.push(bin);
  if (!ordered) bins.sort((a, b) => sums[a]! / counts[a]! - sums[b]! / counts[b]!);
  const cut = bestCut(bins, total, rows.length);
  if (cut === undefined) return undefined;
  const left = ordered ? binsUpTo(bins, cut) : binsOf(bins, cut, rows.length);
  return { left, gain: cut.gain };
}

function bestCut(bins: readonly number[], total: number, n: number): Cut | undefined {
  let best: Cut | undefined;
  let [count, sum] = [0, 0];
  for (let place = 0; place < bins.length - 1; place += 1) {
    count += counts[bins[place]!]!;
    sum += sums[bins[place]!]!;
    if (count < SMALLEST_LEAF || n - count < SMALLEST_LEAF) continue;
    const gain = sum ** 2 / count + (total - sum) ** 2 / (n - count) - total ** 2 / n;
    if (gain > (best?.gain ?? 0)) best = { place, count, gain };
  }
  return best;
}

/** All bins up to the middle of the two that the cut lies between: those without a run here may have some elsewhere. */
function binsUpTo(bins: readonly number[], { place }: Cut): number {
  const middle = Math.floor((bins[place]! + bins[place + 1]!) / 2);
  return 2 ** (middle + 1) - 1;
}

/** The bins on the left, with those that have no run here where most of the runs are. */
function binsOf(bins: readonly number[], { place, count }: Cut, n: number): number {
  const bits = (some: readonly number[]): number => some.reduce((word, bin) => word | (1 << bin), 0);
  return 2 * count > n ? ~bits(bins.slice(place + 1)) : bits(bins.slice(0, place + 1));
}
