import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator, Page } from 'playwright-core';
import { nextMark } from '../../../webview/compare/insights/markKeys';
import { readAt, strings, useComparePage } from './comparePageFixture';
import { logged, loggedAnswers, matrixOf } from './loggedAnswers';
import { card as loggedCard, runsOf } from './loggedDataSteps';
import { makeRun, type RunData } from './runData';

const texts = strings.insights;

/** Runs whose order by `accuracy` is not the one on the page: the best is run-1, then run-3, run-0, run-2. */
function mixedRuns(): RunData[] {
  return [0.4, 0.9, 0.1, 0.6].map((accuracy, i) =>
    makeRun(i, { params: { lr: [3, 1, 2, 2][i]! }, metrics: { accuracy: [accuracy] } }),
  );
}

describe('marks of charts by keys', function () {
  this.timeout(60_000);
  const { open } = useComparePage();

  /** The part of a chart that takes the focus. */
  async function chart(page: Page, title: string): Promise<Locator> {
    const card = page.locator('#across article', { hasText: title });
    await card.waitFor({ state: 'attached' });
    await card.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const marks = card.locator('.scatter, .bars, .pcp-lines');
    await marks.waitFor();
    return marks;
  }
  const lifted = (page: Page) => page.locator('.chip.lifted .chip-name');

  it('go over the points of a scatter plot by x and by y, and tell each', async () => {
    const { page } = await open({ runs: mixedRuns() });
    const scatter = await chart(page, texts.scatter);
    assert.equal(await scatter.getAttribute('aria-label'), `accuracy over lr. Runs: 4. ${texts.markKeys}`);
    assert.equal(await readAt(scatter, 'ArrowRight'), 'run-1, lr 1, accuracy 0.9');
    await page.locator('.across-tooltip', { hasText: 'run-1' }).waitFor();
    assert.equal(await lifted(page).innerText(), 'run-1');
    assert.match(await readAt(scatter, 'ArrowRight'), /^run-2, lr 2, accuracy 0\.1$/);
    assert.match(await readAt(scatter, 'ArrowRight'), /^run-3, lr 2, /, 'of one x, the lower one first');
    assert.match(await readAt(scatter, 'ArrowUp'), /^run-1, /, 'the next higher one');
    assert.match(await readAt(scatter, 'ArrowUp'), /^run-1, /, 'there is no higher one');
    assert.match(await readAt(scatter, 'ArrowDown'), /^run-3, /);
    assert.match(await readAt(scatter, 'End'), /^run-0, lr 3, /);
    assert.match(await readAt(scatter, 'Home'), /^run-1, /);
    assert.equal(await readAt(scatter, 'Escape'), '');
    await page.locator('.across-tooltip').waitFor({ state: 'detached' });
    assert.equal(await lifted(page).count(), 0);
  });

  it('go down the bars, the best first, and Enter keeps a run in front as a click does', async () => {
    const { page } = await open({ runs: mixedRuns() });
    const bars = await chart(page, texts.bars);
    assert.equal(await readAt(bars, 'ArrowDown'), 'run-1, accuracy 0.9');
    assert.equal(await readAt(bars, 'ArrowDown'), 'run-3, accuracy 0.6');
    assert.equal(await readAt(bars, 'Enter'), 'run-3, accuracy 0.6, kept in front');
    await page.locator('.chip', { hasText: 'run-3' }).locator('[aria-pressed="true"]').waitFor();
    assert.match(await readAt(bars, 'ArrowUp'), /^run-1, /);
    assert.match(await readAt(bars, 'End'), /^run-2, /);
    await bars.press('Tab');
    await page.locator('.pointed-row').waitFor({ state: 'detached' });
    assert.equal(await lifted(page).innerText(), 'run-3', 'is in front when no other is pointed at');
  });

  it('name the repeats of a bar by the best of them, with what the bar shows', async () => {
    const runs = mixedRuns();
    const { page } = await open({ runs, repeats: [['run-0', 'run-1'], ['run-2', 'run-3']] }); // prettier-ignore
    await page.getByText(strings.groupRepeats).click();
    const bars = await chart(page, texts.bars);
    assert.match(await readAt(bars, 'ArrowDown'), /^run-1, accuracy 0\.65 ± 0\.35\d* n=2$/);
    assert.match(await readAt(bars, 'ArrowDown'), /^run-3, accuracy 0\.35 ± /);
  });

  it('go from line to line down the last axis, of those that are brushed', async () => {
    const { page } = await open({ runs: mixedRuns() });
    const lines = await chart(page, texts.parallel);
    assert.match((await lines.getAttribute('aria-label'))!, /^4 runs as lines across: lr, accuracy\. Arrow keys /);
    assert.equal(await readAt(lines, 'ArrowDown'), 'run-1, lr 1, accuracy 0.9');
    await page.locator('.across-tooltip', { hasText: 'run-1' }).waitFor();
    assert.match(await readAt(lines, 'ArrowDown'), /^run-3, /);
    assert.match(await readAt(lines, 'End'), /^run-2, /);
    const strip = page.locator('.pcp-strip').last();
    await strip.press('Enter');
    for (let press = 0; press < 10; press += 1) await strip.press('Shift+ArrowDown');
    await page.getByText('2 of 4 runs are brushed.').waitFor();
    assert.match(await readAt(lines, 'Home'), /^run-0, /);
    assert.match(await readAt(lines, 'End'), /^run-2, /);
  });

  it('have nothing that axe finds fault with while one is pointed at', async () => {
    const { page } = await open({ runs: mixedRuns() });
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    for (const title of [texts.parallel, texts.scatter, texts.bars]) {
      const marks = await chart(page, title);
      await marks.press('ArrowRight');
      const faults = await page.evaluate(`axe.run('#across').then((all) => all.violations.map(({ id }) => id))`);
      assert.deepEqual(faults, [], title);
    }
  });

  it('bring the end of a line into sight where the axes are too many for the card', async () => {
    const params = (i: number) =>
      Object.fromEntries(Array.from({ length: 14 }, (_, p) => [`p${p}`, (i * (p + 3)) % 17]));
    const runs = Array.from({ length: 20 }, (_, i) => makeRun(i, { params: params(i), metrics: { accuracy: [i] } }));
    const { page } = await open({ runs });
    const lines = await chart(page, texts.parallel);
    for (let axes = 8; axes <= 14; axes += 1) {
      await page.getByLabel(texts.addAxis).selectOption(`param:p${axes - 1}`);
      await page.waitForFunction((count) => document.querySelectorAll('.pcp-name').length === count, axes);
    }
    const isEndInSight = () =>
      page.locator('.pcp-scroll').evaluate((box) => {
        const end = box.querySelector('.pcp-axis:last-of-type')!.getBoundingClientRect();
        return (end.left + end.right) / 2 < box.getBoundingClientRect().right;
      });
    assert.equal(await isEndInSight(), false);
    await lines.press('ArrowDown');
    while (!(await isEndInSight())) await page.waitForTimeout(20);
  });

  it('keep no run in front whose chart was scrolled out of sight', async () => {
    const { page } = await open({ runs: mixedRuns() });
    const scatter = await chart(page, texts.scatter);
    await scatter.press('End');
    assert.equal(await lifted(page).innerText(), 'run-0');
    await page.evaluate(() => {
      document.body.style.paddingTop = '9000px';
      scrollTo(0, 0);
    });
    await scatter.waitFor({ state: 'detached' });
    await lifted(page).waitFor({ state: 'detached' });
  });

  it('stay on a run while others go', async () => {
    const { page, send } = await open({ runs: mixedRuns() });
    const scatter = await chart(page, texts.scatter);
    assert.match(await readAt(scatter, 'End'), /^run-0, /);
    assert.match(await readAt(scatter, 'ArrowLeft'), /^run-3, /);
    await send({
      kind: 'changed',
      runs: [{ runId: 'run-1', keys: [], removed: true }],
      datasets: false,
      models: false,
    });
    await page.locator('.chip', { hasText: 'run-1' }).waitFor({ state: 'detached' });
    assert.match((await scatter.getAttribute('aria-valuetext'))!, /^run-3, /);
  });

  it('are kept in sight among five hundred bars', async () => {
    const runs = Array.from({ length: 600 }, (_, i) => makeRun(i, { params: { lr: i }, metrics: { accuracy: [i] } }));
    const { page } = await open({ runs });
    await chart(page, texts.bars);
    await page.getByRole('button', { name: texts.showMore }).click();
    const bars = await chart(page, texts.bars);
    assert.match(await readAt(bars, 'End'), /^run-100, /);
    const isInSight = () =>
      page.locator('.pointed-row').evaluate((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        return top >= 0 && Math.floor(bottom) <= innerHeight;
      });
    while (!(await isInSight())) await page.waitForTimeout(20);
    assert.match(await readAt(bars, 'Home'), /^run-599, /);
    const isCovered = () =>
      page.locator('.pointed-row').evaluate((row) => {
        const { left, top, height } = row.getBoundingClientRect();
        return document.elementFromPoint(left + 40, top + height / 2)?.closest('.bars') === null;
      });
    while (await isCovered()) await page.waitForTimeout(20);
  });

  it('stay where keys have led when the page moves below a mouse at rest', async () => {
    const { page } = await open({ runs: mixedRuns() });
    const bars = await chart(page, texts.bars);
    const box = (await bars.boundingBox())!;
    await page.mouse.move(box.x + 100, box.y + 15);
    assert.match((await bars.getAttribute('aria-valuetext'))!, /^run-1, /, 'the mouse points at the best');
    assert.match(await readAt(bars, 'End'), /^run-2, /);
    for (const by of [-40, 40, 200, -200]) {
      await page.mouse.wheel(0, by);
      await page.waitForTimeout(300);
      assert.match((await bars.getAttribute('aria-valuetext'))!, /^run-2, /, `scrolled by ${by}`);
    }
    const now = (await bars.boundingBox())!;
    await page.mouse.move(now.x + 120, now.y + 16, { steps: 3 });
    assert.match((await bars.getAttribute('aria-valuetext'))!, /^run-1, /, 'a mouse that moves points again');
  });

  it('leave the keys alone that lead nowhere', async () => {
    const { page } = await open({ runs: mixedRuns() });
    const scatter = await chart(page, texts.scatter);
    await page.evaluate(() => {
      addEventListener('keydown', ({ key, defaultPrevented }) => {
        document.body.dataset[`taken${key}`] = String(defaultPrevented);
      });
    });
    for (const key of ['Escape', 'Enter', 'Alt+ArrowLeft', 'ArrowRight']) await scatter.press(key);
    const taken = await page.evaluate(() => Object.fromEntries(Object.entries(document.body.dataset)));
    assert.deepEqual(
      [taken['takenEscape'], taken['takenEnter'], taken['takenArrowLeft'], taken['takenArrowRight']],
      ['false', 'false', 'false', 'true'],
    );
  });

  it('go from cell to cell of a large confusion matrix', async () => {
    const labels = Array.from({ length: 30 }, (_, i) => `c${i}`);
    const matrix = matrixOf(labels, 50, 0);
    matrix.counts[1]![2] = 31;
    const answers = loggedAnswers({ 'run-0': [logged('confusion', 'many', matrix)] });
    const { page } = await open({ runs: runsOf(1), answers });
    const grid = (await loggedCard(page, 'many', '.matrix-grid canvas')).locator('.matrix-grid');
    assert.match((await grid.getAttribute('aria-label'))!, /are right\. Arrow keys go from cell to cell/);
    assert.match(await readAt(grid, 'ArrowRight'), /^True c0, predicted c0: 50 \(/);
    await grid.press('ArrowRight');
    await grid.press('ArrowRight');
    assert.match(await readAt(grid, 'ArrowDown'), /^True c1, predicted c2: 31 \(/);
    await page.locator('.matrix-told', { hasText: 'True c1, predicted c2: 31' }).waitFor();
    const cell = (await page.locator('.pointed-cell').boundingBox())!;
    const box = (await grid.boundingBox())!;
    assert.deepEqual(
      [cell.x - box.x, cell.y - box.y].map(Math.round),
      [20, 10].map((place) => place + 0),
    );
  });

  it('bring a run to the front that has the focus in a list or a part of its own', async () => {
    const runs = mixedRuns().map((run, i) => ({ ...run, metrics: { ...run.metrics, loss: [i + 1] } }));
    const { page } = await open({ runs });
    await chart(page, texts.scatter);
    const card = page.locator('article', { hasText: texts.scatter });
    await card.getByLabel('x', { exact: true }).selectOption('metric:loss');
    const member = card.locator('.front-run').last();
    await member.focus();
    assert.equal(await lifted(page).innerText(), await member.innerText());
    await member.blur();
    await lifted(page).waitFor({ state: 'detached' });
  });

  it('begin at the first across whichever way they go', () => {
    const [across, upwards] = [['a', 'b', 'c'], ['c', 'a', 'b']]; // prettier-ignore
    for (const key of ['ArrowRight', 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home', 'PageUp']) {
      assert.equal(nextMark(key, undefined, across, upwards), 'a');
      assert.equal(nextMark(key, 'gone', across, upwards), 'a');
    }
    assert.equal(nextMark('End', undefined, across, upwards), 'c');
    assert.equal(nextMark('ArrowUp', 'c', across, upwards), 'a');
    assert.equal(nextMark('PageUp', 'c', across, upwards), 'b');
    assert.equal(nextMark('PageDown', 'b', across, upwards), 'c');
    assert.equal(nextMark('ArrowRight', 'a', [], []), undefined);
    assert.equal(nextMark('x', 'a', across, upwards), undefined);
  });
});
