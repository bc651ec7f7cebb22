import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { chartOf, longRuns, readAt, seriesQueries, strings, useComparePage } from './comparePageFixture';
import { makeRun, twoRuns, type RunData } from './runData';

const NOTHING_ELSE = { datasets: false, models: false };

function repeated(): RunData[] {
  return [0, 1, 2].map((index) =>
    makeRun(index, { params: { seed: index }, metrics: { loss: [1 + index, 0.5 + index] } }),
  );
}

async function openMenu(page: Page, metric: string): Promise<Locator> {
  const card = page.locator(`article[aria-label="${metric}"]`).last();
  await card.hover();
  await card.getByRole('button', { name: strings.chartMenu.replace('{0}', metric) }).click();
  return page.getByRole('dialog', { name: strings.chartMenu.replace('{0}', metric) });
}

describe('charts of the comparison page', function () {
  this.timeout(60_000);
  const fixture = useComparePage();
  const { open } = fixture;
  const asked = () => seriesQueries(fixture.opened);
  const requests = (method: string) => fixture.opened.requests.filter((one) => one.method === method);
  /** The last layout that the page wanted to be kept. */
  const savedLayout = async (): Promise<unknown> => {
    while (requests('saveLayout').length === 0) await fixture.opened.page.waitForTimeout(20);
    return (requests('saveLayout').at(-1)!.args as { layout: unknown }).layout;
  };

  it('stand at relative time, and tell which point of which run is shown', async () => {
    const { page, state } = await open({ runs: twoRuns() });
    await page.getByLabel(strings.xAxis).selectOption({ label: strings.relativeTime });
    while (!asked().some(({ x }) => x === 'relative')) await page.waitForTimeout(20);
    await page.waitForFunction(() =>
      document.querySelector('.chart')?.getAttribute('aria-label')?.includes('Relative'),
    );
    const chart = chartOf(page, 'accuracy');
    await chart.press('End');
    assert.equal(await chart.getAttribute('aria-valuetext'), 'Relative time 1 s: brisk-otter 0.8, calm-heron 0.7');
    const rows = await page
      .locator('.chart-tooltip-row')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
    assert.deepEqual(rows, [
      ['', '', strings.value, strings.step, strings.time],
      ['', 'brisk-otter', '0.8', '1', '1 s'],
      ['', 'calm-heron', '0.7', '1', '1 s'],
    ]);
    assert.equal(((await state()) as { settings: { x: unknown } }).settings.x, 'relative');
  });

  it('stand at another metric that somebody picks, or at epochs', async () => {
    const metrics = { loss: [3, 2, 1], epoch: [1, 1, 2], zeta: [5, 6, 7] };
    const { page } = await open({ runs: [makeRun(0, { metrics })] });
    const select = page.getByLabel(strings.xAxis);
    await select.selectOption({ label: strings.otherMetric });
    await page.waitForFunction(() => document.querySelector('.chart')?.getAttribute('aria-label')?.includes('by zeta'));
    assert.deepEqual(await select.locator('option').allInnerTexts(), [
      strings.step,
      strings.relativeTime,
      strings.wallTime,
      strings.epoch,
      'zeta',
      strings.otherMetric,
    ]);
    await select.selectOption({ label: strings.epoch });
    while (!asked().some(({ x }) => JSON.stringify(x) === '{"metric":"epoch"}')) await page.waitForTimeout(20);
  });

  it('are smoothed by the store', async () => {
    const { page } = await open({ runs: twoRuns() });
    const slider = page.getByRole('slider', { name: strings.smoothing });
    await slider.fill('0.6');
    while (!asked().some(({ smoothing }) => smoothing === 0.6)) await page.waitForTimeout(20);
    const chart = chartOf(page, 'accuracy');
    await page.waitForFunction(
      () => document.querySelector('.chart')?.getAttribute('aria-label')?.includes('brisk-otter 0.4') === true,
    );
    await chart.press('End');
    assert.match((await chart.getAttribute('aria-valuetext')) ?? '', /brisk-otter 0\.4, calm-heron 0\.35/);
  });

  it('say what a logarithmic axis cannot show', async () => {
    const runs = [makeRun(0, { name: 'calm-heron', metrics: { loss: [1, 0, -1, 2] } })];
    const { page } = await open({ runs });
    await page.locator('.chart canvas').first().waitFor();
    await page.getByText(strings.logY).click();
    await page.getByRole('img', { name: strings.notOnLog.replace('{0}', 'calm-heron') }).waitFor();
    await page.getByText(strings.logX).click();
    const chart = chartOf(page, 'loss');
    await page.waitForFunction(() => document.querySelector('.chart')?.getAttribute('aria-valuemin') === '1');
    assert.match(await readAt(chart, 'Home'), /^Step 1: calm-heron 0$/);
  });

  it('count the points that clipping puts out of sight', async () => {
    const values = Array.from({ length: 100 }, (_, step) => (step === 40 ? 1e6 : step % 10));
    const { page } = await open({ runs: [makeRun(0, { metrics: { loss: values } })] });
    await page.locator('.chart canvas').first().waitFor();
    assert.equal(await page.locator('.card-note').count(), 0);
    await page.getByText(strings.clip).click();
    await page.locator('.card-note', { hasText: strings.outOfSight.replace('{0}', '1') }).waitFor();
  });

  it('zoom to what is dragged over, in the detail that the store has, and back', async () => {
    const { page } = await open({ runs: longRuns() });
    const chart = chartOf(page, 'loss');
    await chart.locator('canvas').waitFor();
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 70, { steps: 3 });
    await page.locator('.chart-selection').waitFor();
    await page.mouse.up();
    while (!asked().some(({ range }) => range !== undefined)) await page.waitForTimeout(20);
    const { range } = asked().find((query) => query.range !== undefined)!;
    assert.ok(range!.from > 7000 && range!.to < 15_000 && range!.to - range!.from < 6000, JSON.stringify(range));
    assert.ok(Number(/Step (\d+)/.exec(await readAt(chart, 'Home'))![1]) > 8000);
    await chart.dblclick();
    assert.match(await readAt(chart, 'Home'), /^Step 0:/);
    await page.getByRole('button', { name: strings.resetZoom }).waitFor({ state: 'detached' });
  });

  it('zoom and move by wheel and keys', async () => {
    const { page } = await open({ runs: longRuns() });
    const chart = chartOf(page, 'loss');
    await chart.locator('canvas').waitFor();
    const stepAt = async (key: string): Promise<number> => Number(/Step (\d+)/.exec(await readAt(chart, key))![1]);
    await chart.press('+');
    assert.ok(Math.abs((await stepAt('Home')) - 5000) < 100 && Math.abs((await stepAt('End')) - 15_000) < 100);
    await chart.press('Escape');
    await chart.press('Shift+ArrowRight');
    assert.ok(Math.abs((await stepAt('Home')) - 7500) < 100);
    await chart.press('0');
    assert.equal(await stepAt('Home'), 0);
    await chart.hover();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await page.getByRole('button', { name: strings.resetZoom }).click();
    assert.equal(await stepAt('Home'), 0);
  });

  it('draw repeats as their mean on demand, and say of how many', async () => {
    const repeats = [['run-0', 'run-1', 'run-2']];
    const { page, state } = await open({ runs: repeated(), repeats });
    await page.getByText(strings.groupRepeats).click();
    const chart = chartOf(page, 'loss');
    await page.waitForFunction(() => document.querySelector('.chart')?.getAttribute('aria-label')?.includes('×3'));
    await chart.press('End');
    assert.match(await page.locator('.chart-tooltip-row').last().innerText(), /run-0 ×3\s*0\.5\s*± 0\.10 n=3/);
    assert.equal(((await state()) as { groupRepeats: boolean }).groupRepeats, true);
    assert.equal(await page.locator('.chip').count(), 3, 'every run stays in the legend');
  });

  it('offer no grouping where nothing repeats', async () => {
    const { page } = await open({ runs: twoRuns() });
    await page.locator('.chart canvas').first().waitFor();
    assert.equal(await page.getByText(strings.groupRepeats).count(), 0);
  });

  it('have settings of their own, which are shared', async () => {
    const { page } = await open({ runs: twoRuns() });
    const menu = await openMenu(page, 'loss');
    await menu.getByText(strings.logY).click();
    assert.deepEqual(await savedLayout(), { order: [], charts: { loss: { settings: { logY: true } } } });
    await menu.getByText(strings.asPage).click();
    while (requests('saveLayout').length < 2) await page.waitForTimeout(20);
    assert.deepEqual(await savedLayout(), { order: [], charts: {} });
  });

  it('are hidden and shown again', async () => {
    const { page } = await open({ runs: twoRuns() });
    const menu = await openMenu(page, 'loss');
    await menu.getByRole('button', { name: strings.hide }).click();
    await chartOf(page, 'loss').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: strings.hiddenCharts.replace('{0}', '1') }).click();
    await page.getByRole('button', { name: strings.show.replace('{0}', 'loss') }).click();
    await chartOf(page, 'loss').waitFor();
  });

  it('change places by keys, keeping the focus, and by dragging', async () => {
    const { page } = await open({ runs: twoRuns() });
    const order = () => page.locator('.chart-grid h3').allInnerTexts();
    await chartOf(page, 'accuracy').press('Control+Shift+ArrowRight');
    await page.waitForFunction(() => document.querySelector('h3')?.textContent === 'loss');
    await page.waitForFunction(() => document.activeElement?.closest('article')?.ariaLabel === 'accuracy');
    assert.deepEqual(await savedLayout(), { order: ['loss', 'accuracy'], charts: {} });
    await page.locator('article[aria-label="accuracy"] header').dragTo(page.locator('article[aria-label="loss"]'), {
      targetPosition: { x: 20, y: 100 },
    });
    assert.deepEqual(await order(), ['accuracy', 'loss']);
  });

  it('are resized by keys and by dragging their corner', async () => {
    const { page } = await open({ runs: twoRuns() });
    const card = page.locator('article[aria-label="loss"]');
    const before = (await card.boundingBox())!;
    const handle = card.getByRole('button', { name: strings.resize.replace('{0}', 'loss') });
    await handle.press('ArrowRight');
    await handle.press('ArrowDown');
    const wider = (await card.boundingBox())!;
    assert.ok(wider.width > 1.9 * before.width && wider.height === before.height + 20);
    assert.deepEqual(await savedLayout(), { order: [], charts: { loss: { columns: 2, height: 244 } } });
    await card.hover();
    const corner = (await handle.boundingBox())!;
    await page.mouse.move(corner.x + 6, corner.y + 6);
    await page.mouse.down();
    await page.mouse.move(corner.x + 6, corner.y + 106, { steps: 4 });
    await page.mouse.up();
    assert.equal((await card.boundingBox())!.height, 340);
  });

  it('are laid out as the shared file says, and follow when it changes', async () => {
    const layout = { order: ['loss'], charts: { accuracy: { hidden: true }, loss: { height: 400 } } };
    const { page, send } = await open({ runs: twoRuns(), layout });
    await chartOf(page, 'loss').waitFor();
    assert.deepEqual(await page.locator('.chart-grid h3').allInnerTexts(), ['loss']);
    assert.equal((await page.locator('.chart-grid article').boundingBox())!.height, 400);
    await send({ kind: 'layout', layout: { order: ['loss'], charts: {} } });
    await chartOf(page, 'accuracy').waitFor();
    assert.deepEqual(await page.locator('.chart-grid h3').allInnerTexts(), ['loss', 'accuracy']);
    assert.equal(requests('saveLayout').length, 0, 'what came from the file is not written back');
  });

  it('fill the page on demand, and Escape leads back', async () => {
    const { page } = await open({ runs: twoRuns() });
    const name = strings.fullScreen.replace('{0}', 'loss');
    await page.locator('article[aria-label="loss"]').hover();
    await page.getByRole('button', { name }).click();
    const dialog = page.getByRole('dialog', { name: 'loss' });
    await dialog.locator('.chart canvas').waitFor();
    assert.ok((await dialog.locator('.chart').boundingBox())!.height > 700);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('are exported as they are seen: PNG, SVG, CSV', async () => {
    const hostile = 'a<b>&"c"';
    const runs = [makeRun(0, { name: hostile, metrics: { 'val/loss': [3, Number.NaN, 1] } })];
    const { page } = await open({ runs });
    await chartOf(page, 'val/loss').locator('canvas').waitFor();
    for (const name of [strings.exportPng, strings.exportSvg, strings.exportCsv]) {
      const menu = await openMenu(page, 'val/loss');
      await menu.getByRole('button', { name }).click();
      await menu.waitFor({ state: 'hidden' });
    }
    while (requests('saveChart').length < 3) await page.waitForTimeout(20);
    const [png, svg, csv] = requests('saveChart').map(({ args }) => args as { format: string; content: string });
    assert.deepEqual([png!.format, svg!.format, csv!.format], ['png', 'svg', 'csv']);
    const bytes = Object.values(png!.content as unknown as Record<string, number>);
    assert.deepEqual(bytes.slice(1, 4), [...Buffer.from('PNG')]);
    assert.equal(csv!.content.split('\r\n').length, 5);
    const drawn = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        error: parsed.querySelector('parsererror')?.textContent,
        texts: [...parsed.querySelectorAll('text')].map((one) => one.textContent),
        line: parsed.querySelector('[clip-path] path')?.getAttribute('d'),
      };
    }, svg!.content);
    assert.equal(drawn.error, undefined);
    assert.ok(drawn.texts.includes(hostile) && drawn.texts.includes('val/loss'));
    assert.match(drawn.line ?? '', /^M[\d.]+ [\d.]+M[\d.]+ [\d.]+$/, 'a gap where the value is NaN');
  });

  it('take the direction that somebody chose', async () => {
    const runs = twoRuns();
    const { page, send } = await open({ runs, directions: { accuracy: 'lower' } });
    await page.getByRole('heading', { level: 1 }).filter({ hasText: 'calm-heron is best on accuracy' }).waitFor();
    await page.locator('article[aria-label="accuracy"]').getByRole('img', { name: strings.lowerIsBetter }).waitFor();
    await send({ kind: 'changed', runs: [], ...NOTHING_ELSE, choices: true });
    while (requests('comparison').length < 2) await page.waitForTimeout(20);
  });
});
