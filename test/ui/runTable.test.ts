import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { ulid } from 'ulid';
import { formatEvent } from '../../src/common/eventWriter';
import { runDir } from '../../src/common/workspaceFolder';
import type { NewEvent } from '../../src/protocol/trainingEvents';
import { requireAccessible } from './looks/accessible';
import { openExample, type OpenExample } from './openExample';
import { eventually } from './recorded';
import type { Workbench } from './workbench';

const START_MS = Date.UTC(2026, 0, 1);
const RUNS = 120;

/** Writes a finished run, as its recorder would have. */
async function writeRun(folder: string, n: number): Promise<void> {
  const start = START_MS + n * 60_000;
  const id = ulid(start);
  const events: NewEvent[] = [
    { e: 'hello', v: 1, role: 'recorder', pid: 1, host: 'birch', argv: ['trialbook'] },
    {
      e: 'run',
      id,
      name: `otter-${n}`,
      experiment: 'penguins',
      command: ['python', 'train.py'],
      cwd: '.',
      script: 'train.py',
    },
    { e: 'p', k: 'lr', v: [0.1, 0.01, 0.001][n % 3]! },
    { e: 'p', k: 'seed', v: Math.floor(n / 3) },
    { e: 'm', k: 'accuracy', v: 0.5 + n / 1000, s: 1 },
    { e: 'm', k: 'loss', v: 1 - n / 1000, s: 1 },
    { e: 'st', status: 'finished', code: 0 },
    { e: 'bye' },
  ];
  await mkdir(runDir(folder, id), { recursive: true });
  const lines = events.map((event, q) => formatEvent(event, q, (start + q * 1000) * 1000));
  await writeFile(path.join(runDir(folder, id), `events-1-${start}.jsonl`), lines.join(''));
}

describe('the run table', () => {
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    example = await openExample('runTable');
    workbench = example.session.workbench;
    for (let n = 0; n < RUNS; n += 1) await writeRun(example.folder, n);
    await workbench.openContainer('Trialbook');
    await workbench.treeRow('Runs', `otter-${RUNS - 1}`).waitFor();
  });
  after(() => example.close());

  const table = (): Promise<Frame> => workbench.webviewFrame('Run table');
  const rows = (page: Frame): Locator => page.locator('.row:not(.head):not(.baseline-row)');
  /** Names of the first rows, from top to bottom. */
  const names = async (page: Frame): Promise<string[]> => {
    const found = await rows(page).evaluateAll((all) =>
      all.map((row) => ({
        place: Number((row as HTMLElement).dataset['row']),
        name: row.querySelector('.name')?.textContent,
      })),
    );
    return found.toSorted((a, b) => a.place - b.place).map(({ name }) => name ?? '');
  };
  const firstIs = (page: Frame, name: string): Promise<unknown> =>
    eventually(
      () => names(page),
      ([first]) => first === name,
    );
  const header = (page: Frame, name: string): Locator =>
    page.locator('[role=columnheader]', { has: page.locator('.head-name', { hasText: new RegExp(`^${name}\\d*$`) }) });

  it('opens from the title of the Runs view and shows all runs, newest first', async () => {
    const { page: window } = example.session;
    await workbench.view('Runs').locator('.pane-header').hover();
    await window.locator('.pane-header .action-label[aria-label="Open Run Table"]').click();
    const page = await table();
    await firstIs(page, `otter-${RUNS - 1}`);
    await page.getByText(`${RUNS} runs`, { exact: true }).waitFor();
    assert.ok((await rows(page).count()) < RUNS, 'only what is in sight is in the page');
    await example.session.screenshot('run table');
    await requireAccessible(page);
  });

  it('sorts and filters; what is wrong with a filter is told, and the rows stay', async () => {
    const page = await table();
    await header(page, 'accuracy').click();
    await firstIs(page, `otter-${RUNS - 1}`);
    await header(page, 'accuracy').click();
    await firstIs(page, 'otter-0');
    await page.locator('#filter').fill('params.lr = 0.01 and metrics.accuracy >= 0.6');
    await page.getByText('7 runs', { exact: true }).waitFor();
    assert.deepEqual((await names(page)).slice(0, 2), ['otter-100', 'otter-103']);
    await page.locator('#filter').fill('params.lr = 0.01 and');
    await page.locator('#filter').press('Enter');
    await page.locator('.filter-problem .codicon').waitFor();
    assert.equal((await names(page)).length, 7);
    await example.session.screenshot('run table with a wrong filter');
    await page.locator('#filter').fill('acc');
    await page.getByRole('option', { name: 'metrics.accuracy' }).waitFor();
    await page.locator('#filter').press('ArrowDown');
    await example.session.screenshot('completions of the run table');
    await requireAccessible(page);
    // What may follow is put away first.
    if (await page.getByRole('listbox').isVisible()) await page.locator('#filter').press('Escape');
    await page.locator('#filter').press('Escape');
    await page.getByText(`${RUNS} runs`, { exact: true }).waitFor();
  });

  it('keeps what is typed into a cell, and tags that are added', async () => {
    const page = await table();
    const note = async (): Promise<Locator> => {
      const place = await header(page, 'Note').getAttribute('data-column');
      return rows(page).first().locator(`[data-column="${place}"]`);
    };
    await (await note()).dblclick();
    await page.locator('.cell-field').fill('a good one');
    await page.locator('.cell-field').press('Enter');
    await eventually(
      async () => (await note()).innerText(),
      (text) => text === 'a good one',
    );
    await rows(page).first().locator('.name').click({ button: 'right' });
    await page.getByText('Add tag…').click();
    await workbench.answer('stage');
    await workbench.answer('dev');
    await header(page, 'stage').waitFor();
    const place = await header(page, 'stage').getAttribute('data-column');
    await rows(page).first().locator(`[data-column="${place}"]`, { hasText: 'dev' }).waitFor();
  });

  it('keeps the lines of a note, which the Runs view has edited on the page of its run', async () => {
    const run = `otter-${RUNS - 1}`;
    await (await table()).locator('#filter').fill(`run_name = '${run}'`);
    const page = await table();
    await page.getByText('1 run', { exact: true }).waitFor();
    const place = await header(page, 'Note').getAttribute('data-column');
    const note = rows(page).first().locator(`[data-column="${place}"]`);
    await note.dblclick();
    await page.locator('.cell-field').pressSequentially('first');
    await page.locator('.cell-field').press('Shift+Enter');
    await page.locator('.cell-field').pressSequentially('second');
    await page.locator('.cell-field').press('Enter');
    await eventually(
      () => note.innerText(),
      (text) => text === 'first second',
    );
    await workbench.chooseInContextMenu(workbench.treeRow('Runs', run), 'Edit Note…');
    const tabs = workbench.page.locator('.tabs-container .tab');
    await tabs.filter({ hasText: run }).waitFor();
    assert.equal(await workbench.quickInput().isVisible(), false);
    await tabs.filter({ hasText: 'Run table' }).click();
    const again = await table();
    // It is where it was, with what was selected.
    await again.getByText('1 run · 1 selected', { exact: true }).waitFor();
    await rows(again).first().locator(`[data-column="${place}"]`).hover();
    assert.equal(await rows(again).first().locator(`[data-column="${place}"]`).getAttribute('title'), 'first\nsecond');
    await again.getByRole('button', { name: 'Clear the selection' }).click();
    await again.locator('#filter').fill('');
    await firstIs(again, 'otter-0');
  });

  it('groups repeats, and holds runs against a baseline', async () => {
    const page = await table();
    await page.getByRole('button', { name: 'Group' }).click();
    await page.getByText('Repeats (runs that differ only in seeds)').click();
    await page.getByText(`3 groups · ${RUNS} runs`).waitFor();
    await eventually(
      () => rows(page).locator('.beside').allInnerTexts(),
      (texts) => texts.length === 6 && texts.every((text) => text.startsWith('±')),
    );
    await example.session.screenshot('run table of repeats');
    await requireAccessible(page);
    await page.getByRole('button', { name: 'Group' }).click();
    await page.getByText('No groups').click();
    await firstIs(page, 'otter-0');
    await rows(page).nth(3).locator('.name').click({ button: 'right' });
    await page.getByText('Use as baseline').click();
    await page.locator('.baseline-row .name', { hasText: 'otter-3' }).waitFor();
    await page.locator('.beside.better').first().waitFor();
    await page.getByRole('button', { name: 'Heat' }).click();
    await page.locator('.heated').first().waitFor();
    await example.session.screenshot('run table with a baseline');
    await requireAccessible(page);
    await header(page, 'accuracy').click({ button: 'right' });
    await page.getByRole('menu').waitFor();
    await requireAccessible(page);
    await workbench.page.keyboard.press('Escape');
  });

  it('lists its columns, of which others are shown then', async () => {
    const page = await table();
    await page.getByRole('button', { name: 'Columns' }).click();
    const chooser = page.getByRole('dialog', { name: 'Columns' });
    await chooser.getByText('120', { exact: true }).first().waitFor();
    await example.session.screenshot('columns of the run table');
    await requireAccessible(page);
    await chooser.getByRole('checkbox', { name: /^seed/ }).uncheck();
    await header(page, 'seed').waitFor({ state: 'detached' });
    await chooser.getByRole('checkbox', { name: /^seed/ }).check();
    await header(page, 'seed').waitFor();
    await chooser.press('Escape');
    await chooser.waitFor({ state: 'detached' });
  });

  for (const theme of ['Default Light Modern', 'Default High Contrast', 'Default High Contrast Light'] as const) {
    it(`can be read in the theme ${theme}`, async () => {
      await workbench.setTheme(theme);
      const page = await table();
      await page.locator('.heated').first().waitFor();
      await example.session.screenshot(`run table ${theme}`);
      await requireAccessible(page);
      await workbench.setTheme('Default Dark Modern');
    });
  }

  it('is saved as a view that can be committed, and is there again after a reload', async () => {
    let page = await table();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByText('Save view…').click();
    await workbench.answer('by accuracy');
    const file = path.join(example.folder, '.vscode', 'trialbook.json');
    const saved = await eventually(
      async () => readFile(file, 'utf8').catch(() => ''),
      (text) => text.includes('by accuracy'),
    );
    assert.deepEqual(JSON.parse(saved), {
      tableViews: {
        'by accuracy': {
          sort: [{ column: 'metrics.accuracy', descending: false }],
          shown: { 'params.seed': true },
          heat: true,
        },
      },
    });
    await workbench.reload();
    page = await table();
    await firstIs(page, 'otter-0');
    assert.equal(await header(page, 'accuracy').getAttribute('aria-sort'), 'ascending');
    await page.locator('.baseline-row .name', { hasText: 'otter-3' }).waitFor();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Default view' }).click();
    await firstIs(page, `otter-${RUNS - 1}`);
  });

  it('deletes with Undo, by keys', async () => {
    const page = await table();
    await rows(page).first().locator('.name').click();
    await page.locator('.grid').press('Shift+ArrowDown');
    await page.getByText(`${RUNS} runs · 2 selected`).waitFor();
    await page.locator('.grid').press('Delete');
    await page.getByText(`${RUNS - 2} runs`, { exact: true }).waitFor();
    const notice = await workbench.notification('2 runs were moved to the trash.');
    await workbench.button(notice, 'Undo').click();
    await page.getByText(`${RUNS} runs`, { exact: true }).waitFor();
  });

  it('shows a run that begins while it is open, and compares what is selected', async () => {
    const page = await table();
    await workbench.page.mouse.move(5, 5);
    await writeRun(example.folder, RUNS);
    await firstIs(page, `otter-${RUNS}`);
    await rows(page).first().locator('.name').click();
    await page.locator('.grid').press('Shift+ArrowDown');
    await page.getByRole('button', { name: 'Compare' }).click();
    const compare = await workbench.webviewFrame('Compare runs (2)');
    await compare.getByText(`otter-${RUNS}`).first().waitFor();
  });
});
