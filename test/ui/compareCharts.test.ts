import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { openExample, type OpenExample } from './openExample';
import { eventually, waitForEnds } from './recorded';
import { trackWith } from './tracking';
import type { Workbench } from './workbench';

const TITLE = /^Compare runs/;

describe('charts of a comparison', () => {
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    example = await openExample('compareCharts');
    workbench = example.session.workbench;
    await workbench.openContainer('Trialbook');
    for (const [index, args] of ['--epochs 6', '--epochs 6 --seed 1', '--epochs 6 --lr 0.003'].entries()) {
      await example.session.page.locator('.sidebar .composite.title .title-label').click();
      await trackWith(workbench, args);
      await waitForEnds(example.folder, index + 1);
      await workbench.closePanel();
    }
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Trialbook: Compare Runs');
    await (await page()).locator('.chart canvas').nth(2).waitFor();
  });
  after(() => example.close());

  const page = (): Promise<Frame> => workbench.webviewFrame(TITLE);
  const sharedFile = (): string => path.join(example.folder, '.vscode', 'trialbook.json');
  const readLayout = async (): Promise<unknown> => {
    if (!existsSync(sharedFile())) return undefined;
    return (JSON.parse(await readFile(sharedFile(), 'utf8')) as { compareLayout?: unknown }).compareLayout;
  };
  const chart = (frame: Frame, metric: string): Locator =>
    frame.locator(`article[aria-label="${metric}"] .chart`).last();
  const titles = async (): Promise<string[]> => (await page()).locator('.chart-grid h3').allInnerTexts();

  async function openMenu(metric: string): Promise<Locator> {
    const frame = await page();
    await frame.locator(`article[aria-label="${metric}"]`).hover();
    await frame.getByRole('button', { name: `Settings and layout of ${metric}` }).click();
    return frame.getByRole('dialog', { name: `Settings and layout of ${metric}` });
  }

  it('stand at the time since the start, smoothed, and tell their points', async () => {
    const frame = await page();
    await frame.getByLabel('X axis').selectOption({ label: 'Relative time' });
    await frame.getByRole('slider', { name: 'Smoothing' }).fill('0.6');
    const loss = chart(frame, 'loss');
    await eventually(
      () => loss.getAttribute('aria-label'),
      (label) => label?.startsWith('loss by Relative time.') === true,
    );
    await loss.hover();
    const rows = frame.locator('.chart-tooltip-row:not(.chart-tooltip-title)');
    await rows.first().waitFor();
    await example.session.screenshot('smoothed over time');
    const cells = await rows.first().locator('> *').allInnerTexts();
    assert.match(cells.slice(2).join(' '), /^0?\.?\d[\d.]* [1-6] (\d+(\.\d+)? s|\d m \d+ s)$/);
    await frame.getByLabel('X axis').selectOption({ label: 'Step' });
  });

  it('draw runs that differ in their seeds as one', async () => {
    const frame = await page();
    await frame.getByText('Group repeats').click();
    await eventually(
      () => chart(frame, 'loss').getAttribute('aria-label'),
      (label) => / ×2 [\d.]+/.test(label ?? ''),
    );
    await chart(frame, 'loss').hover();
    await frame.locator('.chart-tooltip-row', { hasText: 'n=2' }).waitFor();
    await example.session.screenshot('repeats as one');
    await frame.getByText('Group repeats').click();
  });

  it('zoom by dragging and go back by a double click', async () => {
    const frame = await page();
    const loss = chart(frame, 'loss');
    const box = (await loss.boundingBox())!;
    const { mouse } = example.session.page;
    await mouse.move(box.x + box.width * 0.3, box.y + 50);
    await mouse.down();
    await mouse.move(box.x + box.width * 0.6, box.y + 60, { steps: 4 });
    await mouse.up();
    await frame.getByRole('button', { name: /^Reset zoom/ }).waitFor();
    await example.session.screenshot('zoomed');
    await loss.dblclick();
    await frame.getByRole('button', { name: /^Reset zoom/ }).waitFor({ state: 'detached' });
  });

  it('share their layout and settings through a file, and follow it', async () => {
    const menu = await openMenu('loss');
    await example.session.screenshot('menu of a chart');
    await menu.getByText('Log y').click();
    await menu.getByRole('button', { name: 'Wider' }).click();
    await (await page()).locator('body').press('Escape');
    const hide = await openMenu('val_loss');
    await hide.getByRole('button', { name: 'Hide' }).click();
    const layout = {
      order: [],
      charts: { loss: { columns: 2, settings: { logY: true } }, val_loss: { hidden: true } },
    };
    await eventually(readLayout, (saved) => JSON.stringify(saved) === JSON.stringify(layout));
    await example.session.screenshot('own layout');
    await mkdir(path.dirname(sharedFile()), { recursive: true });
    await writeFile(sharedFile(), JSON.stringify({ compareLayout: { order: ['loss'], charts: {} } }));
    await eventually(titles, (shown) => shown.join() === 'loss,accuracy,val_loss');
  });

  it('are moved by keys', async () => {
    const frame = await page();
    await chart(frame, 'loss').press('Control+Shift+ArrowRight');
    await eventually(titles, (shown) => shown.join() === 'accuracy,loss,val_loss');
    await eventually(readLayout, (saved) => JSON.stringify(saved).includes('["accuracy","loss"]'));
  });

  it('fill the page', async () => {
    const frame = await page();
    await frame.locator('article[aria-label="accuracy"]').hover();
    await frame.getByRole('button', { name: 'Show accuracy on the whole page' }).click();
    const dialog = frame.getByRole('dialog', { name: 'accuracy' });
    await dialog.locator('.chart canvas').waitFor();
    await example.session.screenshot('whole page');
    await chart(frame, 'accuracy').press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  for (const [format, begins] of [
    ['csv', 'run,step,time,value'],
    ['svg', '<svg'],
    ['png', '\u0089PNG'],
  ] as const) {
    it(`are saved as ${format.toUpperCase()}`, async () => {
      const menu = await openMenu('accuracy');
      await menu.getByRole('button', { name: `${format.toUpperCase()}…` }).click();
      // The dialog proposes a place once it has read the folder.
      const file = path.join(example.folder, `accuracy.${format}`);
      await eventually(
        () => workbench.quickInput().inputValue(),
        (proposed) => proposed.endsWith(`accuracy.${format}`),
      );
      await workbench.quickInput().press('Enter');
      await eventually(
        () => Promise.resolve(existsSync(file)),
        (saved) => saved,
      );
      assert.ok((await readFile(file, 'latin1')).startsWith(begins));
    });
  }

  it('are set up as before after a reload', async () => {
    const frame = await page();
    await frame.getByText('Clip outliers').click();
    await frame.getByRole('slider', { name: 'Smoothing' }).fill('0.9');
    await chart(frame, 'accuracy').waitFor();
    await workbench.reload();
    const again = await page();
    await again.locator('.chart canvas').first().waitFor();
    assert.equal(await again.getByRole('slider', { name: 'Smoothing' }).inputValue(), '0.9');
    await again.getByRole('checkbox', { name: 'Clip outliers', checked: true }).waitFor();
    assert.deepEqual(await titles(), ['accuracy', 'loss', 'val_loss']);
  });
});
