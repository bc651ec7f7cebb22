import assert from 'node:assert/strict';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { objectPath, runDir, SNAPSHOT_FILE } from '../../src/common/workspaceFolder';
import type { SnapshotManifest } from '../../src/protocol/snapshotManifest';
import { snapshotIn } from '../unit/snapshotOnDisk';
import { openExample, type OpenExample } from './openExample';
import { eventually, listRunFolders, waitForEnds } from './recorded';
import { recordByCommandLine } from './recordByCommandLine';
import { trackWith } from './tracking';
import type { TreeRow, Workbench } from './workbench';

describe('the code of runs', () => {
  let example: OpenExample;
  let workbench: Workbench;
  let first: string;
  let second: string;

  const write = async (name: string, content: string): Promise<void> => {
    await mkdir(path.dirname(path.join(example.folder, name)), { recursive: true });
    await writeFile(path.join(example.folder, name), content);
  };
  const row = (label: string): Locator => workbench.treeRow('Runs', label);
  const rows = (accept: (rows: TreeRow[]) => boolean): Promise<TreeRow[]> =>
    eventually(() => workbench.readTree('Runs'), accept);
  const shot = (name: string): Promise<string> => example.session.screenshot(name);
  /** The files of the open comparison, with the lines that each shows as added and removed. */
  const changedFiles = (): Locator => example.session.page.locator('.multiDiffEntry');
  /** By keys: a comparison that is still loading takes the focus, which would close the palette. */
  const closeEditors = async (): Promise<void> => {
    const tabs = example.session.page.locator('.tabs-container .tab');
    await eventually(
      async () => {
        await example.session.page.keyboard.press('Control+K');
        await example.session.page.keyboard.press('Control+W');
        return tabs.count();
      },
      (count) => count === 0,
    );
  };
  const manifestOf = async (index: number): Promise<SnapshotManifest> => {
    const id = (await listRunFolders(example.folder))[index]!;
    return snapshotIn(runDir(example.folder, id));
  };

  before(async () => {
    example = await openExample('snapshots');
    workbench = example.session.workbench;
    const script = path.join(example.folder, 'train.py');
    await writeFile(script, `import features.scale\n${await readFile(script, 'utf8')}`);
    await write('features/scale.py', 'SCALE = 1\n');
    await write('features/unused.py', 'X = 1\n');
    await write('tools/plot.py', 'print("plot")\n');
    await write('.env', 'TOKEN=x\n');
    await write('keys.yaml', 'password: hunter2\n');
    if (process.platform !== 'win32') await symlink('train.py', path.join(example.folder, 'link.py'));
    await workbench.openContainer('Trialbook');
    // Room for all that stands below a run.
    for (const view of ['Datasets', 'Models']) await workbench.view(view).locator('.pane-header').click();
  });
  after(() => example.close());

  it('of two runs is compared by their context menu, in the files that ran', async () => {
    await trackWith(workbench, '--epochs 2');
    await waitForEnds(example.folder, 1);
    [{ label: first }] = (await rows(([one]) => one?.icon === 'testing-passed-icon')) as [TreeRow];
    await workbench.closePanel();
    await workbench.openFile('scale.py');
    await example.session.page.keyboard.press('Control+End');
    await example.session.page.keyboard.type('OFFSET = 2\n');
    await example.session.page.keyboard.press('Control+s');
    await write('tools/plot.py', 'print("plotted")\n');
    await eventually(
      () => readFile(path.join(example.folder, 'features/scale.py'), 'utf8'),
      (text) => text.includes('OFFSET'),
    );
    await trackWith(workbench, '--epochs 2');
    await waitForEnds(example.folder, 2);
    const [newer] = await rows(([one, two]) => one?.icon === 'testing-passed-icon' && two?.label === first);
    second = newer!.label;
    await workbench.closePanel();
    await closeEditors();
    await row(first).click();
    await row(second).click({ modifiers: ['Control'] });
    await row(second).click({ button: 'right' });
    await shot('menu of two runs');
    await workbench.chooseInMenu('Compare Code');
    await workbench.tab(`${first} ↔ ${second}: files that ran`).waitFor();
    await changedFiles().getByText('scale.py').waitFor();
    await changedFiles().locator('.view-line', { hasText: 'OFFSET' }).waitFor();
    await shot('code of two runs');
    assert.equal(await changedFiles().count(), 1);
    assert.equal((await changedFiles().locator('.line-insert').count()) > 0, true);
  });

  it('can be shown with all files that differ, and without again', async () => {
    await example.session.page.locator('.editor-actions [aria-label^="Show All Files That Differ"]').click();
    await workbench.tab(`${first} ↔ ${second}: all files`).waitFor();
    await changedFiles().getByText('plot.py').first().waitFor();
    await shot('all files');
    assert.equal(await workbench.tab('↔').count(), 1);
    await example.session.page.locator('.editor-actions [aria-label^="Show Only Files That Ran"]').click();
    await workbench.tab(`${first} ↔ ${second}: files that ran`).waitFor();
    await changedFiles().getByText('plot.py').waitFor({ state: 'hidden' });
  });

  it('is compared with the workspace as it is now', async () => {
    await closeEditors();
    await write('features/scale.py', 'SCALE = 3\n');
    // Two are selected still.
    await row(second).click();
    await workbench.chooseInContextMenu(row(second), 'Compare Code with Workspace');
    await workbench.tab(`${second} ↔ Workspace: files that ran`).waitFor();
    await changedFiles().locator('.view-line', { hasText: 'SCALE = 3' }).waitFor();
    await shot('run against workspace');
  });

  it('is compared with that of the run before', async () => {
    await closeEditors();
    await workbench.chooseInContextMenu(row(second), 'Compare Code with Previous Run');
    await workbench.tab(`${first} ↔ ${second}: files that ran`).waitFor();
    await changedFiles().locator('.view-line', { hasText: 'OFFSET' }).waitFor();
    await closeEditors();
    await workbench.chooseInContextMenu(row(first), 'Compare Code with Previous Run');
    await workbench.notification('There is no earlier run of the same script to compare with.');
  });

  it('is found below the run, with what ran first and what was left out', async () => {
    await workbench.toggleRow(row(second));
    await workbench.toggleRow(row('Code'));
    await rows((all) => all.some(({ label }) => label === 'Environment'));
    await workbench.toggleRow(row('features'));
    await row('scale.py').waitFor();
    // The mark is drawn by the style sheet.
    const mark = (): Promise<string> =>
      row('scale.py')
        .locator('.monaco-icon-label')
        .first()
        .evaluate((label) => getComputedStyle(label, '::after').content);
    await eventually(mark, (content) => content === '"M"');
    await workbench.toggleRow(row('Left out'));
    const all = await rows((some) => some.some(({ label }) => label === '.env'));
    await shot('code below a run');
    const described = Object.fromEntries(all.map(({ label, description }) => [label, description]));
    const { files } = await manifestOf(1);
    assert.equal(described['Code'], `2 of ${files.length} files ran`);
    assert.equal(described['.env'], 'may hold secrets');
    assert.equal(described['keys.yaml'], 'may hold secrets');
    if (process.platform !== 'win32') assert.equal(described['link.py'], 'a link');
    assert.ok(!all.some(({ label }) => label === 'unused.py'));
    await workbench.toggleRow(row('Left out'));
  });

  it('opens file by file, read-only and under the name of the run', async () => {
    await row('scale.py').click();
    await workbench.tab(`scale.py (${second})`).waitFor();
    await example.session.page.locator('.view-line', { hasText: 'OFFSET' }).waitFor();
    await shot('file of a snapshot');
    await example.session.page.locator('.editor-instance .view-lines').first().click();
    await example.session.page.keyboard.type('x');
    assert.equal(await example.session.page.locator('.tabs-container .tab.dirty').count(), 0);
    await workbench.chooseInContextMenu(row('scale.py'), 'Compare with Workspace');
    await workbench.tab(`scale.py (${second} ↔ Workspace)`).waitFor();
    await example.session.page.locator('.diff-editor, .monaco-diff-editor').first().waitFor();
    await shot('file against workspace');
    await workbench.chooseInContextMenu(row('scale.py'), 'Compare with Previous Run');
    await workbench.tab(`scale.py (${first} ↔ ${second})`).waitFor();
  });

  it('is compared by keys alone', async () => {
    await closeEditors();
    const { keyboard } = example.session.page;
    await row(second).click();
    await keyboard.press('ArrowLeft');
    await row(second).and(example.session.page.locator('[aria-expanded="false"]')).waitFor();
    await keyboard.press('ArrowRight');
    await keyboard.press('F1');
    await keyboard.type('Trialbook: Compare Code with Workspace');
    await workbench.quickPick('Compare Code with Workspace').waitFor();
    await keyboard.press('Enter');
    await workbench.tab(`${second} ↔ Workspace: files that ran`).waitFor();
    await changedFiles().locator('.view-line', { hasText: 'SCALE = 3' }).waitFor();
    // The comparison takes the focus when it is there, and the palette would close.
    await changedFiles().locator('.monaco-editor.focused').first().waitFor();
    await keyboard.press('F1');
    await keyboard.type('Trialbook: Show All Files That Differ');
    await workbench.quickPick('Show All Files That Differ').waitFor();
    await keyboard.press('Enter');
    await workbench.tab(`${second} ↔ Workspace: all files`).waitFor();
    await closeEditors();
  });

  it('is told to be the same where nothing differs, with what could not be compared', async () => {
    await closeEditors();
    await recordByCommandLine(example.folder, 'same');
    await waitForEnds(example.folder, 3);
    await row('same').waitFor();
    await write('tools/plot.py', 'print("again")\n');
    await workbench.chooseInContextMenu(row('same'), 'Compare Code with Workspace');
    const notice = await workbench.notification('The files that ran are the same in same and Workspace.');
    await shot('nothing differs');
    assert.match(await notice.innerText(), /1 other file differs.*Not compared: .*\.env \(may hold secrets\)/);
    await workbench.button(notice, 'Show all files').click();
    await workbench.tab('same ↔ Workspace: all files').waitFor();
    await changedFiles().getByText('plot.py').first().waitFor();
  });

  it('is plainly missing where its content is damaged', async () => {
    await closeEditors();
    const { files } = await manifestOf(1);
    const scale = files.find((file) => file.path === 'features/scale.py')!;
    await writeFile(objectPath(example.folder, scale.object), 'rubbish');
    await row('scale.py').click();
    await workbench.notification('features/scale.py cannot be shown: its content in .trialbook/objects is damaged.');
    await rm(objectPath(example.folder, scale.object));
    await workbench.chooseInContextMenu(row(second), 'Compare Code with Workspace');
    await workbench.notification(/No difference between .* can be shown.*features\/scale.py \(its content is gone\)/);
    await shot('damaged content');
    const id = (await listRunFolders(example.folder))[0]!;
    await rm(path.join(runDir(example.folder, id), SNAPSHOT_FILE));
    await workbench.chooseInContextMenu(row(first), 'Compare Code with Workspace');
    await workbench.notification('There is no code snapshot of this run');
  });
});
