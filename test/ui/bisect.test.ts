import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { checkoutDir, checkoutsDir } from '../../src/common/workspaceFolder';
import { openExample, type OpenExample } from './openExample';
import { listRunFolders } from './recorded';
import { recordDecline, SCRIPT, tune } from './tuneScript';
import type { Workbench } from './workbench';

describe('training on the code of earlier runs', function () {
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
    await workbench.toggleRow(row('first'));
    await row('accuracy').waitFor();
    await row('first').click();
    await row('fourth').click({ modifiers: ['Control'] });
    await workbench.chooseInContextMenu(row('fourth'), 'Find the Change That Moved a Metric (Bisect)…');
    await workbench.quickPick('accuracy').waitFor();
    await example.session.screenshot('which metric');
    await workbench.quickPick('accuracy').click();
    // What it found stands above, out of sight: the table of the versions is the end of the report.
    await workbench.terminal.waitFor(/third\s+0\.7\s+moved/);
    await example.session.screenshot('bisected in the terminal');
    const notice = await workbench.notification('accuracy was moved by the change of third: from 0.93 to 0.7.');
    await workbench.button(notice, 'Show report').click();
    const report = await workbench.webviewFrame(/Preview/);
    await report.getByText('third is the first').waitFor();
    await workbench.closePanel();
    await example.session.screenshot('report of a bisection');
    assert.deepEqual(await readdir(checkoutsDir(example.folder)), []);
  });

  it('is one click for a run, in a folder of its own that keeps what it writes', async () => {
    const before = await listRunFolders(example.folder);
    await workbench.chooseInContextMenu(row('second'), 'Run Again on Its Code');
    await workbench.terminal.waitFor('accuracy=0.93');
    const newest = workbench.treeRows('Runs').first();
    await newest.filter({ hasText: '0.93 accuracy' }).locator('.codicon-testing-passed-icon').waitFor();
    await example.session.screenshot('again on its code');
    assert.equal((await listRunFolders(example.folder)).length, before.length + 1);
    const checkouts = await readdir(checkoutsDir(example.folder), { withFileTypes: true });
    const [checkout] = checkouts.filter((entry) => entry.isDirectory());
    const scripts = [example.folder, checkoutDir(example.folder, checkout!.name)].map((one) => path.join(one, SCRIPT));
    const [now, then] = await Promise.all(scripts.map((script) => readFile(script, 'utf8')));
    assert.deepEqual([now, then], [`${tune(0.7)}# as bad\n`, `${tune(0.93)}# the same\n`]);
  });
});
