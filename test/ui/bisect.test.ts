import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { openExample, type OpenExample } from './openExample';
import type { Workbench } from './workbench';
import { recordDecline } from './tuneScript';

describe('bisecting', function () {
  this.timeout(240_000);
  let example: OpenExample;
  let workbench: Workbench;

  const row = (name: string): Locator => workbench.treeRow('Runs', name);

  before(async () => {
    example = await openExample('bisect');
    workbench = example.session.workbench;
    await recordDecline(example.folder);
    await workbench.openContainer('Trialbook');
    await row('fourth').locator('.codicon-testing-passed-icon').waitFor();
  });
  after(() => example.close());

  it('finds the change between two selected runs that moved a metric', async () => {
    await row('first').click();
    await row('fourth').click({ modifiers: ['Control'] });
    await workbench.chooseInContextMenu(row('fourth'), 'Find the Change That Moved a Metric (Bisect)…');
    await workbench.quickPick('accuracy').waitFor();
    await example.session.screenshot('which metric');
    await workbench.quickPick('accuracy').click();
    await workbench.waitForTerminal('third is the first');
    await example.session.screenshot('bisected in the terminal');
    const notice = await workbench.notification('accuracy was moved by the change of third: from 0.93 to 0.7.');
    await workbench.button(notice, 'Show report').click();
    const report = await workbench.webviewFrame(/Preview/);
    await report.getByText('third is the first').waitFor();
    await workbench.closePanel();
    await example.session.screenshot('report of a bisection');
    assert.deepEqual(await readdir(path.join(example.folder, '.trialbook/checkouts')), []);
  });
});
