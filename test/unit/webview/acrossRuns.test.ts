import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { Importance, Lead } from '../../../src/protocol/insightsApi';
import { strings, useComparePage } from './comparePageFixture';
import { makeRun, type RunData } from './runData';

const texts = strings.insights;

/** Runs with a number and a text as params, and two metrics of opposite directions. */
function tunedRuns(count: number, more: (i: number) => Parameters<typeof makeRun>[1] = () => ({})): RunData[] {
  return Array.from({ length: count }, (_, i) =>
    makeRun(i, {
      params: { lr: 10 ** -(1 + (i % 4)), optimizer: i % 2 === 0 ? 'adam' : 'sgd', seed: i },
      metrics: { accuracy: [i / count], loss: [((i * 7) % count) / count + 0.1] },
      ...more(i),
    }),
  );
}

/** What the host is handed. */
interface SavedChart {
  name: string;
  format: string;
  content: string;
}

const MEASURED: Importance = {
  kind: 'measured',
  runs: 38,
  leftOut: 2,
  explained: 0.81,
  total: 3,
  params: [
    {
      key: 'lr',
      same: [],
      importance: 0.6,
      low: 0.4,
      high: 0.8,
      beyondChance: true,
      correlation: { rho: -0.7, p: 0, n: 38 },
    },
    { key: 'optimizer', same: [], importance: 0.01, low: -0.1, high: 0.1, beyondChance: false, correlation: null },
  ],
};

describe('charts across runs', function () {
  this.timeout(60_000);
  const { open } = useComparePage();

  async function showAcross(page: Page): Promise<void> {
    await page.locator('#across').waitFor({ state: 'attached' });
    await page.evaluate(() => document.getElementById('across')!.scrollIntoView());
  }
  const axisNames = (page: Page) => page.locator('.pcp-name').allInnerTexts();

  it('brush runs by a drag along an axis, with several brushes, everywhere on the page', async () => {
    const { page, state } = await open({ runs: tunedRuns(12) });
    await showAcross(page);
    const strip = page.locator('.pcp-strip').nth(1);
    const box = (await strip.boundingBox())!;
    const drag = async (from: number, to: number): Promise<void> => {
      await page.mouse.move(box.x + 12, box.y + from * box.height);
      await page.mouse.down();
      await page.mouse.move(box.x + 12, box.y + to * box.height, { steps: 3 });
      await page.mouse.up();
    };
    assert.deepEqual(await axisNames(page), ['lr', 'optimizer', 'accuracy']);
    await drag(0.6, 0.95);
    await page.getByText('6 of 12 runs are brushed.').waitFor();
    assert.equal(await page.locator('.chip.faded').count(), 6);
    assert.equal(await strip.getAttribute('aria-valuetext'), 'adam');
    await drag(0.1, 0.4);
    await page.getByText('12 of 12 runs are brushed.').waitFor();
    assert.equal(await page.locator('.pcp-brush').count(), 2);
    const { insights } = (await state()) as { insights: { brushes: unknown } };
    assert.deepEqual(insights.brushes, { 'param:optimizer': [{ levels: ['adam'] }, { levels: ['sgd'] }] });
    // A click on a brush takes it away.
    await page.mouse.click(box.x + 12, box.y + 0.25 * box.height);
    await page.getByText('6 of 12 runs are brushed.').waitFor();
    await page.getByRole('button', { name: texts.clearBrushes }).click();
    await page.getByText(texts.brushHint).waitFor();
    assert.equal(await page.locator('.chip.faded').count(), 0);
  });

  it('draw nothing anew when the runs are read again without news', async () => {
    const opened = await open({ runs: tunedRuns(12) });
    const { page, requests, send } = opened;
    await showAcross(page);
    await page.locator('.pcp-strip').last().focus();
    await page.keyboard.press('Enter');
    await page.getByText('12 of 12 runs are brushed.').waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await page.locator('.chart canvas').first().waitFor();
    await page.waitForTimeout(500);
    await page.evaluate(() => {
      const { prototype } = CanvasRenderingContext2D;
      const { value } = Object.getOwnPropertyDescriptor(prototype, 'clearRect')!;
      prototype.clearRect = function (...box) {
        document.body.dataset['drawn'] = 'again';
        (value as typeof this.clearRect).apply(this, box);
      };
    });
    const before = requests.length;
    await send({ kind: 'changed', runs: [], choices: true, datasets: false, models: false });
    while (!requests.slice(before).some(({ method }) => method === 'comparison')) await page.waitForTimeout(20);
    await page.waitForTimeout(500);
    assert.equal(await page.evaluate(() => document.body.dataset['drawn']), undefined);
  });

  it('let the lines of other runs stand back in the line charts', async () => {
    const { page } = await open({ runs: tunedRuns(12, (i) => ({ metrics: { accuracy: [i, i + 1] } })) });
    const chart = page.locator('.chart canvas').first();
    const ink = () =>
      chart.evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        return data.reduce((sum, value, i) => sum + (i % 4 === 3 ? value : 0), 0);
      });
    await page.waitForTimeout(300);
    const before = await ink();
    await page.locator('.pcp-strip').last().focus();
    await page.keyboard.press('Enter');
    for (let press = 0; press < 10; press += 1) await page.keyboard.press('Shift+ArrowDown');
    await page.locator('.chip.faded').first().waitFor();
    await chart.scrollIntoViewIfNeeded();
    while ((await ink()) >= before * 0.9) await page.waitForTimeout(50);
  });

  it('can be brushed, moved and removed by keys', async () => {
    const { page } = await open({ runs: tunedRuns(10) });
    await showAcross(page);
    const strip = page.locator('.pcp-strip').last();
    await strip.focus();
    await page.keyboard.press('Enter');
    await page.getByText('10 of 10 runs are brushed.').waitFor();
    for (let press = 0; press < 10; press += 1) await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('5 of 10 runs are brushed.').waitFor();
    await page.keyboard.press('Delete');
    await page.getByText(texts.brushHint).waitFor();
    await page.locator('.pcp-name').last().focus();
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() => document.querySelectorAll('.pcp-name')[1]?.textContent === 'accuracy');
    await page.getByRole('button', { name: 'Remove the axis optimizer' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('.pcp-name').length === 2);
    await page.getByLabel(texts.addAxis).selectOption('metric:loss');
    await page.waitForFunction(() => document.querySelectorAll('.pcp-name').length === 3);
    assert.deepEqual(await axisNames(page), ['lr', 'accuracy', 'loss']);
  });

  it('mark the runs that no other beats, and a click keeps one in front', async () => {
    const { page } = await open({ runs: tunedRuns(8) });
    await showAcross(page);
    const card = page.locator('article', { hasText: texts.scatter });
    await card.getByLabel('x', { exact: true }).selectOption('metric:loss');
    const members = card.locator('.front-run');
    await members.first().waitFor();
    assert.deepEqual(await members.allInnerTexts(), ['run-0', 'run-7']);
    await members.last().click();
    await page.locator('.chip', { hasText: 'run-7' }).locator('[aria-pressed="true"]').waitFor();
    await card.locator('.lifted-point').waitFor();
  });

  it('ask which way a metric gets better where its name does not tell', async () => {
    const runs = tunedRuns(4, (i) => ({ metrics: { accuracy: [i], thing: [i] } }));
    const { page, requests } = await open({ runs });
    await showAcross(page);
    const card = page.locator('article', { hasText: texts.scatter });
    await card.getByLabel('x', { exact: true }).selectOption('metric:thing');
    await card.getByRole('button', { name: strings.lowerIsBetter }).click();
    await page.waitForFunction(() => true);
    const told = requests.find(({ method }) => method === 'setDirection');
    assert.deepEqual(told?.args, { key: 'thing', direction: 'lower' });
  });

  it('show the importance of what stands out from chance, and say on how many runs it rests', async () => {
    const { page } = await open({ runs: tunedRuns(40), answers: { importance: () => MEASURED } });
    await showAcross(page);
    await page.getByText('Rests on 38 runs (2 left out); explains 81% of the spread.').waitFor();
    await page.getByText('Not told from chance: 2 other parameters.').waitFor();
    assert.equal(
      await page.locator('article', { hasText: texts.importance }).locator('.unseen').textContent(),
      'The most important parameters: lr 60% ρ −0.70.',
    );
  });

  for (const [importance, text] of [
    [{ kind: 'few', runs: 4, needed: 20 }, /^Too few runs: 4 finished/],
    [{ kind: 'same', runs: 30, of: 'metric' }, texts.sameMetric],
    [{ ...MEASURED, params: [] }, 'Nothing stands out from chance. Runs: 38; parameters that differ: 3.'],
  ] as [Importance, string | RegExp][]) {
    it(`say so where importance tells nothing: ${importance.kind}`, async () => {
      const { page } = await open({ runs: tunedRuns(4), answers: { importance: () => importance } });
      await showAcross(page);
      await page.locator('article', { hasText: texts.importance }).scrollIntoViewIfNeeded();
      await page.getByText(text).waitFor();
    });
  }

  it('tell on top whether the lead is more than chance, by which test and how many repeats', async () => {
    const ref = { status: 'finished', colorIndex: 0, startedAt: 0, keyMetric: null } as const;
    const lead: Lead = {
      run: { id: 'run-3', name: 'run-3', ...ref },
      runnerUp: { id: 'run-2', name: 'run-2', ...ref },
      verdict: { kind: 'beyond', difference: 0.25, p: 0.012, n: { base: 4, run: 5 } },
      test: 'welch',
      configurations: 3,
    };
    const { page } = await open({ runs: tunedRuns(4), answers: { lead: () => lead } });
    await page.getByText('beyond noise').waitFor();
    assert.match(
      await page.locator('h1').innerText(),
      /The lead over run-2 is beyond noise: 0\.25 on average \(Welch’s t-test, 5 and 4 repeats, p = 0\.012, adjusted for 3 configurations\)\./,
    );
  });

  it('group repeats, and hand charts to the host as files', async () => {
    const runs = tunedRuns(8, (i) => ({ params: { lr: i % 2, seed: i } }));
    const repeats = [0, 1].map((lr) => runs.map(({ run }) => run.id).filter((_, i) => i % 2 === lr));
    const { page, requests } = await open({ runs, repeats });
    await page.getByText(strings.groupRepeats).click();
    await showAcross(page);
    const card = page.locator('article', { hasText: texts.bars });
    const saved = async (ending: string): Promise<SavedChart> => {
      const before = requests.length;
      await card.getByRole('button', { name: `Save as ${ending}` }).click();
      while (!requests.slice(before).some(({ method }) => method === 'saveChart')) await page.waitForTimeout(20);
      return requests.findLast(({ method }) => method === 'saveChart')!.args as SavedChart;
    };
    const csv = await saved('CSV');
    assert.deepEqual([csv.name, csv.format], ['accuracy', 'csv']);
    assert.match(csv.content, /^run,accuracy,sd,n\r\nrun-7 run-5 run-3 run-1,0\.5,0\.32\d+,4\r\n/);
    assert.match((await saved('SVG')).content, /^<svg [^>]+>[\s\S]+n=4/);
    const png = await saved('PNG');
    assert.deepEqual(Object.values(png.content).slice(1, 4).map(Number), [0x50, 0x4e, 0x47]);
  });

  it('stay away with one run, and say what they need without params or a common metric', async () => {
    const one = await open({ runs: tunedRuns(1) });
    await one.page.waitForSelector('#values');
    assert.equal(await one.page.locator('#across').count(), 0);
    await one.page.close();
    const { page } = await open({ runs: [makeRun(0), makeRun(1, { metrics: { loss: [NaN] } })] });
    await showAcross(page);
    await page.getByText(texts.fewAxes).waitFor();
    await page.getByText(texts.fewValues).waitFor();
  });

  it('stand hostile names and values: HTML, ten thousand letters, 1e300, NaN, infinities, all equal', async () => {
    const name = `<img src=x onerror=alert(1)>${'\u202e😀'.repeat(5)}${'x'.repeat(10_000)}`;
    const values = [1e300, -1e300, NaN, Infinity, -Infinity, 5];
    const runs = values.map((value, i) =>
      makeRun(i, { name, params: { [name]: i === 0 ? name : i, same: 1 }, metrics: { [name]: [value], equal: [5] } }),
    );
    const { page } = await open({ runs });
    await showAcross(page);
    await page.locator('.pcp').waitFor();
    assert.equal(await page.locator('img').count(), 0);
    const outside = await page.evaluate(() => {
      const parts = [...document.querySelectorAll('#across *')].filter((part) => part.closest('.pcp-scroll') === null);
      return parts.filter((part) => part.getBoundingClientRect().right > innerWidth).map((part) => part.className);
    });
    assert.deepEqual(outside, [], 'nothing stands out of the page');
    await page
      .locator('article', { hasText: texts.scatter })
      .getByLabel('y', { exact: true })
      .selectOption('metric:equal');
    await page.locator('.scatter canvas').waitFor();
  });

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as const) {
    it(`have nothing that axe finds fault with: ${theme}`, async () => {
      const { page } = await open({ runs: tunedRuns(40), theme, answers: { importance: () => MEASURED } });
      await showAcross(page);
      await page.locator('.pcp').waitFor();
      await page.getByText(/^Rests on/).waitFor();
      await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
      const faults = await page.evaluate(`axe.run('#across').then((all) => all.violations.map(({ id }) => id))`);
      assert.deepEqual(faults, []);
    });
  }

  it('open with two thousand params', async () => {
    const many = (i: number) =>
      Object.fromEntries(Array.from({ length: 2000 }, (_, p) => [`param_${p}`, (i * p) % 17]));
    const { page } = await open({ runs: tunedRuns(20, (i) => ({ params: many(i) })) });
    await showAcross(page);
    await page.locator('.pcp').waitFor();
    assert.equal((await axisNames(page)).length, 7);
    assert.ok((await page.getByLabel(texts.addAxis).locator('option').count()) > 1990);
  });
});
