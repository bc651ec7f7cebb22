import assert from 'node:assert/strict';
import { chartOf, strings, useComparePage } from './comparePageFixture';
import type { Series } from '../../../src/protocol/entities';
import type { SeriesQuery } from '../../../src/protocol/storeApi';
import { makeRun, readSeries, twoRuns } from './runData';

const NONE = new Float64Array();

describe('charts of the comparison page', function () {
  this.timeout(60_000);
  const { open } = useComparePage();

  it('read everything again when the store was started anew', async () => {
    const runs = twoRuns();
    const { page, send } = await open({ runs });
    const chart = chartOf(page, 'accuracy');
    await chart.waitFor();
    runs[0]!.metrics['accuracy'] = [0.1, 0.2, 0.99];
    await send({ kind: 'restarted' });
    await page.getByRole('heading', { level: 1 }).filter({ hasText: 'calm-heron is best' }).waitFor();
    await page.waitForFunction(() => document.querySelector('.chart')?.getAttribute('aria-label')?.includes('0.99'));
  });

  it('stay beside what failed later, and name runs whose points are damaged', async () => {
    const runs = twoRuns();
    let broken = false;
    const refuse = (method: string): void => {
      if (method === 'series' && broken) throw new Error('The store is away.');
    };
    const isDamaged = ({ runId, key }: Series): boolean => key === 'accuracy' && runId === 'run-1';
    const series = (query: SeriesQuery) =>
      readSeries(runs, query).map((one) =>
        isDamaged(one) ? { ...one, steps: NONE, values: NONE, times: NONE, damaged: true } : one,
      );
    const { page, send } = await open({ runs, refuse, answers: { series } });
    const chart = chartOf(page, 'accuracy');
    await chart.locator('canvas').waitFor();
    await page.getByLabel('Not drawn, as what the database holds of them is damaged: brisk-otter').waitFor();
    broken = true;
    runs[0]!.metrics['accuracy']!.push(0.99);
    await send({ kind: 'changed', runs: [{ runId: 'run-0', keys: ['accuracy'] }], datasets: false, models: false });
    const alert = page.getByRole('alert').filter({ hasText: 'The store is away.' });
    await alert.waitFor();
    assert.ok(await chart.locator('canvas').isVisible());
    broken = false;
    await alert.getByRole('button', { name: strings.retry }).click();
    await alert.waitFor({ state: 'detached' });
  });

  it('stand values that are extreme, equal, or one', async () => {
    const metrics = {
      huge: [1e300, -1e300, 1e308],
      tiny: [1e-300, 2e-300],
      equal: [3, 3, 3],
      one: [7],
      lost: [Number.NaN, Infinity, -Infinity],
    };
    const { page } = await open({ runs: [makeRun(0, { metrics }), makeRun(1, { metrics })] });
    for (const key of Object.keys(metrics)) await chartOf(page, key).locator('canvas').waitFor();
    for (const text of [strings.logY, strings.clip, strings.logX]) {
      await page.getByText(text, { exact: true }).click();
      await page.waitForTimeout(250);
    }
    await chartOf(page, 'lost').press('End');
  });

  it('stand names of any length and kind', async () => {
    const long = 'x'.repeat(10_000);
    const keys = ['a/b/c', 'quo"te', 'dot.ted', '<b>bold</b>', '__proto__', 'مرحبا', '🦦', long];
    const metrics = Object.fromEntries(keys.map((key) => [key, [1, 2]]));
    const runs = [0, 1].map((index) => makeRun(index, { name: index === 0 ? long : '<i>b</i>', metrics }));
    const { page } = await open({ runs });
    await page.locator('.chart canvas').first().waitFor();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `the page is ${overflow} px too wide`);
    await page.locator('.chart').first().hover();
    const tooltip = (await page.locator('.chart-tooltip').boundingBox())!;
    assert.ok(tooltip.x >= 0 && tooltip.x + tooltip.width <= 1200);
    assert.equal(await page.locator('.chart-grid b b, i').count(), 0);
  });
});
