import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { parseCompareLayout } from '../../../src/protocol/compareLayout';
import type { ReplyMessage } from '../../../src/protocol/rpc';
import type { Series } from '../../../src/protocol/entities';
import { runDir } from '../../../src/common/workspaceFolder';
import { makeRun } from '../store/madeRuns';
import { requireAccessible } from '../../ui/looks/accessible';
import { exactly } from '../../ui/locators';
import { readStrings } from '../webview/strings';
import { useReports } from './reportFixture';

const strings = readStrings();
const POINTS = 20_000;

/** A curve with one spike, which no thinning may lose. */
function curve(spikeAt: number): number[] {
  return Array.from({ length: POINTS }, (_, step) => (step === spikeAt ? 9 : Math.exp(-step / 4000)));
}

function isDrawn(page: Page): Promise<unknown> {
  return page.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.chart canvas');
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
    return pixels?.some((value) => value !== 0) === true;
  });
}

describe('report', function () {
  this.timeout(60_000);
  const reports = useReports();

  async function saveTwo(): Promise<{ file: string; ids: string[] }> {
    const { workspace } = reports;
    const ids = [
      await makeRun(workspace, 1, { params: { lr: 0.1 }, metrics: { loss: curve(10_000), accuracy: [0.7, 0.8] } }),
      await makeRun(workspace, 2, { params: { lr: 0.2 }, metrics: { loss: curve(12_000), accuracy: [0.6, 0.7] } }),
    ];
    return { file: (await reports.save(ids)).file, ids };
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is drawn and accessible without a network: ${colorScheme}`, async () => {
      const { file } = await saveTwo();
      const { page } = await reports.open(file, { colorScheme });
      await isDrawn(page);
      assert.match(await page.locator('h1').innerText(), /^run-1 is best on accuracy: 0\.8, ahead by 0\.10\./);
      await page.getByText(/^Report saved on .+ by Trialbook \d/).waitFor();
      const background = colorScheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(31, 31, 31)';
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), background);
      for (const section of ['#across', '#values']) await page.locator(section).scrollIntoViewIfNeeded();
      await page.getByText('Environment, code and data').scrollIntoViewIfNeeded();
      await requireAccessible(page.mainFrame());
    });
  }

  it('is light on paper, whatever the system is', async () => {
    const { file } = await saveTwo();
    const { page } = await reports.open(file, { colorScheme: 'dark' });
    await isDrawn(page);
    await page.emulateMedia({ media: 'print' });
    await page.locator('body.vscode-light').waitFor();
    assert.equal(await page.locator('.toolbar').isVisible(), false);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
  });

  it('is printed with the charts that were never in sight', async () => {
    const { workspace } = reports;
    const metrics = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`val/m${i}`, [i, 2 * i, i + 1]]));
    const ids = [await makeRun(workspace, 1, { metrics }), await makeRun(workspace, 2, { metrics })];
    const { page } = await reports.open((await reports.save(ids)).file);
    await isDrawn(page);
    const drawn = () => page.evaluate(() => document.querySelectorAll('.chart-card canvas').length);
    assert.ok((await drawn()) < 20, 'on screen those out of sight are not drawn');
    // In place of the dialog, what is on the page when it would open.
    await page.evaluate(() => {
      window.print = () => {
        const canvases = [...document.querySelectorAll<HTMLCanvasElement>('.chart-card canvas')];
        const blank = canvases.filter(
          (canvas) =>
            !canvas
              .getContext('2d')!
              .getImageData(0, 0, canvas.width, canvas.height)
              .data.some((value) => value !== 0),
        );
        document.body.dataset['printed'] = `${canvases.length} charts, ${blank.length} blank`;
      };
    });
    await page.keyboard.press('Control+P');
    await page.waitForFunction(() => document.body.dataset['printed'] !== undefined);
    assert.equal(await page.evaluate(() => document.body.dataset['printed']), '20 charts, 0 blank');
  });

  it('gives finer points when it is zoomed', async () => {
    const { file } = await saveTwo();
    const { page } = await reports.open(file);
    await isDrawn(page);
    const chart = page.locator('article[aria-label="loss"] .chart');
    const zoomed = page.evaluate(
      () =>
        new Promise<{ steps: number; from: number; to: number; decimated: boolean }>((resolve) => {
          window.addEventListener('message', ({ data }) => {
            const series = ((data as Extract<ReplyMessage, { ok: true }>).result as Series[] | undefined)?.[0];
            if (series?.steps === undefined) return;
            const { steps, decimated } = series;
            resolve({ steps: steps.length, from: steps[0]!, to: steps.at(-1)!, decimated });
          });
        }),
    );
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.53, box.y + 70, { steps: 3 });
    await page.mouse.up();
    const { steps, from, to, decimated } = await zoomed;
    assert.equal(decimated, false);
    assert.ok(from > 5000 && to < 15_000 && steps === to - from + 1, JSON.stringify({ steps, from, to }));
  });

  it('opens after its runs were deleted', async () => {
    const { file, ids } = await saveTwo();
    await reports.store.ask('trashRuns', { runIds: ids });
    await reports.store.ask('emptyTrash', {});
    await rm(runDir(reports.workspace.dir, ids[0]!), { recursive: true, force: true });
    const { page } = await reports.open(file);
    await isDrawn(page);
  });

  it('stands as the comparison stood when it was saved', async () => {
    const id = await makeRun(reports.workspace, 1, { metrics: { loss: [3, 2, 1], accuracy: [1, 2], error: [2, 1] } });
    const { file } = await reports.save([id], {
      view: { settings: { logY: true, smoothing: 0.6 }, onlyDifferences: true },
      layout: parseCompareLayout({ order: ['loss'], charts: { error: { hidden: true } } }),
    });
    const { page } = await reports.open(file);
    await isDrawn(page);
    assert.deepEqual(await page.locator('.chart-grid h3').allInnerTexts(), ['loss', 'accuracy']);
    assert.equal(await page.getByRole('slider', { name: 'Smoothing' }).inputValue(), '0.6');
  });

  it('leaves out what only the editor can do, and offers its own runs', async () => {
    const { file } = await saveTwo();
    const { page } = await reports.open(file);
    await isDrawn(page);
    const offered = await page.locator('.chips').getByRole('button').allInnerTexts();
    assert.equal(await page.getByRole('button', { name: /output of|in the Runs view/ }).count(), 0);
    assert.ok(!offered.includes(strings.addRuns) && !offered.includes(strings.saveReport), offered.join());
    await page.getByRole('button', { name: 'Remove run-2 from the comparison' }).click();
    await page.locator('vscode-button', { hasText: strings.addRuns }).click();
    const dialog = page.getByRole('dialog', { name: strings.pickRuns });
    assert.equal(await dialog.getByLabel('run-1').isChecked(), true);
    await dialog.getByLabel('run-2').check();
    await requireAccessible(page.mainFrame());
    await dialog.getByRole('button', { name: strings.apply }).click();
    await page.locator('.chip', { hasText: 'run-2' }).waitFor();
  });

  it('lets another metric be the x axis, and its list be dismissed', async () => {
    const { file } = await saveTwo();
    const { page } = await reports.open(file);
    await isDrawn(page);
    const axis = page.getByLabel('X axis');
    await axis.selectOption({ label: strings.otherMetric });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await axis.selectOption({ label: strings.otherMetric });
    await page.getByRole('dialog').getByLabel('accuracy').check();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await axis.locator('option:checked', { hasText: exactly('accuracy') }).waitFor({ state: 'attached' });
  });

  it('hands out the points of a chart as a file', async () => {
    const { file } = await saveTwo();
    const { page } = await reports.open(file);
    await isDrawn(page);
    await page.locator('article[aria-label="accuracy"]').hover();
    await page.getByRole('button', { name: 'Settings and layout of accuracy' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV…' }).click();
    const saved = await download;
    assert.equal(saved.suggestedFilename(), 'accuracy.csv');
    assert.match(await readFile(await saved.path(), 'utf8'), /^run,step,time,value\r\n/);
  });

  it('says so when it was cut short', async () => {
    const { file } = await saveTwo();
    const html = await readFile(file, 'utf8');
    await writeFile(file, html.slice(0, html.indexOf('id="database"') + 5000));
    const { page } = await reports.open(file);
    await page.getByText(strings.brokenReport).waitFor();
  });
});
