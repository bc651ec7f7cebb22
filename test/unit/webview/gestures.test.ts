import assert from 'node:assert/strict';
import { chartOf, strings, useComparePage } from './comparePageFixture';
import { makeRun } from './runData';

describe('a drag whose pointer is taken away', function () {
  this.timeout(60_000);
  const { open } = useComparePage();
  const runs = () =>
    Array.from({ length: 6 }, (_, i) =>
      makeRun(i, { params: { lr: 1 + i, depth: i % 3 }, metrics: { loss: [1 / (1 + i), 3, i] } }),
    );

  it('zooms into nothing', async () => {
    const { page } = await open({ runs: runs() });
    const chart = chartOf(page, 'loss');
    await chart.locator('canvas').waitFor();
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 70, { steps: 3 });
    await page.locator('.chart-selection').waitFor();
    await chart.dispatchEvent('pointercancel');
    await page.locator('.chart-selection').waitFor({ state: 'detached' });
    await page.mouse.up();
    assert.equal(await page.getByRole('button', { name: strings.resetZoom }).count(), 0);
  });

  it('moves no axis, and leaves a brush as it was', async () => {
    const { page } = await open({ runs: runs() });
    await page.locator('#across').waitFor({ state: 'attached' });
    await page.evaluate(() => document.getElementById('across')!.scrollIntoView());
    const name = page.locator('.pcp-name').last();
    const names = await page.locator('.pcp-name').allInnerTexts();
    const { x: left, y: top } = (await name.boundingBox())!;
    await page.mouse.move(left + 8, top + 8);
    await page.mouse.down();
    await page.mouse.move(left - 400, top + 8, { steps: 3 });
    await page.locator('.pcp-axis.moving').waitFor();
    await name.dispatchEvent('pointercancel');
    await page.locator('.pcp-axis.moving').waitFor({ state: 'detached' });
    await page.mouse.up();
    assert.deepEqual(await page.locator('.pcp-name').allInnerTexts(), names);

    const strip = page.locator('.pcp-strip').first();
    const { x, y, height } = (await strip.boundingBox())!;
    await page.mouse.move(x + 12, y + 0.2 * height);
    await page.mouse.down();
    await page.mouse.move(x + 12, y + 0.5 * height, { steps: 3 });
    const brush = await page.locator('.pcp-brush').boundingBox();
    await strip.dispatchEvent('pointercancel');
    await page.mouse.move(x + 12, y + 0.9 * height, { steps: 3 });
    assert.deepEqual(await page.locator('.pcp-brush').boundingBox(), brush);
    await page.mouse.up();
  });
});
