import { MOST_BINS, type Feature } from './features';

/** Features that a forest is grown from: two thousand would take minutes, and most of them tell nothing. */
const MOST_FEATURES = 48;

/** The features that tell most about the targets one by one. Of no more than there is room for, all. */
export function promising(features: readonly Feature[], targets: Float64Array): readonly Feature[] {
  if (features.length <= MOST_FEATURES) return features;
  const shares = new Map(features.map((feature) => [feature, explainedAlone(feature, targets)]));
  return features.toSorted((a, b) => shares.get(b)! - shares.get(a)!).slice(0, MOST_FEATURES);
}

/**
 * Share of the targets' variance between the bins of a feature, made smaller for many bins, which always explain more: the
 * ω² of W. L. Hays, "Statistics for Psychologists" (1963).
 */
function explainedAlone({ codes }: Feature, targets: Float64Array): number {
  const counts = new Uint32Array(MOST_BINS);
  const sums = new Float64Array(MOST_BINS);
  let [total, squares] = [0, 0];
  for (const [row, target] of targets.entries()) {
    counts[codes[row]!]! += 1;
    sums[codes[row]!]! += target;
    total += target;
    squares += target ** 2;
  }
  const n = targets.length;
  const all = squares - total ** 2 / n;
  const between =
    counts.reduce((sum, count, bin) => sum + (count === 0 ? 0 : sums[bin]! ** 2 / count), 0) - total ** 2 / n;
  const bins = counts.filter((count) => count > 0).length;
  const within = n > bins ? (all - between) / (n - bins) : 0;
  return (between - (bins - 1) * within) / (all + within || 1);
}
