import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { chartOf, strings, useComparePage } from './comparePageFixture';
import { bellOf, logged, loggedAnswers } from './loggedAnswers';
import { makeRun, twoRuns, type RunData } from './runData';

/** The name of what has the focus; its text where it has none, nothing where nothing has it. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: element, body } = document;
    return element === body ? '' : (element?.ariaLabel ?? element?.textContent ?? '');
  });
}

/** Runs whose chips take four rows, with enough below the charts to scroll to. */
function manyRuns(): RunData[] {
  return Array.from({ length: 30 }, (_, index) => {
    const params = Object.fromEntries(Array.from({ length: 60 }, (_, param) => [`param-${param}`, index + param]));
    return makeRun(index, { name: `a-run-with-a-name-${index}`, params, metrics: { loss: [1, index], epoch: [1, 2] } });
  });
}

describe('the focus on the comparison page', function () {
  this.timeout(60_000);
  const { open } = useComparePage();

  it('goes on to the next chart when one is hidden, to the one before the last, and to the section at the end', async () => {
    const { page } = await open({ runs: [makeRun(0, { metrics: { a: [1, 2], b: [1, 2], c: [1, 2] } })] });
    const hide = async (metric: string): Promise<string> => {
      await page.getByRole('button', { name: strings.chartMenu.replace('{0}', metric) }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: strings.hide, exact: true }).focus();
      await page.keyboard.press('Enter');
      await chartOf(page, metric).waitFor({ state: 'detached' });
      await page.waitForFunction(() => document.activeElement !== document.body);
      return focused(page);
    };
    await chartOf(page, 'c').waitFor();
    assert.equal(await hide('b'), 'c');
    assert.equal(await hide('c'), 'a');
    assert.equal(await hide('a'), strings.charts);
  });

  it('goes on to the next run when one is removed, else to the one before', async () => {
    const { page } = await open({ runs: [0, 1, 2].map((index) => makeRun(index, { metrics: { loss: [1, index] } })) });
    const remove = async (name: string): Promise<string> => {
      await page.getByRole('button', { name: strings.removeRun.replace('{0}', name) }).focus();
      await page.keyboard.press('Enter');
      await page.locator('.chip', { hasText: name }).waitFor({ state: 'detached' });
      await page.waitForFunction(() => document.activeElement !== document.body);
      return focused(page);
    };
    await page.locator('.chip').nth(2).waitFor();
    assert.equal(await remove('run-1'), strings.removeRun.replace('{0}', 'run-2'));
    assert.equal(await remove('run-2'), strings.removeRun.replace('{0}', 'run-0'));
  });

  it('follows the links to the parts, whose headings come to stand below the head', async () => {
    const runs = manyRuns();
    const answers = loggedAnswers({ 'run-0': [logged('histogram', 'weights', bellOf(0, 1))] });
    const { page } = await open({ runs, answers, width: 900, height: 700 });
    const texts = strings.insights;
    const parts = [
      ['values', strings.values, strings.values],
      ['across', texts.acrossRuns, texts.acrossRuns],
      ['logged', strings.logged.logged, strings.logged.loggedData],
      ['charts', strings.charts, strings.charts],
    ] as const;
    await page.locator('#values').waitFor();
    await page.locator('#logged').waitFor();
    for (const [id, link, heading] of parts) {
      await page.locator('.toolbar').getByRole('button', { name: link, exact: true }).click();
      assert.equal(await focused(page), heading);
      assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H2', 'not the link itself');
      const [head, top] = await page.evaluate(
        (part) => [
          document.querySelector('.sticky')!.getBoundingClientRect().bottom,
          document.querySelector(`#${part} h2`)!.getBoundingClientRect().top,
        ],
        id,
      );
      assert.ok(head > 150, `the head has four rows of chips: ${head}`);
      assert.ok(top >= head, `${id}: ${top} is not below ${head}`);
    }
  });

  it('is back at the button when a chart no longer fills the page', async () => {
    const { page } = await open({ runs: twoRuns() });
    const button = page.getByRole('button', { name: strings.fullScreen.replace('{0}', 'loss') });
    const dialog = page.getByRole('dialog', { name: 'loss' });
    await chartOf(page, 'loss').waitFor();
    for (const close of [
      () => page.keyboard.press('Escape'),
      () => dialog.getByRole('button', { name: strings.closeFullScreen }).press('Enter'),
    ]) {
      await button.press('Enter');
      await dialog.locator('.chart canvas').waitFor();
      await close();
      await dialog.waitFor({ state: 'detached' });
      assert.equal(await focused(page), strings.fullScreen.replace('{0}', 'loss'));
    }
  });
});
