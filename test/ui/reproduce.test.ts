import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { openExample, type OpenExample } from './openExample';
import { eventually, listRunFolders } from './recorded';
import { DATA, recordDecline, recordTune, SCRIPT, tune } from './tuneScript';
import type { Workbench } from './workbench';

describe('code that is restored, runs that are done again', function () {
  this.timeout(240_000);
  let example: OpenExample;
  let workbench: Workbench;

  const file = (name: string): string => path.join(example.folder, name);
  const record = (name: string, content: string): Promise<void> => recordTune(example.folder, name, content);
  const row = (name: string): Locator => workbench.treeRow('Runs', name);
  const choose = async (name: string, item: string): Promise<void> => {
    // What can be done with a run depends on whether it has ended, which the view hears a moment later.
    await row(name).locator('.codicon-testing-passed-icon').waitFor();
    await workbench.chooseInContextMenu(row(name), item);
  };
  const text = async (): Promise<string> => readFile(file(SCRIPT), 'utf8');

  before(async () => {
    example = await openExample('reproduce', { settings: { 'files.autoSave': 'off' } });
    workbench = example.session.workbench;
    await recordDecline(example.folder);
    await workbench.openContainer('Trialbook');
    await row('fourth').waitFor();
  });
  after(() => example.close());

  it('shows what restoring changes, also in files that did not run, behind its question', async () => {
    const before = await readFile(file('train.py'), 'utf8');
    await writeFile(file('train.py'), `${before}# not in the run\n`);
    await choose('fourth', 'Restore Code…');
    await workbench.quickPick('Into the workspace…').click();
    const question = workbench.dialog().filter({ hasText: 'Restore the code of fourth into the workspace?' });
    await question.waitFor();
    await workbench.tab('What restoring fourth changes').waitFor();
    await workbench.page.locator('.multiDiffEntry', { hasText: 'train.py' }).waitFor();
    await example.session.screenshot('what restoring changes');
    await workbench.button(question, 'Restore').click();
    await workbench.notification('Restored the code of fourth (files: 1).');
    assert.equal(await readFile(file('train.py'), 'utf8'), before);
    await workbench.runCommand('View: Close All Editors');
  });

  it('asks for unsaved editors, lists what is replaced, restores, and undoes it', async () => {
    await workbench.openFile(SCRIPT);
    await workbench.page.locator('.editor-instance .view-lines').first().click();
    await workbench.page.keyboard.press('Control+End');
    await workbench.page.keyboard.type('# typed');
    await choose('first', 'Restore Code…');
    await workbench.quickPick('Into the workspace…').waitFor();
    await example.session.screenshot('where to restore');
    await workbench.quickPick('Into the workspace…').click();
    await workbench.dialog().getByText('have unsaved changes').waitFor();
    await example.session.screenshot('unsaved editors');
    await workbench.button(workbench.dialog(), 'Cancel').click();
    await workbench.dialog().waitFor({ state: 'hidden' });
    assert.equal(await text(), `${tune(0.7)}# as bad\n`, 'nothing was saved or restored');

    await choose('first', 'Restore Code…');
    await workbench.quickPick('Into the workspace…').click();
    await workbench.button(workbench.dialog(), 'Save and go on').click();
    const question = workbench.dialog().filter({ hasText: 'Restore the code of first into the workspace?' });
    await question.waitFor();
    await example.session.screenshot('what is replaced');
    assert.match(await question.innerText(), /Files that are replaced: 1\. New files: 0\.[^]*tune\.py/);
    // Nobody answers within a second, and the editor shows no more than three notices that come faster than that.
    await workbench.page.waitForTimeout(1000);
    await workbench.button(question, 'Restore').click();
    const notice = await workbench.notification('Restored the code of first (files: 1).');
    assert.equal(await text(), tune(0.93));
    await example.session.screenshot('restored');
    await workbench.button(notice, 'Undo').click();
    await workbench.notification('The restore was undone (files: 1).');
    assert.equal(await text(), `${tune(0.7)}# as bad\n# typed`);
    await workbench.runCommand('View: Close All Editors');
  });

  it('says what git lacks, and restores into a new folder', async () => {
    await choose('second', 'Restore Code…');
    await workbench.quickPick('As a branch of git…').click();
    await workbench.answer('restored');
    await workbench.notification('is in no repository of git');
    const folder = `${example.folder}-restored`;
    await choose('second', 'Restore Code…');
    await workbench.quickPick('Into a new folder…').click();
    const input = workbench.quickInput();
    await eventually(
      () => input.inputValue(),
      (value) => value.includes('-second'),
    );
    await example.session.screenshot('into which folder');
    await input.fill(folder);
    await input.press('Enter');
    await workbench.notification(`Restored the code of second to ${folder}`);
    assert.equal(await readFile(path.join(folder, SCRIPT), 'utf8'), `${tune(0.93)}# the same\n`);
  });

  it('reproduces a run, and shows in a report that it agrees', async () => {
    const count = (await listRunFolders(example.folder)).length;
    await choose('first', 'Reproduce Run');
    await workbench.terminal.waitFor('agrees: accuracy 0.93 = 0.93');
    await example.session.screenshot('reproduced in the terminal');
    const notice = await workbench.notification('first was reproduced: its metrics agree.');
    await workbench.button(notice, 'Show report').click();
    const report = await workbench.webviewFrame(/Preview/);
    await report.getByText('agrees: accuracy 0.93 = 0.93').waitFor();
    await workbench.closePanel();
    await example.session.screenshot('report of a reproduction');
    assert.equal((await listRunFolders(example.folder)).length, count + 1);
    assert.equal(existsSync(file('.trialbook/checkouts')), true);
    assert.deepEqual(await readdir(file('.trialbook/checkouts')), []);
    await workbench.runCommand('View: Close All Editors');
  });

  it('asks when data is not what the run read, and tells that the result differs for it', async () => {
    await writeFile(file(SCRIPT), `print('::metric rows=%d' % len(open('${DATA}').read().split()))\n`);
    await record('counted', await text());
    await writeFile(file(DATA), '1 2');
    await choose('counted', 'Reproduce Run');
    const question = workbench.dialog();
    await question.getByText(DATA).waitFor();
    await example.session.screenshot('other data');
    await workbench.button(question, 'Run with what is there now').click();
    const notice = await workbench.notification('counted was not reproduced: rows differs.');
    await workbench.button(notice, 'Show report').click();
    const report = await workbench.webviewFrame(/Preview/);
    await report.getByText('differs: rows 3 ≠ 2').waitFor();
    await workbench.closePanel();
    await example.session.screenshot('report of one that differs');
    await workbench.runCommand('View: Close All Editors');
    await writeFile(file(DATA), '1 2 3');
  });

  it('says that a reproduction was stopped', async () => {
    await record('long', `${tune(0.6)}if 'checkouts' in __file__: time.sleep(60)\n`);
    await choose('long', 'Reproduce Run');
    await workbench.terminal.press(/accuracy=0.6/, 'Control+C');
    await workbench.notification('The reproduction of long was stopped before its end.');
    await workbench.closePanel();
  });

  it('says which reproduction came to no result, and shows its terminal', async () => {
    const checkouts = file('.trialbook/checkouts');
    await rename(checkouts, `${checkouts}-aside`);
    await writeFile(checkouts, 'in the way');
    await choose('long', 'Reproduce Run');
    const notice = await workbench.notification('“reproduce long” ended without a result');
    await workbench.closePanel();
    await workbench.button(notice, 'Show the terminal').click();
    await workbench.panel().waitFor();
    await workbench.closePanel();
    await rm(checkouts);
    await rename(`${checkouts}-aside`, checkouts);
  });

  it('goes on over a reload of the window, and is judged once', async () => {
    await record('slow', tune(0.8, 8));
    const count = (await listRunFolders(example.folder)).length;
    await choose('slow', 'Reproduce Run');
    await eventually(
      () => listRunFolders(example.folder),
      (folders) => folders.length === count + 1,
    );
    await workbench.terminal.waitFor('accuracy=0.8');
    await workbench.reload();
    await workbench.openContainer('Trialbook');
    await workbench.notification('slow was reproduced: its metrics agree.');
    assert.equal((await listRunFolders(example.folder)).length, count + 1);
    assert.deepEqual(await readdir(file('.trialbook/checkouts')), []);
  });
});
