import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { chartOf, strings, useComparePage } from './comparePageFixture';
import { bellOf, logged, loggedAnswers } from './loggedAnswers';
import { makeRun, twoRuns, type RunData } from './runData';

/** Runs that differ in params of these names. */
function differingIn(...names: string[]): RunData[] {
  return [0, 1].map((index) =>
    makeRun(index, {
      params: Object.fromEntries(names.map((name) => [name, index])),
      metrics: { accuracy: [0.5, 0.8 + index / 10] },
    }),
  );
}

async function search(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: strings.search }).fill(text);
}

describe('the room on the comparison page', function () {
  this.timeout(60_000);
  const { open } = useComparePage();

  it('is enough for the names of the runs where the page is narrow', async () => {
    const { page } = await open({ runs: twoRuns(), width: 345 });
    await page.locator('.chip-name').first().waitFor();
    const cut = await page.locator('.chips ul').evaluate((list) => {
      const { right } = list.getBoundingClientRect();
      return [...list.querySelectorAll('.chip-name, .chip > .icon-button')].filter(
        (part) => part.getBoundingClientRect().right > right,
      ).length;
    });
    assert.equal(cut, 0, 'names and ways to remove runs are not cut');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  });

  it('holds a legend beside a chart that fills the page, where there are too many lines for names at their ends', async () => {
    const runs = Array.from({ length: 26 }, (_, index) => makeRun(index, { metrics: { loss: [1, index] } }));
    const { page } = await open({ runs, height: 500 });
    await chartOf(page, 'loss').waitFor();
    await page.getByRole('button', { name: strings.fullScreen.replace('{0}', 'loss') }).press('Enter');
    const legend = page.getByRole('dialog').getByRole('list', { name: strings.runs });
    await legend.waitFor();
    const rows = await legend.getByRole('listitem').allInnerTexts();
    assert.deepEqual(
      [rows[0], rows[25]].map((row) => row!.replace(/\s+/g, ' ')),
      ['run-0 0', 'run-25 25'],
    );
    await legend.getByRole('button', { name: 'run-25' }).click();
    assert.equal(await legend.getByRole('button', { name: 'run-25' }).getAttribute('aria-pressed'), 'true');
    const inside = await legend.evaluate((list) => list.getBoundingClientRect().bottom <= window.innerHeight);
    assert.ok(inside, 'it scrolls');
  });

  it('needs no legend beside few lines', async () => {
    const { page } = await open({ runs: twoRuns() });
    await chartOf(page, 'loss').waitFor();
    await page.getByRole('button', { name: strings.fullScreen.replace('{0}', 'loss') }).press('Enter');
    await page.getByRole('dialog').locator('.chart canvas').waitFor();
    assert.equal(await page.getByRole('dialog').getByRole('list').count(), 0);
  });

  it('of the answer stays when the answer gets shorter', async () => {
    const runs = differingIn('a-param-with-a-long-name', 'another-of-them', 'a-third-that-differs');
    const { page, send } = await open({ runs, width: 600 });
    const top = () => page.locator('.sticky').evaluate((head) => head.getBoundingClientRect().top);
    await page.getByRole('heading', { level: 1 }).getByText('a-third-that-differs').waitFor();
    await page.locator('#values').waitFor();
    const before = await top();
    for (const run of runs) run.params = { 'a-third-that-differs': run.run.id };
    await send({
      kind: 'changed',
      runs: [{ runId: 'run-0', keys: [] }],
      datasets: false,
      models: false,
    });
    await page.locator('.verdict').getByText('another-of-them').waitFor({ state: 'detached' });
    assert.equal(await top(), before);
    await page.setViewportSize({ width: 1200, height: 900 });
    await page.waitForFunction((old) => document.querySelector('.sticky')!.getBoundingClientRect().top < old, before);
  });

  it('ends no line of the answer between a name and its comma', async () => {
    const { page } = await open({ runs: differingIn('a', 'plots', 'width') });
    await page.locator('.verdict').getByText('width').waitFor();
    const broken = await page.evaluate(() => {
      const verdict = document.querySelector<HTMLElement>('.verdict')!;
      const found = new Set<string>();
      for (let width = 200; width < 900; width++) {
        verdict.style.width = `${width}px`;
        for (const name of verdict.querySelectorAll('code')) {
          const walker = document.createTreeWalker(verdict, NodeFilter.SHOW_TEXT);
          while (walker.nextNode() !== null) {
            const text = walker.currentNode as Text;
            const isBehind = (name.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
            if (!isBehind || name.contains(text) || text.data === '') continue;
            const range = document.createRange();
            range.setStart(text, 0);
            range.setEnd(text, 1);
            const mark = range.getBoundingClientRect();
            if (/^[,.:;]/.test(text.data) && mark.top >= name.getBoundingClientRect().bottom) {
              found.add(`${name.textContent} | ${text.data}`);
            }
            break;
          }
        }
      }
      return [...found];
    });
    assert.deepEqual(broken, []);
  });

  it('shows that nothing matches a search, also from further down', async () => {
    const metrics = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`loss-${index}`, [1, index]]));
    const params = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`param-${index}`, index]));
    const runs = [0, 1].map((index) => makeRun(index, { params: { ...params, lr: index }, metrics }));
    const { page } = await open({ runs, height: 600 });
    await page.locator('#values').waitFor();
    await page.locator('#values').evaluate((section) => section.scrollIntoView());
    const scrolled = () => page.evaluate(() => window.scrollY);
    await search(page, 'lr');
    await page.locator('.hint').waitFor();
    assert.ok((await scrolled()) > 100, 'what matches stays in sight');
    await search(page, 'lrrr');
    const text = page.getByText(strings.noMatch.replace('{0}', 'lrrr'));
    await text.waitFor();
    const [top, head] = await text.evaluate((hint) => [
      hint.getBoundingClientRect().top,
      document.querySelector('.sticky')!.getBoundingClientRect().bottom,
    ]);
    assert.ok(top >= head, `${top} is not below ${head}`);
  });

  it('is not taken by a heading above logged data that a search leaves out', async () => {
    const runs = twoRuns();
    const answers = loggedAnswers({ 'run-0': [logged('histogram', 'weights', bellOf(0, 1))] });
    const { page } = await open({ runs, answers });
    await page.locator('#logged').waitFor();
    await search(page, 'accuracy');
    await page.locator('#logged').waitFor({ state: 'detached' });
    await search(page, 'weights');
    await page.locator('#logged').waitFor();
  });

  it('above a group of logged data is more than below its head', async () => {
    const answers = loggedAnswers({
      'run-0': [
        logged('histogram', 'weights', bellOf(0, 1)),
        logged('table', 'rows', { columns: ['a'], rows: [[1]], total: 1 }),
      ],
    });
    const { page } = await open({ runs: twoRuns(), answers });
    const gaps = await page
      .locator('#logged h3:has(.fold)')
      .nth(1)
      .evaluate((head) => {
        const [above, own, below] = [
          head.previousElementSibling!,
          head.querySelector('.fold')!,
          head.nextElementSibling!,
        ].map((element) => element.getBoundingClientRect());
        return { above: own!.top - above!.bottom, below: below!.top - own!.bottom };
      });
    assert.ok(gaps.above >= gaps.below + 8, JSON.stringify(gaps));
  });

  it('of a tooltip is not taken by a long name', async () => {
    const runs = [makeRun(0, { name: 'a'.repeat(200), metrics: { loss: [1, 2] } })];
    const { page } = await open({ runs });
    await chartOf(page, 'loss').press('End');
    const { width } = (await page.locator('.chart-tooltip').boundingBox())!;
    assert.ok(width < 360, `${width} px`);
  });

  it('aligns the fields of the scatter chart', async () => {
    const runs = Array.from({ length: 4 }, (_, index) =>
      makeRun(index, { params: { lr: 10 ** -index, width: index }, metrics: { accuracy: [0.5, 0.6 + index / 10] } }),
    );
    const { page } = await open({ runs, width: 900 });
    const fields = page.locator('#across article', { hasText: strings.insights.scatter }).locator('select');
    await fields.nth(2).waitFor();
    const boxes = await fields.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect));
    const [x, y, color] = boxes;
    assert.deepEqual([y!.top, y!.width, color!.left, color!.width], [x!.top, x!.width, x!.left, x!.width]);
  });

  it('of the search is enough for its hint, which is cut by an ellipsis where it is not', async () => {
    const { page } = await open({ runs: twoRuns() });
    const input = page.getByRole('textbox', { name: strings.search });
    await input.waitFor();
    assert.equal(await input.evaluate((field) => getComputedStyle(field).textOverflow), 'ellipsis');
  });
});
