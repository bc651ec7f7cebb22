import assert from 'node:assert/strict';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { runDir } from '../../src/common/workspaceFolder';
import { openExample, type OpenExample } from './openExample';
import { eventually, listRunFolders, waitForEnds } from './recorded';
import { recordByCommandLine } from './recordByCommandLine';
import { chooseFrom } from './runsViewSteps';
import { startExample } from './tracking';
import type { Workbench } from './workbench';

/** Prints in colours, writes over itself, and fails in a function of its own. */
const FAILING = `import sys

def step(batch):
    raise ValueError("bad batch <b>7</b>")

print("\\033[1;31mred alert\\033[0m")
for done in range(0, 101, 25):
    print(f"\\r{done:3d}%", end="")
print()
print("\\n".join(f"line {n}" for n in range(3000)))
sys.stdout.flush()
step(7)
`;

describe('page of a run', () => {
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    example = await openExample('run page');
    workbench = example.session.workbench;
    await recordByCommandLine(example.folder, 'calm-heron');
    await recordByCommandLine(example.folder, 'brisk-otter', ['train.py', '--epochs', '2', '--lr', '0.01']);
    await writeFile(path.join(example.folder, 'fails.py'), FAILING);
    await recordByCommandLine(example.folder, 'dull-viper', ['fails.py']).catch(() => undefined);
    await waitForEnds(example.folder, 3);
    await workbench.openContainer('Trialbook');
    await chooseFrom(workbench, 'Trialbook: Group Runs by…', 'No groups');
  });
  after(() => example.close());

  const row = (label: string): Locator => workbench.treeRow('Runs', label);
  const tab = (frame: Frame, name: string): Locator => frame.getByRole('tab', { name });
  /** A page that was just shown swallows the key that opens the palette. */
  const leavePage = (): Promise<void> => example.session.page.locator('.sidebar .composite.title .title-label').click();

  async function open(label: string): Promise<Frame> {
    await workbench.chooseInContextMenu(row(label), 'Open Run');
    await workbench.tab(label).waitFor();
    const frame = await workbench.webviewFrame(label);
    await frame.locator('h1', { hasText: label }).waitFor();
    return frame;
  }

  it('opens from its row on what it reached, what changed and what it was given', async () => {
    const frame = await open('brisk-otter');
    await frame.locator('.verdict', { hasText: 'the previous run calm-heron' }).waitFor();
    assert.match(
      (await frame.locator('.verdict').innerText()).replace(/\s+/g, ' '),
      /^accuracy is [\d.]+(: (better|worse) than the previous run calm-heron by [\d.]+\.|, the same as)/,
    );
    assert.match(await frame.locator('.changed').innerText(), /lr .* → 0\.01/);
    await frame.locator('.metrics, .sparkline').first().waitFor();
    assert.equal(await frame.getByRole('rowheader', { name: 'lr', exact: true }).count(), 1);
    await example.session.screenshot('overview');
  });

  it('takes another name and a note in place', async () => {
    const frame = await workbench.webviewFrame('brisk-otter');
    await frame.getByRole('button', { name: 'Rename run' }).click();
    await frame.getByRole('textbox', { name: 'Name' }).fill('bold-otter');
    await frame.getByRole('textbox', { name: 'Name' }).press('Enter');
    await row('bold-otter').waitFor();
    await workbench.tab('bold-otter').waitFor();
    await frame.getByText('Add a note').click();
    await frame.getByRole('textbox', { name: 'Note' }).fill('**promising**, see `lr` <i>x</i>');
    await frame.getByRole('textbox', { name: 'Note' }).press('Control+Enter');
    await frame.locator('.markdown strong', { hasText: 'promising' }).waitFor();
    assert.equal(await frame.locator('.markdown').innerText(), 'promising, see lr <i>x</i>');
    await frame.getByRole('button', { name: 'Add tag' }).click();
    await frame.getByRole('textbox', { name: 'Add tag' }).fill('stage=candidate');
    await frame.getByRole('textbox', { name: 'Add tag' }).press('Enter');
    await frame.locator('.tag', { hasText: 'stage = candidate' }).waitFor();
  });

  it('shows charts, code, data and machine on its tabs, which keys go through', async () => {
    const frame = await workbench.webviewFrame('bold-otter');
    await tab(frame, 'Overview').click();
    await tab(frame, 'Overview').press('ArrowRight');
    await frame.getByRole('slider', { name: /^loss/ }).first().waitFor();
    await example.session.screenshot('charts');
    await tab(frame, 'Code').click();
    await frame.getByRole('button', { name: /^train\.py/ }).waitFor();
    await example.session.screenshot('code');
    await tab(frame, 'Data').click();
    await frame.locator('.lineage', { hasText: 'penguins.csv' }).waitFor();
    await example.session.screenshot('data');
    await tab(frame, 'Machine').click();
    await frame.locator('#panel-machine').waitFor();
    await example.session.screenshot('machine');
  });

  it('opens a file of its code as it was', async () => {
    const frame = await workbench.webviewFrame('bold-otter');
    await tab(frame, 'Code').click();
    await frame.getByRole('button', { name: /^train\.py/ }).click();
    await workbench.tab('train.py').first().waitFor();
    await example.session.page.locator('.editor-instance .view-line').first().waitFor();
    await workbench.runCommand('View: Close Editor');
  });

  it('of a failed run begins with the failure, whose line opens', async () => {
    const frame = await open('dull-viper');
    await frame.locator('.failure h2', { hasText: 'Uncaught exception' }).waitFor();
    assert.equal(await frame.locator('.failure-message').innerText(), 'ValueError: bad batch <b>7</b>');
    await example.session.screenshot('failure');
    await frame.locator('.frames').getByText('fails.py:4').click();
    await workbench.tab('fails.py').waitFor();
    await example.session.page.locator('.statusbar', { hasText: 'Ln 4' }).waitFor();
    await workbench.runCommand('View: Close Editor');
  });

  it('shows its output with colours and links, and finds text in it', async () => {
    const frame = await workbench.webviewFrame('dull-viper');
    await tab(frame, 'Output').click();
    await frame.locator('.output-row', { hasText: 'ValueError: bad' }).waitFor();
    const place = frame.locator('.output-row button', { hasText: 'line 4' });
    await place.waitFor();
    await example.session.screenshot('output');
    await frame.getByRole('textbox', { name: 'Search output' }).fill('LINE 1777');
    await frame.locator('.output-row.current', { hasText: /^line 1777$/ }).waitFor();
    await frame.getByText('1 of 1').waitFor();
    await frame.getByRole('textbox', { name: 'Search output' }).fill('red alert');
    const red = frame.locator('.output-row.current .ansi-1');
    await red.waitFor();
    assert.equal(await frame.locator('.output-row', { hasText: '%' }).first().innerText(), '100%');
  });

  it('is there again after a reload, on the same tab', async () => {
    await leavePage();
    await workbench.reload();
    const frame = await workbench.webviewFrame('dull-viper');
    await frame.locator('.output-row').first().waitFor();
    assert.equal(await tab(frame, 'Output').getAttribute('aria-selected'), 'true');
  });

  it('follows a run that trains, until it is stopped', async () => {
    await workbench.openContainer('Trialbook');
    const { label } = await startExample(workbench, 4000);
    await workbench.closePanel();
    const frame = await open(label);
    await frame.locator('.run-status', { hasText: 'Running' }).waitFor();
    await tab(frame, 'Output').click();
    const first = await frame.locator('.output-row', { hasText: 'epoch' }).last().innerText();
    await eventually(
      () => frame.locator('.output-row', { hasText: 'epoch' }).last().innerText(),
      (text) => text !== first,
    );
    await example.session.screenshot('live output');
    await frame.getByText('Stop', { exact: true }).click();
    await frame.locator('.run-status', { hasText: 'Stopped' }).waitFor();
  });

  it('says so when it is deleted, and is there again when that is undone', async () => {
    const frame = await open('calm-heron');
    await workbench.chooseInContextMenu(row('calm-heron'), 'Delete Run');
    await frame.getByText('This run was deleted').waitFor();
    const notice = await workbench.notification('calm-heron was moved to the trash');
    await workbench.button(notice, 'Undo').click();
    await frame.locator('h1', { hasText: 'calm-heron' }).waitFor();
  });

  it('reads what is written into the log of a run while it is open', async () => {
    const frame = await open('calm-heron');
    await tab(frame, 'Output').click();
    await frame.locator('.output-row').first().waitFor();
    const [oldest] = await listRunFolders(example.folder);
    const log = path.join(runDir(example.folder, oldest!), 'output.log');
    await appendFile(log, 'one more line\n');
    assert.match(await readFile(log, 'utf8'), /one more line/);
    await tab(frame, 'Overview').click();
    await tab(frame, 'Output').click();
    await frame.locator('.output-row', { hasText: 'one more line' }).waitFor();
  });

  it('opens from the palette for a run that is picked, in the page that it has', async () => {
    await workbench.runCommand('View: Close All Editors');
    await example.session.page.locator('.activitybar [role="tab"]').first().click();
    await workbench.runCommand('Trialbook: Open Run');
    await workbench.quickPick('bold-otter').click();
    const frame = await workbench.webviewFrame('bold-otter');
    await frame.locator('h1', { hasText: 'bold-otter' }).waitFor();
    await frame.locator('.base-name', { hasText: 'calm-heron' }).click();
    await workbench.tab('calm-heron').waitFor();
    assert.equal(await workbench.tab('bold-otter').count(), 1);
  });
});
