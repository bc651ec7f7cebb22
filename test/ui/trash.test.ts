import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { appears } from './locators';
import { openExample, type OpenExample } from './openExample';
import { eventually, listRunFolders, readStoredRuns } from './recorded';
import { recordByCommandLine } from './recordByCommandLine';
import type { Workbench } from './workbench';

describe('the trash', () => {
  let example: OpenExample;
  let workbench: Workbench;
  let folders: string[];

  before(async () => {
    example = await openExample('trash');
    workbench = example.session.workbench;
    for (const name of ['alpha', 'beta', 'gamma']) await recordByCommandLine(example.folder, name);
    folders = await listRunFolders(example.folder);
    await workbench.openContainer('Trialbook');
    await waitForRows('gamma', 'beta', 'alpha');
  });
  after(() => example.close());

  const waitForRows = (...labels: string[]): Promise<unknown> =>
    eventually(
      async () => (await workbench.readTree('Runs')).map(({ label }) => label),
      (rows) => rows.join() === labels.join(),
    );
  const choose = (label: string, item: string): Promise<void> =>
    workbench.chooseInContextMenu(workbench.treeRow('Runs', label), item);
  /** Answers the question that is asked next; gives its text. */
  const answer = async (button: string): Promise<string> => {
    await workbench.dialog().waitFor();
    const text = await workbench.dialog().innerText();
    await workbench.button(workbench.dialog(), button).click();
    await workbench.dialog().waitFor({ state: 'hidden' });
    return text;
  };

  /** Chooses from the menu behind the dots in the title of the view; a title that is drawn anew closes it: then again. */
  const chooseInViewMenu = async (item: string, effect: Locator): Promise<void> => {
    const header = workbench.view('Runs').locator('.pane-header');
    const entry = example.session.page.locator('.monaco-menu .action-item', { hasText: item });
    for (let attempt = 0; attempt < 5; attempt++) {
      await header.hover();
      await header.locator('.codicon-toolbar-more').click();
      await entry.click({ timeout: 3000 }).catch(() => undefined);
      if (await appears(effect, 3000)) return;
      await example.session.page.keyboard.press('Escape');
    }
    throw new Error(`${item} had no effect.`);
  };

  it('takes a deleted run without a question and gives it back on Undo', async () => {
    await choose('beta', 'Delete Run');
    await waitForRows('gamma', 'alpha');
    assert.equal(await workbench.dialog().count(), 0);
    const notice = await workbench.notification('beta was moved to the trash.');
    await example.session.screenshot('moved to the trash');
    await workbench.button(notice, 'Undo').click();
    await waitForRows('gamma', 'beta', 'alpha');
    assert.deepEqual(await listRunFolders(example.folder), folders);
  });

  it('takes all selected runs by a key, and keeps them over a reload', async () => {
    await workbench.treeRow('Runs', 'alpha').click();
    await workbench.treeRow('Runs', 'beta').click({ modifiers: ['ControlOrMeta'] });
    await example.session.page.keyboard.press('Delete');
    await waitForRows('gamma');
    await workbench.notification('2 runs were moved to the trash.');
    await workbench.reload();
    await workbench.openContainer('Trialbook');
    await waitForRows('gamma');
    assert.deepEqual(await listRunFolders(example.folder), folders);
  });

  it('shows what it holds, and gives the chosen run back', async () => {
    const row = workbench.quickPick('alpha');
    await chooseInViewMenu('Show Trash…', row);
    assert.match(await row.innerText(), /deleted (just now|\d+ m ago) · freed in 30 days/);
    await example.session.screenshot('what the trash holds');
    await row.click();
    await waitForRows('gamma', 'alpha');
  });

  it('deletes one for good, but only when that is confirmed', async () => {
    const removeBeta = async (): Promise<void> => {
      await workbench.runCommand('Trialbook: Show Trash…');
      await workbench.quickPick('beta').hover();
      await workbench.quickPick('beta').locator('.action-label.codicon-trash').click();
    };
    await removeBeta();
    assert.match(await answer('Cancel'), /Delete the run beta for good\?[^]*cannot be undone/);
    assert.deepEqual(await listRunFolders(example.folder), folders);
    await removeBeta();
    await answer('Delete');
    await eventually(
      () => listRunFolders(example.folder),
      (left) => left.join() === [folders[0], folders[2]].join(),
    );
  });

  it('is emptied when that is confirmed, and the folders are gone', async () => {
    await choose('alpha', 'Delete Run');
    await waitForRows('gamma');
    await workbench.runCommand('Trialbook: Empty Trash…');
    await workbench.dialog().waitFor();
    await example.session.screenshot('whether to empty the trash');
    assert.match(await answer('Empty Trash'), /Empty the trash\? It holds 1 run\.[^]*cannot be undone/);
    await eventually(
      () => listRunFolders(example.folder),
      (left) => left.join() === folders[2],
    );
    const stored = await readStoredRuns(example.folder);
    assert.deepEqual(
      stored.map(({ id }) => id),
      [folders[2]],
    );
    await workbench.runCommand('Trialbook: Show Trash…');
    await workbench.notification('The trash is empty.');
  });

  it('leaves runs with a note in peace, and the note is on the row', async () => {
    await choose('gamma', 'Edit Note…');
    await workbench.answer('best *so far*');
    await eventually(
      async () => {
        await example.session.page.mouse.move(600, 400);
        await workbench.treeRow('Runs', 'gamma').hover();
        await example.session.page.waitForTimeout(1500);
        return (await example.session.page.locator('.monaco-hover').allInnerTexts())
          .join('\n')
          .replaceAll('\u00a0', ' ');
      },
      (text) => text.includes('best *so far*'),
    );
    await example.session.screenshot('a note');
    await choose('gamma', 'Edit Note…');
    await workbench.quickInput().waitFor();
    assert.equal(await workbench.quickInput().inputValue(), 'best *so far*');
    await example.session.page.keyboard.press('Escape');
  });
});
