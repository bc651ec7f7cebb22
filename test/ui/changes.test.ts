import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { openExample, type OpenExample } from './openExample';
import { eventually, waitForEnds } from './recorded';
import { trackWith } from './tracking';
import type { Workbench } from './workbench';

const TITLE = /^What changed/;
/** A line of the example that every epoch runs through. */
const LINE = 'highest = max(scores)';

describe('what changed between runs', () => {
  let example: OpenExample;
  let workbench: Workbench;
  /** Labels of the runs, oldest first. */
  const labels: string[] = [];

  before(async () => {
    example = await openExample('changes');
    workbench = example.session.workbench;
    await workbench.openContainer('Trialbook');
  });
  after(() => example.close());

  const row = (label: string): Locator => workbench.treeRow('Runs', label);

  /** A page that was just shown swallows the key that opens the palette. */
  const leavePage = (): Promise<void> => example.session.page.locator('.sidebar .composite.title .title-label').click();

  /** Tracks the script with these arguments, and waits for the end. */
  async function run(args: string): Promise<void> {
    await leavePage();
    await trackWith(workbench, args);
    await waitForEnds(example.folder, labels.length + 1);
    const rows = await eventually(
      () => workbench.readTree('Runs'),
      (all) => all[0]?.icon === 'testing-passed-icon' && !labels.includes(all[0].label),
    );
    labels.push(rows[0]!.label);
    await workbench.closePanel();
  }

  const script = (): string => path.join(example.folder, 'train.py');
  /** Counted from 1. */
  const lineOf = async (text: string): Promise<number> =>
    (await readFile(script(), 'utf8')).split('\n').findIndex((line) => line.includes(text)) + 1;
  const page = (): Promise<Frame> => workbench.webviewFrame(TITLE);
  const answer = async (frame: Frame): Promise<string> =>
    (await frame.locator('h1').innerText()).replace(/\s+/g, ' ').trim();
  const select = (frame: Frame): Locator => frame.getByLabel('Compared with');

  it('of a first run has nothing to be held against, and says so', async () => {
    await run('--epochs 2 --lr 0.001');
    await workbench.chooseInContextMenu(row(labels[0]!), 'What Changed…');
    const frame = await page();
    await frame.getByText('There is no run to hold it against yet').waitFor();
    await example.session.screenshot('nothing to hold it against');
  });

  it('are told in a sentence, with the parameter, the line and what is known of chance', async () => {
    // Typed as a person does: at the end of a line, and saved.
    const line = await lineOf(LINE);
    await workbench.openFile('train.py', line);
    const { keyboard } = example.session.page;
    await keyboard.press('End');
    await keyboard.type('  # keeps exp in range');
    await workbench.runCommand('File: Save');
    await eventually(
      () => readFile(script(), 'utf8'),
      (text) => text.includes('keeps exp in range'),
    );
    await run('--epochs 2 --lr 0.01');
    await workbench.chooseInContextMenu(row(labels[1]!), 'What Changed…');
    const frame = await page();
    await frame.locator('.metrics').waitFor();
    await example.session.screenshot('what changed');
    assert.match(
      await answer(frame),
      new RegExp(
        `^${labels[1]} is (better|worse) on accuracy by [\\d.]+ \\(1 run each: chance cannot be told apart\\)\\. ` +
          'It differs in lr, train\\.py\\.$',
      ),
    );
    const params = frame.getByRole('region', { name: 'Parameters' }).locator('tbody tr');
    assert.deepEqual(
      await params.evaluateAll((all) => all.map((one) => [...one.children].map((cell) => cell.textContent))),
      [['lr', '0.001', '0.01']],
    );
    assert.deepEqual(await frame.locator('.line.plus code, .line.minus code').allInnerTexts(), [
      `    ${LINE}`,
      `    ${LINE}  # keeps exp in range`,
    ]);
    const verdicts = await frame.locator('.metrics .judged').allInnerTexts();
    assert.ok(verdicts.length >= 3 && verdicts.every((text) => /1 run each|equal/.test(text)), verdicts.join());
    assert.equal(await frame.locator('h2', { hasText: 'Packages' }).innerText(), 'Packages\nthe same');
  });

  it('open in the diff editor', async () => {
    await (await page()).getByRole('button', { name: 'Open train.py in the diff editor' }).click();
    await workbench.tab(`train.py (${labels[0]} ↔ ${labels[1]})`).waitFor();
    await example.session.page.locator('.monaco-diff-editor .view-line', { hasText: 'keeps' }).first().waitFor();
    await example.session.screenshot('diff of a file');
    await workbench.runCommand('View: Close Editor');
  });

  it('open in the order of the page, also when that was turned round', async () => {
    const frame = await page();
    await frame.getByText('Swap').click();
    await eventually(
      () => select(frame).locator('option:checked').innerText(),
      (text) => text.startsWith(labels[1]!),
    );
    await frame.getByRole('button', { name: 'Open all in the diff editor' }).click();
    await workbench.tab(`${labels[1]} ↔ ${labels[0]}`).waitFor();
    await example.session.page.locator('.multiDiffEntry .view-line').first().waitFor();
    await workbench.runCommand('View: Close Editor');
    await (await page()).getByText('Swap').click();
  });

  it('are noise among repeats, and tested where there are some', async () => {
    await run('--epochs 2 --lr 0.01 --seed 1');
    await workbench.chooseInContextMenu(row(labels[2]!), 'What Changed…');
    let frame = await page();
    await frame.locator('h1', { hasText: 'repeat one another' }).waitFor();
    assert.match(await answer(frame), /Only seeds differ\.$/);
    await select(frame).selectOption({ label: 'Another run…' });
    await workbench.quickPick(labels[0]!).click();
    frame = await page();
    await eventually(
      () => select(frame).locator('option:checked').innerText(),
      (text) => text.startsWith(labels[0]!),
    );
    await frame
      .locator('.judged', { hasText: /p [=<] / })
      .first()
      .waitFor();
    await example.session.screenshot('held against repeats');
    assert.match(await answer(frame), /\(repeats: 2 against 1, p [=<] /);
  });

  it('of two selected runs are those from the older to the newer one', async () => {
    // A click unfolds a row, so that the last one comes first: what is below it may go out of sight.
    await row(labels[0]!).click();
    await row(labels[2]!).click({ modifiers: ['ControlOrMeta'] });
    await workbench.chooseInContextMenu(row(labels[0]!), 'What Changed…');
    const frame = await page();
    await eventually(
      () => answer(frame),
      (text) => text.startsWith(labels[2]!),
    );
    assert.match(await select(frame).locator('option:checked').innerText(), new RegExp(`^${labels[0]}`));
  });

  it('are there again after a reload, and follow when a run is deleted', async () => {
    await leavePage();
    await workbench.reload();
    let frame = await page();
    await frame.locator('.metrics').waitFor();
    assert.match(await select(frame).locator('option:checked').innerText(), new RegExp(`^${labels[0]}`));
    await workbench.openContainer('Trialbook');
    await workbench.chooseInContextMenu(row(labels[0]!), 'Delete Run');
    await frame.getByText(`${labels[0]} was deleted.`).waitFor();
    frame = await page();
    await frame.locator('h1', { hasText: 'repeat one another' }).waitFor();
    const notice = await workbench.notification(`${labels[0]} was moved to the trash`);
    await workbench.button(notice, 'Undo').click();
    await row(labels[0]!).waitFor();
  });

  it('are shown from the palette for a run that is picked', async () => {
    await workbench.runCommand('View: Close All Editors');
    await workbench.closePanel();
    await example.session.page.locator('.activitybar [role="tab"]').first().click();
    await workbench.runCommand('Trialbook: What Changed…');
    await workbench.quickPick(labels[1]!).click();
    const frame = await page();
    await frame.locator('h1', { hasText: labels[1]! }).waitFor();
  });

  describe('and what was tried of a value', () => {
    const value = (): Locator =>
      example.session.page
        .locator('.editor-instance .view-line', { hasText: '--lr' })
        .getByText('0.001', { exact: true });
    const hover = (): Locator => example.session.page.locator('.monaco-hover:visible', { hasText: 'values tried' });

    it('is told by a hover with the mouse', async () => {
      await workbench.runCommand('View: Close All Editors');
      await workbench.openFile('train.py', 20);
      await value().hover();
      await hover().waitFor();
      await example.session.screenshot('values tried');
      const rows = await hover()
        .locator('tbody tr')
        .evaluateAll((all) => all.map((one) => [...one.children].map((cell) => cell.textContent.trim())));
      const byValue = rows
        .map(([, tried, result]) => `${tried} ${/\((.*)\)/.exec(result ?? '')?.[1] ?? result}`)
        .sort();
      assert.deepEqual(byValue, ['0.001 1 run', '0.01 2 runs']);
      assert.equal(await hover().locator('tbody tr .codicon-arrow-right').count(), 1, 'the current value is marked');
    });

    it('is told by a hover with the keyboard, whose link compares the runs', async () => {
      await example.session.page.mouse.move(0, 0);
      await value().click();
      await workbench.runCommand('Show or Focus Hover');
      await hover().waitFor();
      await hover().getByText('Compare the newest runs of these values').click();
      await workbench.tab('Compare runs (2)').waitFor();
    });

    it('is not told where nothing was tried', async () => {
      await workbench.tab('train.py').click();
      await workbench.openFile('train.py', 10);
      const other = example.session.page
        .locator('.editor-instance .view-line', { hasText: 'VALIDATION_SHARE' })
        .first();
      await other.getByText('0.2', { exact: true }).click();
      await workbench.runCommand('Show or Focus Hover');
      await example.session.page.waitForTimeout(1500);
      assert.equal(await hover().count(), 0);
    });
  });
});
