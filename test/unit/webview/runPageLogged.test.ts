import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ThemeKind } from '../../../src/protocol/palette';
import { bellOf, logged, loggedAnswers, type LoggedPlot, matrixOf, rocOf } from './loggedAnswers';
import { RunPageHarness, strings } from './runPageHarness';
import { OTTER } from './runPageData';

const OWN = OTTER.run.id;

describe('page of a run: what it logged besides numbers', function () {
  this.timeout(60_000);
  const pages = RunPageHarness.forSuite();

  const all = (): LoggedPlot[] => [
    logged('confusion', 'val', matrixOf(['Adelie', 'Gentoo'], 40), 0),
    logged('confusion', 'val', matrixOf(['Adelie', 'Gentoo'], 50), 1),
    logged('roc', 'roc', rocOf(4)),
    logged('histogram', 'weights', bellOf(0, 1), 0),
    logged('histogram', 'weights', bellOf(1, 1), 1),
    logged('table', 'worst', { columns: ['file', 'loss'], rows: [['a', 1.5]], total: 1 }),
  ];

  it('stands below its charts, follows their search, and is saved by the host', async () => {
    const { page } = await pages().open({ logged: loggedAnswers({ [OWN]: all() }) });
    await pages().choose('charts');
    const card = page.locator('#logged article', { has: page.locator('h3', { hasText: 'val' }) });
    await card.scrollIntoViewIfNeeded();
    await card.locator('table.matrix').waitFor();
    await card.getByRole('cell', { name: '50', exact: true }).waitFor();
    await card.getByRole('button', { name: 'Save as CSV' }).click();
    while (pages().asked('saveChart').length === 0) await page.waitForTimeout(20);
    const [saved] = pages().asked('saveChart') as { name: string; format: string }[];
    assert.deepEqual([saved?.name, saved?.format], ['val', 'csv']);
    await page.getByRole('textbox', { name: strings.searchMetrics }).fill('worst');
    await page.waitForFunction(() => document.querySelectorAll('#logged article').length === 1);
  });

  it('shows what is logged while the page is open', async () => {
    const own: LoggedPlot[] = [];
    const { page, send } = await pages().open({ logged: loggedAnswers({ [OWN]: own }) });
    await pages().choose('charts');
    assert.equal(await page.locator('#logged').count(), 0);
    own.push(...all());
    await send({ kind: 'changed', runs: [{ runId: OWN, keys: [] }], datasets: false, models: false } as never);
    await page.locator('#logged article').first().waitFor();
  });

  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight'] as ThemeKind[]) {
    it(`has nothing that axe finds fault with: ${theme}`, async () => {
      const { page } = await pages().open({ logged: loggedAnswers({ [OWN]: all() }) }, { theme, height: 3000 });
      await pages().choose('charts');
      await page.locator('#logged table.rows').waitFor();
      await page.locator('#logged .ridges canvas').waitFor();
      await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
      const faults = await page.evaluate(
        `axe.run('#logged').then((all) => all.violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 200)))`,
      );
      assert.deepEqual(faults, []);
    });
  }
});
