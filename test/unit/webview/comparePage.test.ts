import assert from 'node:assert/strict';
import { seriesQueries, strings, useComparePage } from './comparePageFixture';
import { makeRun, twoRuns } from './runData';
import { readStrings } from './strings';
import { THEMES } from './themes';

const NOTHING_ELSE = { datasets: false, models: false };

describe('comparison page', function () {
  this.timeout(60_000);
  const fixture = useComparePage();
  const { open } = fixture;

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    it(`draws charts and controls under the strict policy: ${theme}`, async () => {
      const { page } = await open({ runs: twoRuns(), theme });
      await page.waitForSelector('.chart canvas');
      const control = page.locator('vscode-text-field').first();
      assert.ok(await control.evaluate((element) => element.shadowRoot!.querySelector('input') !== null));
      await page.waitForFunction(() => {
        const canvas = document.querySelector('canvas');
        const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
        return pixels?.some((value) => value !== 0) === true;
      });
      const fonts = await page.evaluate(async () => (await document.fonts.load('16px codicon')).length);
      assert.equal(fonts, 1, 'the icon font was loaded');
    });
  }

  it('opens on the answer', async () => {
    const { page } = await open({ runs: twoRuns() });
    const verdict = await page.locator('h1').innerText();
    assert.equal(verdict.trim(), 'brisk-otter is best on accuracy: 0.8, ahead by 0.10. Differs in lr.');
  });

  it('calls runs that differ in their seeds alone repeats, with their spread', async () => {
    const repeat = (index: number, seed: number, loss: number) =>
      makeRun(index, { params: { lr: 1, seed }, metrics: { loss: [loss] } });
    const { page } = await open({ runs: [repeat(0, 1, 0.25), repeat(1, 2, 0.75)] });
    const verdict = await page.locator('h1').innerText();
    assert.match(
      verdict,
      /^run-0 is best on loss: 0\.25, ahead by 0\.50\. Same parameters, other seeds: mean 0\.5 ± 0\.35\.$/,
    );
  });

  it('folds the machine and other ranks below the rest, until a key unfolds them', async () => {
    const metrics = { loss: [1, 2], 'rank1/loss': [1, 2], 'system/cpu': [1, 2] };
    const { page, state } = await open({ runs: [makeRun(0, { metrics })] });
    await page.locator('h3').first().waitFor();
    const groups = page.locator('#charts h2 button');
    assert.deepEqual(
      await groups.evaluateAll((all) => all.map((one) => [one.textContent.trim(), one.getAttribute('aria-expanded')])),
      [
        ['Metrics 1', 'true'],
        ['rank1 1', 'false'],
        ['system 1', 'false'],
      ],
    );
    assert.deepEqual(await page.locator('h3').allInnerTexts(), ['loss']);
    await groups.nth(1).focus();
    await page.keyboard.press('Enter');
    await page.locator('h3', { hasText: 'rank1/loss' }).waitFor();
    assert.deepEqual(((await state()) as { toggled: string[] }).toggled, ['rank1']);
    await page.keyboard.press('Space');
    await page.locator('h3', { hasText: 'rank1/loss' }).waitFor({ state: 'detached' });
  });

  it('marks differing rows and the best values, and shows the others on request', async () => {
    const { page } = await open({ runs: twoRuns() });
    const rows = () =>
      page
        .locator('tbody tr:not(.group-row)')
        .evaluateAll((all) =>
          all.map((row) => [...row.children].map((cell) => cell.textContent.trim().replace(/\s+/g, ' ')).join('|')),
        );
    await page.waitForSelector('tbody');
    assert.deepEqual(await rows(), ['≠lr|0.010|0.003', '≠accuracy|0.7|0.8', '≠loss|0.5|0.4']);
    const best = page.locator('td.best');
    assert.deepEqual(await best.allInnerTexts(), ['0.8', '0.4']);
    assert.equal(await best.first().getByRole('img').getAttribute('aria-label'), strings.best);
    await page.getByText(strings.onlyDifferences).click();
    assert.equal((await rows()).includes('seed|1|1'), true);
    assert.deepEqual(await page.locator('tr.differs').getByRole('img', { name: strings.differs }).count(), 3);
  });

  it('can be used by keyboard alone', async () => {
    const { page, requests } = await open({ runs: twoRuns() });
    await page.waitForSelector('.chart canvas');
    const focused = () => page.evaluate(() => document.activeElement?.className ?? '');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'chip-main');
    assert.deepEqual(await page.locator('.chip').evaluateAll((chips) => chips.map((chip) => chip.className)), [
      'chip lifted',
      'chip faded',
    ]);
    while (!(await focused()).startsWith('chart ')) await page.keyboard.press('Tab');
    const chart = page.locator('.chart').first();
    assert.equal(
      await chart.getAttribute('aria-label'),
      'accuracy by Step. Last values: calm-heron 0.7, brisk-otter 0.8. Arrow keys move along the points, plus and minus ' +
        'zoom, Shift and arrow keys move what is in sight.',
    );
    await page.keyboard.press('ArrowLeft');
    assert.equal(await chart.getAttribute('aria-valuetext'), 'Step 1: brisk-otter 0.8, calm-heron 0.7');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await chart.getAttribute('aria-valuenow'), '0');
    assert.equal(await page.locator('.crosshair').count(), 2, 'every chart shows the step');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.crosshair').count(), 0);
    await page.getByRole('button', { name: 'Remove calm-heron from the comparison' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.chip').nth(1).waitFor({ state: 'detached' });
    assert.ok(requests.some(({ method }) => method === 'showsRuns'));
  });

  it('lists the runs at the pointer from high to low', async () => {
    const { page } = await open({ runs: twoRuns() });
    await page
      .locator('.chart')
      .nth(1)
      .hover({ position: { x: 60, y: 60 } });
    const rows = await page.locator('.chart-tooltip-row:not(.chart-tooltip-title)').allInnerTexts();
    assert.deepEqual(
      rows.map((row) => row.replace(/\s+/g, ' ')),
      ['brisk-otter 2 0 0 s', 'calm-heron 1 0 0 s'],
    );
  });

  it('builds only what is in sight of thousands of metrics', async () => {
    const metrics = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`layer_${index}`, [1, index]]));
    const { page } = await open({ runs: [makeRun(0, { metrics }), makeRun(1, { metrics })] });
    await page.waitForSelector('.chart canvas');
    const asked = () => new Set(seriesQueries(fixture.opened).flatMap((query) => query.keys));
    assert.ok((await page.locator('canvas').count()) < 40);
    assert.ok(asked().size < 40);
    assert.ok((await page.locator('tbody tr').count()) < 100);
    await page.getByRole('textbox', { name: strings.search }).fill('layer_2999');
    await page.locator('h3', { hasText: 'layer_2999' }).waitFor();
    while (!asked().has('layer_2999')) await page.waitForTimeout(20);
  });

  it('holds no words of its own', async () => {
    const translated = readStrings((text) => `⟦${text.replace(/[a-z]/gi, 'x')}⟧`);
    const words = () =>
      fixture.opened.page.evaluate(() => {
        const texts = [document.body.innerText];
        for (const element of document.querySelectorAll('*')) {
          if (element.tagName === 'SCRIPT') continue;
          for (const name of ['title', 'aria-label', 'placeholder', 'aria-description', 'aria-valuetext']) {
            texts.push(element.getAttribute(name) ?? '');
          }
        }
        return texts.join('\n').match(/[a-wyz]{2,}/gi) ?? [];
      });
    const data = new Set(['xlr', 'qq', 'qqq', 'NaN']);
    const runs = [0, 1].map((index) =>
      makeRun(index, { name: 'qq', params: { qqq: index }, metrics: { qq: [1, index], qqq: [Number.NaN] } }),
    );
    const { page } = await open({ strings: translated, runs });
    await page.locator('.chart').first().hover();
    await page.waitForSelector('.chart-tooltip');
    assert.deepEqual(
      (await words()).filter((word) => !data.has(word)),
      [],
    );
    await fixture.opened.send({
      kind: 'changed',
      runs: [{ runId: 'run-0', keys: [], removed: true }],
      ...NOTHING_ELSE,
    });
    await page.waitForSelector('.notice');
    assert.deepEqual(
      (await words()).filter((word) => !data.has(word)),
      [],
    );
    await fixture.opened.send({ kind: 'setRuns', runIds: [] });
    await page.waitForSelector('.state');
    assert.deepEqual(
      (await words()).filter((word) => !data.has(word)),
      [],
    );
  });

  it('marks what cannot be drawn', async () => {
    const { page } = await open({
      runs: [makeRun(0, { metrics: { loss: [1, Number.NaN, Number.POSITIVE_INFINITY] } })],
    });
    await page.getByRole('img', { name: 'Not drawn: NaN, Infinity' }).waitFor();
    assert.equal(await page.locator('td').innerText(), 'Infinity');
  });

  it('takes the colours of another theme at once', async () => {
    const { page } = await open({ runs: twoRuns() });
    const stroke = () => page.locator('.chip .swatch path').first().getAttribute('stroke');
    await page.locator('.chip').first().waitFor();
    const dark = await stroke();
    await page.evaluate((bodyClass) => (document.body.className = bodyClass), THEMES.light.bodyClass);
    await page.waitForFunction(
      (old) => document.querySelector('.chip .swatch path')?.getAttribute('stroke') !== old,
      dark,
    );
  });

  it('shows values as text, never as markup', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const { page } = await open({ runs: [makeRun(0, { name, params: { [name]: name }, metrics: { [name]: [1] } })] });
    await page.locator('h3').first().waitFor();
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await page.locator('.chip-name').innerText(), name);
  });
});
