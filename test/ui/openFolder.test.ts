import assert from 'node:assert/strict';
import { openExample, type OpenExample } from './openExample';

describe('opening a folder', () => {
  let example: OpenExample;

  afterEach(() => example.close());

  it('shows its files in the explorer', async () => {
    example = await openExample('explorer');
    const { page } = example.session;
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'train.py' }).waitFor();
    assert.equal(await example.session.workbench.dialog().count(), 0);
  });

  it('is restricted until the user trusts it, where trust is asked for', async () => {
    example = await openExample('trust', {
      trust: true,
      settings: { 'security.workspace.trust.startupPrompt': 'always' },
    });
    const { page, workbench } = example.session;
    const restricted = page.locator('.statusbar-item', { hasText: 'Restricted Mode' });
    const dialog = workbench.dialog();
    await dialog.waitFor();
    assert.match(await dialog.innerText(), /Do you trust the authors/);
    await restricted.waitFor();
    await workbench.button(dialog, 'Yes').click();
    await restricted.waitFor({ state: 'hidden' });
  });
});
