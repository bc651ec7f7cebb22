/**
 * Which params a metric hangs on, told with how sure that is; docs/across-runs.md explains it to people.
 *
 * The importance is that of a random forest (`forest.ts`), of the ranks of the metric: a single diverged run with 1e30 would
 * otherwise be all that it explains. Chance is judged by mixing up the metric and measuring again: a param is beyond it when
 * it gets more than any param ever gets then (A. Altmann et al., "Permutation importance: a corrected feature importance
 * measure", Bioinformatics 26, 2010; the largest of all params as in P. H. Westfall and S. S. Young, "Resampling-Based Multiple
 * Testing", 1993). The interval is that of the delete-d jackknife with half of the runs (H. Ishwaran and M. Lu, "Standard errors
 * and confidence intervals for variable importance in random forest regression, classification, and survival", Statistics in
 * Medicine 38, 2019).
 */
import { randomNumbers, shuffle, type RandomNumbers } from '../../common/statistics/randomNumbers';
import { rankCorrelation, ranksOf, standardized } from '../../common/statistics/ranks';
import type { MeasuredImportance, ParamImportance, RankCorrelation } from '../../protocol/insightsApi';
import type { Feature } from './features';
import { growForest } from './forest';
import { promising } from './promising';

/** With chance at 1 in 20, one more than the measurements of what is mixed up. */
const MIXED = 19;
const HALVES = 20;
/** Standard errors on each side of a 95% interval. */
const ERRORS = 1.96;
/** The same question always gets the same answer. */
const SEED = 1;

/** Measures how much these features tell about the values, which are finite and not all equal. */
export async function measureImportance(
  features: readonly Feature[],
  values: Float64Array,
): Promise<Pick<MeasuredImportance, 'explained' | 'params'>> {
  const random = randomNumbers(SEED);
  const targets = standardized(ranksOf(values));
  const chosen = promising(features, targets);
  const rows = Uint32Array.from(values, (_, i) => i);
  const { importances, explained } = await growForest(chosen, targets, rows, random);
  const chance = await chanceImportance(features, targets, rows, random);
  const errors = await standardErrors(chosen, targets, importances, random);
  const params = chosen.map(({ key, same, numbers }, i): ParamImportance => {
    const [importance, error] = [importances[i]!, errors[i]!];
    return {
      key,
      same,
      importance,
      low: importance - ERRORS * error,
      high: importance + ERRORS * error,
      beyondChance: importance > chance,
      correlation: correlationOf(numbers, values),
    };
  });
  return { explained, params: params.sort((a, b) => b.importance - a.importance) };
}

/** The most that any feature gets when the targets are mixed up. The features are chosen anew, as that is part of it. */
async function chanceImportance(
  features: readonly Feature[],
  targets: Float64Array,
  rows: Uint32Array,
  random: RandomNumbers,
): Promise<number> {
  const mixed = targets.slice();
  let most = 0;
  for (let time = 0; time < MIXED; time += 1) {
    shuffle(mixed, random);
    const { importances } = await growForest(promising(features, mixed), mixed, rows, random);
    most = Math.max(most, ...importances);
  }
  return most;
}

/** Of each importance, by how it changes when half of the runs are left out: the mean square of that is the variance. */
async function standardErrors(
  features: readonly Feature[],
  targets: Float64Array,
  importances: Float64Array,
  random: RandomNumbers,
): Promise<Float64Array> {
  const squares = new Float64Array(features.length);
  const rows = Uint32Array.from(targets, (_, i) => i);
  for (let time = 0; time < HALVES; time += 1) {
    shuffle(rows, random);
    const half = await growForest(features, targets, rows.slice(0, Math.ceil(rows.length / 2)), random);
    for (const [i, importance] of half.importances.entries()) {
      squares[i]! += (importance - importances[i]!) ** 2 / HALVES;
    }
  }
  return squares.map(Math.sqrt);
}

function correlationOf(numbers: Float64Array | undefined, values: Float64Array): RankCorrelation | null {
  if (numbers === undefined) return null;
  const known = values.filter((_, i) => !Number.isNaN(numbers[i]!));
  const found = rankCorrelation(
    numbers.filter((number) => !Number.isNaN(number)),
    known,
  );
  return found === undefined ? null : { ...found, n: known.length };
}
