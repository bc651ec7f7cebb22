import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { queueDir } from '../../src/common/workspaceFolder';
import { copyWorkspace, PENGUINS, type TemporaryWorkspace } from '../host/workspace';
import { openExample, type OpenExample } from './openExample';
import { eventually, listRunFolders, waitForEnds } from './recorded';
import { recordByCommandLine, runCommandLine } from './recordByCommandLine';
import { track } from './tracking';
import type { Workbench } from './workbench';

describe('a window without a folder, or without trust', () => {
  let example: OpenExample;
  let workbench: Workbench;
  let recorded: TemporaryWorkspace;

  before(async () => {
    recorded = await copyWorkspace(PENGUINS);
    const folder = recorded.folders[0]!;
    await recordByCommandLine(folder, 'recorded before');
    await runCommandLine(folder, ['queue', 'pause', '--workspace', folder]);
    await runCommandLine(folder, ['queue', 'add', '--workspace', folder, '--', 'python3', 'train.py', '--epochs', '1']);
    const settings = { 'security.workspace.trust.startupPrompt': 'never' };
    example = await openExample('trust-and-folders', { folder: undefined, trust: true, settings });
    workbench = example.session.workbench;
  });
  after(async () => {
    await example.close();
    await recorded.remove();
  });

  /** Presses Trust in the open editor of workspace trust. */
  const trust = async (): Promise<void> => {
    const { page } = example.session;
    await workbench.button(page.locator('.workspace-trust-editor'), 'Trust').first().click();
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ state: 'hidden' });
  };

  it('offers to open a folder where none is open', async () => {
    await workbench.openContainer('Trialbook');
    const runs = workbench.view('Runs');
    await runs.getByText('Runs are kept in the folder that holds your training code.').waitFor();
    assert.deepEqual(await runs.locator('.monaco-button').allInnerTexts(), ['Open Folder', 'Open the Example']);
    await workbench.button(runs, 'Open Folder').click();
    await workbench.quickInput().waitFor();
    await workbench.quickInput().press('Escape');
  });

  it('says in an untrusted folder that it starts nothing, and shows no lens', async () => {
    await workbench.openFolder(example.folder);
    await workbench.openContainer('Trialbook');
    const runs = workbench.view('Runs');
    await runs.getByText('This workspace is not trusted: Trialbook shows recorded runs, but starts none.').waitFor();
    assert.deepEqual(await runs.locator('.monaco-button').allInnerTexts(), ['Manage Workspace Trust']);
    await workbench.openFile('train.py');
    await example.session.page.locator('.editor-instance .view-lines').click();
    await example.session.page.keyboard.press('Control+End');
    await example.session.page.locator('.view-line', { hasText: '__main__' }).waitFor();
    // The lens of a trusted folder comes within this time; its absence has no sign of its own.
    await example.session.page.waitForTimeout(3000);
    assert.equal(await workbench.codeLens('Track').count(), 0);
  });

  it('runs no task in an untrusted folder, and offers to track in no menu', async () => {
    await example.session.page.locator('.editor-instance .view-line').nth(4).click({ button: 'right' });
    const menu = example.session.page.locator('.monaco-menu').first();
    await menu.waitFor();
    assert.equal(await menu.getByText('Track This Run', { exact: true }).count(), 0);
    await example.session.page.keyboard.press('Escape');
    await workbench.runCommand('Tasks: Run Task');
    await workbench.dialog().getByText('trust').first().waitFor();
    await workbench.button(workbench.dialog(), 'Cancel').click();
    assert.deepEqual(await listRunFolders(example.folder), []);
  });

  it('shows the lens once the folder is trusted, and tracks', async () => {
    await workbench.button(workbench.view('Runs'), 'Manage Workspace Trust').click();
    await trust();
    await track(workbench);
    await waitForEnds(example.folder, 1);
    const rows = await eventually(
      () => workbench.readTree('Runs'),
      ([row]) => row?.icon === 'testing-passed-icon',
    );
    assert.equal(rows.length, 1);
  });

  it('shows in an untrusted folder what was recorded there', async () => {
    // A queue that goes on as soon as somebody may work on it; the process that looked at it while it was paused is gone.
    await rm(path.join(queueDir(recorded.folders[0]!), 'paused.json'));
    await workbench.openFolder(recorded.folders[0]!);
    await workbench.openContainer('Trialbook');
    await example.session.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    const rows = await eventually(
      () => workbench.readTree('Runs'),
      (all) => all.length > 0,
    );
    assert.deepEqual(
      rows.map(({ label, icon }) => [label, icon]),
      [['recorded before', 'testing-passed-icon']],
    );
  });

  it('does no run again in an untrusted folder, and leaves its queue alone until it is trusted', async () => {
    const [folder] = recorded.folders;
    await workbench.treeRow('Runs', 'recorded before').click({ button: 'right' });
    const menu = example.session.page.locator('.monaco-menu').first();
    await menu.waitFor();
    for (const name of [
      'Run Again',
      'Run Again with Changes…',
      'Run Again on Its Code',
      'Reproduce Run',
      'Restore Code…',
    ]) {
      assert.equal(await menuItem(menu, name).getAttribute('aria-disabled'), 'true', name);
    }
    await example.session.screenshot('menu in an untrusted folder');
    await example.session.page.keyboard.press('Escape');
    await workbench.treeRows('Queue').first().waitFor();
    assert.equal((await listRunFolders(folder!)).length, 1);
    await workbench.runCommand('Workspaces: Manage Workspace Trust');
    await trust();
    assert.equal((await waitForEnds(folder!, 2))[1]?.status, 'finished');
  });
});

function menuItem(menu: Locator, name: string): Locator {
  return menu.locator('.action-menu-item').filter({ has: menu.page().getByText(name, { exact: true }) });
}
