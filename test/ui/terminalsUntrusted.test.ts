import assert from 'node:assert/strict';
import { openExample, type OpenExample } from './openExample';

describe('tracked terminals of a workspace that is not trusted', function () {
  let example: OpenExample;

  before(async () => {
    const settings = { 'security.workspace.trust.startupPrompt': 'never', 'trialbook.terminal.trackAll': true };
    example = await openExample('terminals-untrusted', { trust: true, settings });
  });
  after(() => example.close());

  it('are none until it is', async () => {
    const { page, workbench } = example.session;
    const tracked = page.locator('.statusbar-item', { hasText: 'Terminals tracked' });
    await workbench.openContainer('Trialbook');
    const runs = workbench.view('Runs');
    await runs.getByText('This workspace is not trusted').waitFor();
    assert.equal(await tracked.count(), 0);
    await page.keyboard.press('F1');
    await workbench.quickInput().fill('>Trialbook: New Tracked Terminal');
    // The palette offers the editor's own, and none of ours.
    await workbench.quickPick('Create New Terminal (With Profile)').waitFor();
    assert.equal(await workbench.quickPick('Trialbook:').count(), 0);
    await page.keyboard.press('Escape');
    await workbench.button(runs, 'Manage Workspace Trust').click();
    await workbench.button(page.locator('.workspace-trust-editor'), 'Trust').first().click();
    await tracked.waitFor();
  });
});
