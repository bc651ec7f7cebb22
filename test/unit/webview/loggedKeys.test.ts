import assert from 'node:assert/strict';
import { walk } from '../../../webview/compare/insights/walk';
import { useComparePage } from './comparePageFixture';
import { bellOf, logged, loggedAnswers, rocOf } from './loggedAnswers';
import { card, runsOf } from './loggedDataSteps';

describe('logged data by keys', function () {
  this.timeout(60_000);
  const { open } = useComparePage();

  it('walks along the points of a curve and from curve to curve', async () => {
    const answers = loggedAnswers({
      'run-0': [logged('roc', 'val', rocOf(3))],
      'run-1': [logged('roc', 'val', rocOf(5))],
    });
    const { page } = await open({ runs: runsOf(2), answers });
    const curves = (await card(page, 'val', '.curves canvas')).locator('.curves');
    await curves.press('ArrowRight');
    assert.match(
      (await curves.getAttribute('aria-valuetext'))!,
      /^run-1, false positive rate 0, true positive rate 0$/i,
    );
    await curves.press('ArrowRight');
    assert.match((await curves.getAttribute('aria-valuetext'))!, /^run-1, .*, threshold 0\.9997/i);
    await page.locator('.across-tooltip').waitFor();
    await curves.locator('.lifted-point').waitFor();
    await curves.press('ArrowDown');
    assert.match((await curves.getAttribute('aria-valuetext'))!, /^run-0, /);
    await curves.press('Escape');
    await page.locator('.across-tooltip').waitFor({ state: 'detached' });
  });

  it('walks along the bins of a histogram and from step to step', async () => {
    const own = [0, 10].map((step) => logged('histogram', 'w', bellOf(0, 1), step));
    const { page } = await open({ runs: runsOf(1), answers: loggedAnswers({ 'run-0': own }) });
    const shown = await card(page, 'w', '.ridges canvas');
    const ridges = shown.locator('.ridges');
    await ridges.press('End');
    assert.equal(await ridges.getAttribute('aria-valuenow'), '47');
    const [bin, all] = [await ridges.locator('.pointed-bin').boundingBox(), await ridges.boundingBox()];
    // The last of 48 bins ends where the numbers of the steps begin.
    assert.equal(Math.round(bin!.x + bin!.width - all!.x), Math.round(all!.width - 52));
    assert.equal(Math.round(bin!.width), Math.round((all!.width - 60) / 48));
    const first = await shown.locator('.ridge-told').innerText();
    await ridges.press('ArrowDown');
    assert.notEqual(await shown.locator('.ridge-told').innerText(), first);
    assert.equal(await ridges.getAttribute('aria-valuetext'), await shown.locator('.ridge-told').innerText());
  });

  it('stops at the ends, and begins at the first point', () => {
    const lengths = [3, 2];
    assert.deepEqual(walk('ArrowLeft', undefined, lengths), { row: 0, point: 0 });
    assert.deepEqual(walk('End', undefined, lengths), { row: 0, point: 2 });
    assert.deepEqual(walk('ArrowDown', { row: 0, point: 2 }, lengths), { row: 1, point: 1 });
    assert.deepEqual(walk('ArrowDown', { row: 1, point: 1 }, lengths), { row: 1, point: 1 });
    assert.deepEqual(walk('PageUp', { row: 0, point: 0 }, lengths), { row: 0, point: 2 });
    assert.equal(walk('x', undefined, lengths), undefined);
    assert.equal(walk('Home', undefined, []), undefined);
  });
});
