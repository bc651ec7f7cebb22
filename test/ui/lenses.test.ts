import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openExample, type OpenExample } from './openExample';
import { epochSteps, eventually, listRunFolders, readStoredRuns, waitForEnds } from './recorded';
import { clickLens, trackWith } from './tracking';
import type { Workbench } from './workbench';

/** So many that a run is longer than the reload of a window. */
const EPOCHS = 120;
const LIMIT = 200_000;

describe('a training that is started and steered from its code', function () {
  this.timeout(300_000);
  let example: OpenExample;
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    example = await openExample('lenses');
    ({ workbench, page } = example.session);
    await mkdir(path.join(example.folder, '.vscode'), { recursive: true });
    const task = { type: 'trialbook', label: 'two seeds', script: 'train.py', seeds: [3, 4], tags: { kind: 'repeat' } };
    const tasks = [{ ...task, args: ['--epochs', String(EPOCHS)] }];
    await writeFile(path.join(example.folder, '.vscode/tasks.json'), JSON.stringify({ version: '2.0.0', tasks }));
  });
  after(() => example.close());

  /** The lenses in sight, from left to right, without those that stand there always. */
  const lenses = async (): Promise<string[]> => {
    const all = await page.locator('.codelens-decoration a').allInnerTexts();
    return all.map((text) => text.replaceAll('\u00a0', ' ').trim()).slice(3, -1);
  };
  const lensesBecome = (accept: (texts: string[]) => boolean): Promise<string[]> => eventually(lenses, accept);

  it('shows how far it is and how long it takes, and stops from there', async () => {
    await trackWith(workbench, '--epochs 400');
    await workbench.showLens('train.py');
    const [stop, state] = await lensesBecome((texts) => texts[1]?.endsWith(' left') === true);
    assert.equal(stop, 'Stop');
    assert.match(state!, /^running · epoch \d+ of 400 · [\d.]+ accuracy · .+ left$/);
    await example.session.screenshot('lens-live');
    await clickLens(workbench, 'Stop', workbench.codeLens('cancelled'));
    const [run] = await waitForEnds(example.folder, 1);
    assert.equal(run?.status, 'cancelled');
  });

  it('shows the last result, of which each part is a link', async () => {
    await trackWith(workbench, '--epochs 2');
    await waitForEnds(example.folder, 2);
    await workbench.showLens('train.py');
    const texts = await lensesBecome(([result]) => result?.endsWith(' accuracy') === true);
    assert.match(texts.join(' | '), /^0\.\d+ accuracy \| (now|1 m ago) \| compare last 2$/);
    await example.session.screenshot('lens-result');

    await workbench.codeLens('accuracy').click();
    await workbench.view('Runs').locator('.monaco-list-row.selected').waitFor();
    await clickLens(workbench, texts[1]!, workbench.tab('output.log'));
    await workbench.showLens('train.py');
    await workbench.codeLens('compare last 2').click();
    const frame = await workbench.webviewFrame(/^Compare runs/);
    await frame.locator('canvas').first().waitFor();
  });

  it('starts by keys, from the menus of editor and explorer, and by the button of the editor', async () => {
    const count = async (): Promise<number> => (await listRunFolders(example.folder)).length;
    await workbench.showLens('train.py');
    await page.keyboard.press('Control+K');
    await page.keyboard.press('G');
    await eventually(count, (n) => n === 3);
    await workbench.showLens('train.py');
    await workbench.chooseInContextMenu(
      page.locator('.editor-instance .view-line', { hasText: '__main__' }),
      'Track This Run',
    );
    await eventually(count, (n) => n === 4);
    await workbench.openContainer('Explorer');
    const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'train.py' });
    await workbench.chooseInContextMenu(row, 'Track This Run');
    await eventually(count, (n) => n === 5);
    await page.locator('.editor-actions .action-label[aria-label^="Track This Run"]').click();
    await eventually(count, (n) => n === 6);
    await workbench.chooseInContextMenu(row, 'Track with Arguments…');
    await workbench.answer('--epochs 1');
    const runs = await waitForEnds(example.folder, 7);
    assert.deepEqual(
      runs.slice(2).map(({ status }) => status),
      Array(5).fill('finished'),
    );
  });

  /** Starts the task of `tasks.json` as a person does. */
  const runTask = async (): Promise<void> => {
    await workbench.runCommand('Tasks: Run Task');
    await workbench.quickInput().fill('two seeds');
    await workbench.quickPick('two seeds').first().click();
    await workbench.terminal.waitFor(new RegExp(`epoch \\d+/${EPOCHS} `));
  };
  /** Waits for as many runs of the task as named, each of which trained once and to its end. */
  const checkSeeds = async (before: number, count: number): Promise<void> => {
    const runs = await eventually(
      () => readStoredRuns(example.folder),
      (all) => all.length === before + count && all.every(({ status }) => status !== 'running'),
      LIMIT,
    );
    assert.deepEqual(
      runs.slice(before).map(({ status, steps }) => ({ status, steps })),
      Array.from({ length: count }, () => ({ status: 'finished', steps: epochSteps(EPOCHS) })),
    );
  };

  it('trains every seed of a task once when the window is reloaded, and when it is closed', async () => {
    await runTask();
    await example.session.screenshot('task');
    await workbench.reload();
    await checkSeeds(7, 2);
    await runTask();
    await example.session.closeWindow();
    await example.session.openWindow();
    ({ workbench, page } = example.session);
    await workbench.openContainer('Trialbook');
    await checkSeeds(9, 2);
  });

  it("shows a failure at the user's own line", async () => {
    await writeFile(
      path.join(example.folder, 'train_broken.py'),
      'def train():\n    raise ValueError("bad batch")\n\ntrain()\n',
    );
    await workbench.showLens('train_broken.py');
    await clickLens(workbench, 'Track this run', workbench.panel());
    await page.locator('.editor-instance .squiggly-error').first().waitFor();
    assert.equal((await lensesBecome(([result]) => result === 'failed')).length, 2);
    await example.session.screenshot('problem');
  });
});
