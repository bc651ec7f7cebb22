import assert from 'node:assert/strict';
import { metricCells } from '../../../webview/compare/tableRows';
import { chartOf, useComparePage } from './comparePageFixture';
import { makeRun } from './runData';

const RUNS = 1000;

const many = (count = RUNS) =>
  Array.from({ length: count }, (_, i) =>
    makeRun(i, {
      name: `run-${String(i).padStart(4, '0')}`,
      params: { lr: i, seed: 1 },
      metrics: { accuracy: [i, 2 * i], loss: [i, RUNS - i] },
    }),
  );

describe('comparison page with many runs', function () {
  this.timeout(60_000);
  const { open } = useComparePage();

  it('shows the first runs in its legend, the pinned one, and all on request', async () => {
    const { page } = await open({ runs: many() });
    await page.locator('.chip').first().waitFor();
    const chips = () => page.locator('.chip').count();
    assert.equal(await chips(), 60);
    await chartOf(page, 'accuracy').waitFor();
    await page.getByRole('button', { name: '940 more' }).click();
    await page.locator('.chip', { hasText: 'run-0999' }).waitFor();
    assert.equal(await chips(), RUNS);
    const chip = page.locator('.chip', { hasText: 'run-0999' }).locator('.chip-main');
    assert.equal(await chip.locator('.number').innerText(), '1998');
  });

  it('says on top of how many runs code and data were looked at, and that several lead alike', async () => {
    const runs = many(60);
    for (const { metrics } of runs.slice(-3)) metrics['accuracy'] = [500];
    const { page } = await open({ runs });
    const heading = page.locator('h1');
    await heading.getByText('Code and data of the first 50 runs were looked at.').waitFor();
    assert.match(await heading.innerText(), /^run-0057 and 2 more are level at the top on accuracy: 500\. /);
    const few = await open({ runs: runs.slice(0, 2) });
    await few.page.locator('h1').getByText('Differs in lr').waitFor();
    assert.doesNotMatch(await few.page.locator('h1').innerText(), /looked at/);
  });

  it('builds the cells in sight of its table alone, in both directions', async () => {
    const { page } = await open({ runs: many() });
    const box = page.locator('#values .table-box');
    await box.waitFor({ state: 'attached' });
    await chartOf(page, 'accuracy').waitFor();
    assert.equal(await page.locator('#values td').count(), 0, 'out of sight there is no cell');
    const height = () => box.evaluate((element) => element.getBoundingClientRect().height);
    const before = await height();
    await page.evaluate(() => document.getElementById('values')!.scrollIntoView());
    await page.locator('#values tbody').getByText('accuracy').waitFor();
    assert.equal(await height(), before, 'nothing jumps');
    assert.ok((await page.locator('#values td').count()) < 100);
    const widths = () =>
      page
        .locator('#values tbody tr:not(.group-row) td:not(.space)')
        .evaluateAll((cells) => [...new Set(cells.map((cell) => cell.getBoundingClientRect().width))]);
    assert.deepEqual(await widths(), [168]);
    await box.evaluate((element) => (element.scrollLeft = element.scrollWidth));
    await page.locator('#values thead').getByText('run-0999').waitFor();
    assert.deepEqual(await widths(), [168]);
    const row = page.locator('#values tbody tr', { hasText: 'accuracy' });
    assert.equal((await row.locator('td:not(.space)').last().innerText()).trim(), '1998');
    const head = page.locator('#values thead th').last();
    const [cell, title] = [await row.locator('td').last().boundingBox(), await head.boundingBox()];
    assert.equal(cell!.x, title!.x, 'a value stands below its run');
  });

  it('reads out the best few runs at a point', async () => {
    const { page } = await open({ runs: many(30) });
    for (const [metric, first] of [
      ['accuracy', 'run-0029 58'],
      ['loss', 'run-0022 978'],
    ] as const) {
      const chart = chartOf(page, metric);
      await chart.locator('canvas').waitFor();
      await chart.press('End');
      const text = (await chart.getAttribute('aria-valuetext'))!;
      assert.ok(text.startsWith(`Step 1: ${first}, `), text);
      assert.ok(text.endsWith(', +22'), text);
      assert.ok((await chart.getAttribute('aria-label'))!.includes('run-0009'));
      assert.ok(!(await chart.getAttribute('aria-label'))!.includes('run-0010'));
    }
  });

  it('finds texts and the best of a row of thousands', () => {
    const summary = { key: 'loss', count: 1, first: 1, last: 1, lastStep: 0, min: 1, max: 1, mean: 1 };
    const values = Array.from({ length: 50_000 }, (_, i) => (i % 2 === 0 ? { ...summary, last: i } : undefined));
    const cells = metricCells({ key: 'loss', values, differs: true }, 'higher');
    assert.deepEqual(cells[49_998], { text: '49998', summary: values[49_998], best: true });
    assert.deepEqual(cells[49_999], { text: undefined, best: false });
  });
});
