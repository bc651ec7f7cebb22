import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { openExample, type OpenExample } from './openExample';
import { recordByCommandLine } from './recordByCommandLine';
import { waitForEnds } from './recorded';

/** Learning rate, width and seed of the runs that are compared. */
const RUNS = [
  ['0.001', '16', '0'],
  ['0.001', '16', '1'],
  ['0.03', '32', '0'],
  ['0.03', '32', '1'],
] as const;

describe('charts across runs', () => {
  let example: OpenExample;
  let frame: Frame;

  before(async () => {
    example = await openExample('across-runs');
    const { workbench } = example.session;
    for (const [lr, hidden, seed] of RUNS) {
      const words = ['train.py', '--epochs', '6', '--lr', lr, '--hidden', hidden, '--seed', seed];
      await recordByCommandLine(example.folder, `lr-${lr}-${seed}`, words);
    }
    await waitForEnds(example.folder, RUNS.length);
    await workbench.openContainer('Trialbook');
    await workbench.showLens('train.py');
    await workbench.codeLens(`compare last ${RUNS.length}`).click();
    frame = await workbench.webviewFrame(/^Compare runs/);
    await frame.locator('#across').waitFor({ state: 'attached' });
  });
  after(() => example.close());

  const screenshot = (name: string): Promise<unknown> => example.session.screenshot(name);
  const show = (selector: string): Promise<void> =>
    frame.evaluate((place) => document.querySelector(place)!.scrollIntoView(), selector);

  it('follow an answer that tells whether the lead is chance', async () => {
    await frame.getByText(/The lead over .* is (beyond|within) noise: .*Welch’s t-test, 2 and 2 repeats, p/).waitFor();
    await screenshot('answer');
  });

  it('brush runs along an axis', async () => {
    await show('#across');
    const strip = frame.locator('.pcp-strip').first();
    await strip.waitFor();
    assert.deepEqual((await frame.locator('.pcp-name').allInnerTexts()).slice(0, 2), ['hidden', 'lr']);
    await strip.focus();
    await example.session.page.keyboard.press('Enter');
    await frame.getByText('4 of 4 runs are brushed.').waitFor();
    for (let press = 0; press < 10; press += 1) await example.session.page.keyboard.press('Shift+ArrowDown');
    await frame.getByText('2 of 4 runs are brushed.').waitFor();
    assert.equal(await frame.locator('.chip.faded').count(), 2);
    await screenshot('brushed');
    await frame.getByRole('button', { name: 'Clear', exact: true }).click();
  });

  it('find the runs that no other beats in two metrics', async () => {
    await show('.scatter');
    const card = frame.locator('article', { hasText: 'Scatter' });
    await card.getByLabel('x', { exact: true }).selectOption('metric:loss');
    await card.locator('.front-run').first().waitFor();
    await card.locator('.front-run').first().click();
    await frame.locator('.chip [aria-pressed="true"]').waitFor();
    await screenshot('scatter');
  });

  it('say that importance needs more runs, and group repeats', async () => {
    await frame.getByText(/^Too few runs: 4 finished/).waitFor();
    await frame.getByText('Group repeats').click();
    await screenshot('ranking');
  });

  it('stand above the code, data and packages that the runs were made of', async () => {
    await show('#surroundings');
    await frame.locator('#surroundings').getByText('Command').first().waitFor();
    await screenshot('surroundings');
  });
});
