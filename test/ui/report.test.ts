import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator } from 'playwright-core';
import { openExample, type OpenExample } from './openExample';
import { recordByCommandLine } from './recordByCommandLine';
import { eventually } from './recorded';
import type { Workbench } from './workbench';

const TITLE = /^Compare runs/;

describe('reports', () => {
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    example = await openExample('report');
    workbench = example.session.workbench;
    for (const name of ['alpha', 'beta', 'gamma']) await recordByCommandLine(example.folder, name);
    await workbench.openContainer('Trialbook');
    await workbench.treeRow('Runs', 'alpha').waitFor();
  });
  after(() => example.close());

  /** Takes the place that the dialog proposes; gives the file. */
  async function save(proposed: string, told: string): Promise<string> {
    const file = path.join(example.folder, proposed);
    await eventually(
      () => workbench.quickInput().inputValue(),
      (value) => value.endsWith(proposed),
    );
    await workbench.quickInput().press('Enter');
    const notice = await workbench.notification(told);
    assert.ok(existsSync(file));
    await example.session.screenshot(proposed);
    await workbench.button(notice, 'Show file').waitFor();
    await example.session.page.keyboard.press('Escape');
    return file;
  }

  /** Opens a report as anybody does whom it was sent to. */
  async function chipsOf(file: string): Promise<Locator> {
    const page = await example.session.page.context().browser()!.newPage({ offline: true });
    await page.goto(pathToFileURL(file).href);
    await page.locator('.chart canvas').first().waitFor();
    return page.locator('.chip-name');
  }

  it('are saved of a run in the view', async () => {
    await workbench.chooseInContextMenu(workbench.treeRow('Runs', 'alpha'), 'Save Report…');
    const file = await save('alpha.html', 'Saved a report of one run (');
    assert.deepEqual(await (await chipsOf(file)).allInnerTexts(), ['alpha']);
  });

  it('are saved of what a comparison shows, as it shows it', async () => {
    const rows = ['beta', 'gamma'].map((name) => workbench.treeRow('Runs', name));
    await rows[0]!.click();
    await rows[1]!.click({ modifiers: ['ControlOrMeta'] });
    await workbench.runCommand('Trialbook: Compare Runs');
    const frame = await workbench.webviewFrame(TITLE);
    await frame.locator('.chart canvas').first().waitFor();
    await frame.getByText('Log y').first().click();
    await frame.locator('vscode-button', { hasText: 'Save report' }).click();
    const name = `${path.basename(example.folder)}-2-runs.html`;
    const file = await save(name, 'Saved a report of 2 runs (');
    const chips = await chipsOf(file);
    assert.deepEqual((await chips.allInnerTexts()).sort(), ['beta', 'gamma']);
    const logY = chips.page().locator('vscode-checkbox', { hasText: 'Log y' }).first();
    assert.equal(await logY.getAttribute('aria-checked'), 'true');
  });

  it('are saved by the command of the comparison that is in front', async () => {
    await workbench.runCommand('Trialbook: Save Report…');
    await eventually(
      () => workbench.quickInput().inputValue(),
      (value) => value.endsWith('-2-runs.html'),
    );
    await workbench.quickInput().press('Escape');
  });
});
