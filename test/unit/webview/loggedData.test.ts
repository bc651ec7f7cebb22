import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { OpenComparePage } from './comparePageHarness';
import { strings, useComparePage } from './comparePageFixture';
import { bellOf, logged, loggedAnswers, matrixOf, prOf, rocOf } from './loggedAnswers';
import { card, picture, runsOf, stepTo } from './loggedDataSteps';

const texts = strings.logged;
/** What the host is handed. */
interface SavedChart {
  name: string;
  format: string;
  content: string;
}

describe('what runs logged besides numbers', function () {
  this.timeout(60_000);
  const { open } = useComparePage();

  async function saved({ page, requests }: OpenComparePage, of: Locator, ending: string): Promise<SavedChart> {
    const before = requests.length;
    await of.getByRole('button', { name: `Save as ${ending}` }).click();
    while (!requests.slice(before).some(({ method }) => method === 'saveChart')) await page.waitForTimeout(20);
    return requests.findLast(({ method }) => method === 'saveChart')!.args as SavedChart;
  }

  it('is away where no run logged any', async () => {
    const { page } = await open({ runs: runsOf(2) });
    await page.locator('#values').waitFor();
    assert.equal(await page.locator('#logged').count(), 0);
    assert.equal(await page.getByRole('button', { name: texts.logged, exact: true }).count(), 0);
  });

  it('shows confusion matrices side by side on one scale of colours, as counts or shares of the true class', async () => {
    const runs = runsOf(2);
    const small = { labels: ['a', 'b'], counts: [[1, 1], [0, 2]] }; // prettier-ignore
    const large = { labels: ['a', 'b'], counts: [[100, 0], [0, 50]] }; // prettier-ignore
    const answers = loggedAnswers({
      'run-0': [logged('confusion', 'val', small)],
      'run-1': [logged('confusion', 'val', large)],
    });
    const opened = await open({ runs, answers });
    const { page } = opened;
    const shown = await card(page, 'val', 'table');
    const fills = (row: number, column: number) =>
      shown
        .locator(`tbody tr:nth-child(${row}) td:nth-of-type(${column})`)
        .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell).backgroundColor));
    const [few, many] = await fills(2, 2);
    assert.notEqual(few, many, '2 of a run is paler than 50 of another');
    assert.deepEqual(await shown.locator('table').first().locator('th').allInnerTexts(), ['a', 'b', 'a', 'b']);
    await shown.getByRole('button', { name: texts.shares }).click();
    await shown.getByRole('cell', { name: '50%' }).first().waitFor();
    assert.deepEqual(await shown.locator('table').first().locator('td:not(.matrix-corner)').allInnerTexts(), [
      '50%',
      '50%',
      '0%',
      '100%',
    ]);
    const [one, other] = await fills(2, 2);
    assert.equal(one, other, '100% is as strong in both');
    assert.match(await shown.locator('.matrix-foot').first().innerText(), /accuracy 0\.750/);
    assert.equal(
      await shown.locator('td.right').first().getAttribute('title'),
      'True a, predicted a: 1 (50% of the true class)',
    );
    const csv = await saved(opened, shown, 'CSV');
    assert.deepEqual([csv.name, csv.format], ['val', 'csv']);
    assert.equal(csv.content.split('\r\n')[2], 'run-0,0,a,b,1');
    assert.match((await saved(opened, shown, 'SVG')).content, /^<svg [\s\S]+>100%</);
  });

  it('draws a matrix of many classes, and says which are confused', async () => {
    const labels = Array.from({ length: 100 }, (_, i) => `c${i}`);
    const matrix = matrixOf(labels, 50, 0);
    matrix.counts[7]![9] = 31;
    const { page } = await open({
      runs: runsOf(1),
      answers: loggedAnswers({ 'run-0': [logged('confusion', 'many', matrix)] }),
    });
    const shown = await card(page, 'many', '.matrix-grid canvas');
    await shown.getByText('Most confused: c7 as c9 (31)').waitFor();
    const box = (await shown.locator('.matrix-grid').boundingBox())!;
    await page.mouse.move(box.x + 1 + 9.5 * 2.8, box.y + 1 + 7.5 * 2.8);
    await shown.getByText(/^True c7, predicted c9: 31 \(/).waitFor();
  });

  it('shows curves over one another, the largest area first, and says what lies under the pointer', async () => {
    const answers = loggedAnswers({
      'run-0': [logged('roc', 'roc', rocOf(3)), logged('pr', 'pr', prOf(3))],
      'run-1': [logged('roc', 'roc', { ...rocOf(9), area: 0.912 }), logged('pr', 'pr', prOf(6))],
    });
    const opened = await open({ runs: runsOf(2), answers });
    const { page } = opened;
    const roc = await card(page, 'roc', '.curves canvas');
    assert.deepEqual(
      (await roc.locator('.areas li').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ')),
      ['run-1 AUC 0.912', 'run-0 AUC 0.750'],
    );
    const box = (await roc.locator('.curves').boundingBox())!;
    await page.mouse.move(box.x + box.width - 16, box.y + 12);
    await roc.getByText(texts.threshold).waitFor();
    // The area of a curve that came without one is computed: 0.4 + what lies above it.
    const pr = await card(page, 'pr', '.areas li');
    assert.match(await pr.locator('.areas li').first().innerText(), /run-1\s+AP\s+0\.9\d\d/);
    await roc.locator('.front-run').last().click();
    await page.locator('.chip', { hasText: 'run-0' }).locator('[aria-pressed="true"]').waitFor();
    assert.match(
      (await saved(opened, roc, 'CSV')).content,
      /^run,step,False positive rate,True positive rate,threshold\r\nrun-1,0,0,0,Infinity\r\n/,
    );
    const png = await saved(opened, roc, 'PNG');
    assert.deepEqual(Object.values(png.content).slice(1, 4).map(Number), [0x50, 0x4e, 0x47]);
  });

  it('shows images of all runs at one step, chosen by keys, and says where a run has none', async () => {
    const pictures = {
      'a0.png': picture(10),
      'a5.png': picture(99),
      'b5.png': picture(200, 28),
      'a7.png': picture(50),
    };
    const answers = loggedAnswers(
      {
        'run-0': [0, 5, 7].map((s) => logged('image', 'samples', { path: `a${s}.png` }, s)),
        'run-1': [logged('image', 'samples', { path: 'b5.png' }, 5)],
      },
      pictures,
    );
    const { page, requests } = await open({ runs: runsOf(2), answers });
    const shown = await card(page, 'samples', 'img');
    const steps = () => shown.locator('figcaption').allInnerTexts();
    assert.deepEqual(
      (await steps()).map((text) => text.replace(/\s+/g, ' ').trim()),
      ['run-0 step 7', 'run-1 step 5'],
    );
    assert.equal(await shown.locator('img').first().getAttribute('alt'), 'samples of run-0 at step 7');
    assert.equal(await shown.locator('img.tiny').count(), 1, 'small pictures are enlarged');
    await stepTo(shown, 0);
    await shown.getByText(texts.nothingAtStep).waitFor();
    assert.equal(await shown.locator('img').count(), 1);
    await stepTo(shown, 1);
    await page.waitForFunction(() => document.querySelectorAll('#logged img').length === 2);
    const read = () =>
      requests.filter(({ method }) => method === 'readArtifact').map(({ args }) => (args as { path: string }).path);
    const before = read().length;
    await stepTo(shown, 0);
    await shown.getByText(texts.nothingAtStep).waitFor();
    assert.equal(read().length, before, 'a picture is read once');
  });

  it('says of an image that its file is gone', async () => {
    const answers = loggedAnswers({ 'run-0': [logged('image', 'x', { path: 'gone.png' })] });
    const { page } = await open({ runs: runsOf(1), answers });
    await card(page, 'x', `text=${texts.pictureGone}`);
  });

  it('shows histograms over steps, and the bin under the pointer', async () => {
    const bells = (shift: number) =>
      [0, 100, 200].map((s) => logged('histogram', 'w', bellOf(shift + s / 200, 0.5), s));
    const odd = { ...bellOf(0, 1), notFinite: 3 };
    const answers = loggedAnswers({ 'run-0': [...bells(0), logged('histogram', 'odd', odd)], 'run-1': bells(1) });
    const opened = await open({ runs: runsOf(2), answers });
    const { page } = opened;
    const shown = await card(page, 'w', '.ridges canvas');
    assert.match(
      (await shown.locator('.ridges').first().getAttribute('aria-label'))!,
      /^run-0: \d+ values from −?-?4 to 4; steps: 3\. Arrow keys /,
    );
    const box = (await shown.locator('.ridges').first().boundingBox())!;
    await page.mouse.move(box.x + box.width / 2 - 20, box.y + 190);
    await shown.getByText(/^Step 200: \d+ values from /).waitFor();
    assert.match((await saved(opened, shown, 'CSV')).content, /^run,step,from,to,count\r\nrun-0,0,-4,/);
    await card(page, 'odd', 'text=NaN or infinite: 3');
  });

  it('shows the rows of tables that are in sight, and joins them by the first column', async () => {
    const table = (loss: number) => ({
      columns: ['file', 'label', 'loss'],
      rows: Array.from({ length: 1000 }, (_, i) => [`f${i}`, i === 1 ? `label ${loss}` : 'same', i / 10]),
      total: 4000,
    });
    const answers = loggedAnswers({
      'run-0': [logged('table', 'worst', table(1))],
      'run-1': [logged('table', 'worst', table(2))],
    });
    const opened = await open({ runs: runsOf(2), answers });
    const { page } = opened;
    const shown = await card(page, 'worst', 'table');
    assert.ok((await shown.locator('tbody tr').count()) < 100);
    const first = shown.locator('.rows-box').first();
    await first.evaluate((box) => (box.scrollTop = 22 * 990));
    await first.getByText('f999').waitFor();
    assert.deepEqual(await first.locator('tr:not(.space)').last().locator('td').allInnerTexts(), [
      'f999',
      'same',
      '99.9',
    ]);
    await shown.getByText('The first 1000 of 4000 rows').first().waitFor();
    await shown.getByRole('button', { name: texts.joined }).click();
    await shown.getByText('1 of 1000 rows differ').waitFor();
    assert.deepEqual(await shown.locator('td.differs').allInnerTexts(), ['label 1', 'label 2']);
    assert.equal((await saved(opened, shown, 'CSV')).content.split('\r\n')[2], 'run-0,0,f1,label 1,0.1');
    const { plots } = (await opened.state()) as { plots: unknown };
    assert.deepEqual(plots, { 'table worst': { joined: true } });
  });
});
