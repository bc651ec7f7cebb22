import assert from 'node:assert/strict';
import { randomNumbers, type RandomNumbers } from '../../../../src/common/statistics/randomNumbers';
import type { ParamImportance } from '../../../../src/protocol/insightsApi';
import type { ParamValue } from '../../../../src/protocol/numbers';
import { featuresOf } from '../../../../src/store/insights/features';
import { measureImportance } from '../../../../src/store/insights/importance';

type Params = Record<string, ParamValue>;

/** Measures runs whose params are drawn, and whose metric a function gives. */
async function measure<P extends Params>(
  seed: number,
  runs: number,
  draw: (random: RandomNumbers) => P,
  metric: (params: P, random: RandomNumbers) => number,
): Promise<{ explained: number; params: ParamImportance[] }> {
  const random = randomNumbers(seed);
  const drawn = Array.from({ length: runs }, () => draw(random));
  const values = Float64Array.from(drawn, (params) => metric(params, random));
  const keys = Object.keys(drawn[0]!);
  return measureImportance(featuresOf(new Map(keys.map((key) => [key, drawn.map((one) => one[key])]))), values);
}

const standsOut = (params: readonly ParamImportance[]): string[] =>
  params.filter(({ beyondChance }) => beyondChance).map(({ key }) => key);

describe('importance of params', function () {
  this.timeout(60_000);
  const five = (random: RandomNumbers) => ({ a: random(), b: random(), c: random(), d: random(), e: random() });

  it('finds what a metric was made of, in its order, with the sign of its influence', async () => {
    const { explained, params } = await measure(1, 200, five, ({ a, b }, random) => 3 * a - 1.5 * b + 0.2 * random());
    assert.deepEqual(standsOut(params), ['a', 'b']);
    assert.ok(explained > 0.7, `explains ${explained}`);
    const [a, b] = params;
    assert.ok(a!.correlation!.rho > 0.7 && b!.correlation!.rho < -0.2);
    assert.equal(a!.correlation!.n, 200);
    for (const { low, importance, high } of params) assert.ok(low <= importance && importance <= high);
    assert.ok(a!.low > 0, 'the interval of what matters leaves out nothing at all');
  });

  it('finds what only matters together with another, which no correlation shows', async () => {
    const { params } = await measure(2, 300, five, ({ a, b }) => (a > 0.5 === b > 0.5 ? 1 : 0));
    assert.deepEqual(standsOut(params).sort(), ['a', 'b']);
    assert.ok(Math.abs(params[0]!.correlation!.rho) < 0.2);
  });

  it('finds texts and switches, and gives texts no correlation', async () => {
    const names = ['adam', 'sgd', 'rmsprop', 'lion'];
    const draw = (random: RandomNumbers) => ({
      optimizer: names[Math.floor(random() * 4)]!,
      augment: random() < 0.5,
      other: names[Math.floor(random() * 4)]!,
    });
    const { params } = await measure(3, 150, draw, ({ optimizer, augment }, random) => {
      return (optimizer === 'lion' ? 2 : 0) + (augment ? 1 : 0) + 0.3 * random();
    });
    assert.deepEqual(standsOut(params), ['optimizer', 'augment']);
    assert.equal(params[0]!.correlation, null);
    assert.ok(params[1]!.correlation!.rho > 0);
  });

  it('says nothing from noise, save as often as it must', async () => {
    let alarms = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const { explained, params } = await measure(seed, 30, five, (_, random) => random());
      if (standsOut(params).length > 0) alarms += 1;
      assert.ok(explained < 0.35, `explains ${explained} of noise`);
    }
    // One in twenty: more than four of twenty come about once in 400 times.
    assert.ok(alarms <= 4, `${alarms} of 20 stand out`);
  });

  it('says nothing from noise with hundreds of params either, the best of which are picked', async () => {
    let alarms = 0;
    const many = (random: RandomNumbers): Params =>
      Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`p${i}`, random()]));
    for (let seed = 1; seed <= 5; seed += 1) {
      const { params } = await measure(seed, 40, many, (_, random) => random());
      if (standsOut(params).length > 0) alarms += 1;
    }
    assert.ok(alarms <= 2, `${alarms} of 5 stand out`);
  });

  it('is not moved by a diverged run, nor by numbers that overflow', async () => {
    const { params } = await measure(4, 100, five, ({ a }, random) => (random() < 0.05 ? 1e300 : a + 0.05 * random()));
    assert.deepEqual(standsOut(params), ['a']);
    for (const { importance, low, high } of params) assert.ok([importance, low, high].every(Number.isFinite));
  });

  it('is the same each time', async () => {
    const once = await measure(5, 40, five, ({ a }) => a);
    assert.deepEqual(await measure(5, 40, five, ({ a }) => a), once);
  });
});

describe('params as features', () => {
  const features = (params: Record<string, (ParamValue | undefined)[]>) => featuresOf(new Map(Object.entries(params)));

  it('leave out what does not differ, and join what goes together', () => {
    const found = features({
      lr: [1, 2, 3],
      'optimizer.lr': [10, 20, 30],
      epochs: [5, 5, 5],
      model: ['a', 'b', 'c'],
      path: ['x', 'y', 'z'],
      reversed: [3, 2, 1],
    });
    assert.deepEqual(
      found.map(({ key, same, ordered }) => ({ key, same, ordered })),
      [
        { key: 'lr', same: ['optimizer.lr'], ordered: true },
        { key: 'model', same: ['path'], ordered: false },
        { key: 'reversed', same: [], ordered: true },
      ],
    );
  });

  it('give what is missing or not a number a bin of its own', () => {
    const [some] = features({ some: [1, undefined, 'NaN', 2, 'Infinity'] });
    assert.deepEqual([...some!.codes], [1, 0, 0, 2, 3]);
  });

  it('share bins where there are more values than those', () => {
    const values = Array.from({ length: 1000 }, (_, i) => i);
    const [numbers] = features({ numbers: values });
    assert.equal(Math.max(...numbers!.codes), 31);
    assert.ok(numbers!.codes.every((code, i, all) => i === 0 || code >= all[i - 1]!));
    const [texts] = features({ texts: values.map((value) => `name ${value % 500}`) });
    assert.equal(Math.max(...texts!.codes), 31);
  });
});
