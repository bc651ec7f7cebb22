import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { PALETTE } from '../../src/protocol/palette';
import { openExample, type OpenExample } from './openExample';
import { eventually } from './recorded';
import type { TreeRow, Workbench } from './workbench';
import { chooseFrom, chooseItem, dragRow, hoverText, labels, waitForBox, waitForLabels } from './runsViewSteps';
import { FINISHED, idOf, paramsOf, pointsOf, tagsOf, writeRun } from './writtenRun';

const DAY = 86_400_000_000;
const NOW = Date.now() * 1000;
/** µs since 1970 of three runs: long ago, a day later, and now. */
const TIMES = [NOW - 40 * DAY, NOW - 39 * DAY, NOW - 60e6];

/** `#rrggbb` as a page tells it. */
function rgbOf(color: string): string {
  const parts = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return `rgb(${parts.join(', ')})`;
}

describe('the Runs view', () => {
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    example = await openExample('runs view');
    workbench = example.session.workbench;
    const { folder } = example;
    const birds = [
      { name: 'calm-heron', lr: 0.01, accuracy: [0.7, 0.85, 0.922], loss: [0.9, 0.5, 0.3], stage: 'base' },
      { name: 'dull-viper', lr: 0.1, accuracy: [0.6, 0.7, 0.71], loss: [1.2, 0.9, 0.8], stage: 'draft' },
      { name: 'brisk-otter', lr: 0.003, accuracy: [0.72, 0.9, 0.934], loss: [0.8, 0.4, 0.2], stage: 'base' },
    ];
    for (const [n, { name, lr, accuracy, loss, stage }] of birds.entries()) {
      const events = [
        ...paramsOf({ epochs: 3, hidden: 32, lr }),
        ...tagsOf({ stage }),
        ...pointsOf('accuracy', accuracy),
        ...pointsOf('loss', loss),
      ];
      await writeRun(folder, idOf(n + 10), { name }, FINISHED, events, TIMES[n]);
    }
    // After the others are there: a group that was the newest once stays unfolded.
    await workbench.openContainer('Trialbook');
    await eventually(
      () => workbench.readTree('Runs'),
      (all) => all.length === birds.length,
    );
    const failed = { status: 'failed', code: 1, failure: 'out-of-memory', message: 'CUDA out of memory' } as const;
    await writeRun(folder, idOf(5), { name: 'wide-crane', experiment: 'digits' }, failed, [], TIMES[0]);
  });
  after(() => example.close());

  const rows = (): Promise<TreeRow[]> => workbench.readTree('Runs');
  const waitFor = (...expected: string[]): Promise<TreeRow[]> => waitForLabels(workbench, ...expected);
  const picture = (name: string): Promise<string> => example.session.screenshot(name);
  const view = (): Locator => workbench.view('Runs');
  const choose = (command: string, ...answers: string[]): Promise<void> => chooseFrom(workbench, command, ...answers);
  /** The text of the view's head behind its title. */
  const headText = (): Promise<string> => view().locator('.pane-header .description').innerText();

  it('groups runs by experiment once there are two, the newest unfolded', async () => {
    await waitFor('penguins', 'brisk-otter', 'dull-viper', 'calm-heron', 'digits');
    const [group, first] = await rows();
    assert.equal(group?.description, '3 runs');
    assert.match(first?.description ?? '', /^0\.934 accuracy · \d+ m$/);
    await workbench.toggleRow(workbench.treeRow('Runs', 'digits'));
    await workbench.treeRow('Runs', 'wide-crane').waitFor();
    await picture('groups by experiment');
  });

  it('measures runs by a baseline, with a sign and an arrow', async () => {
    await workbench.chooseInContextMenu(workbench.treeRow('Runs', 'calm-heron'), 'Set as Baseline');
    const described = await eventually(rows, (all) => all[0]?.description === '3 runs · baseline calm-heron');
    const of = (name: string): string => described.find(({ label }) => label === name)?.description ?? '';
    assert.match(of('calm-heron'), /^★ 0\.922 accuracy · /);
    assert.match(of('brisk-otter'), /^0\.934 ▲ \+0\.012 · /);
    assert.match(of('dull-viper'), /^0\.71 ▽ −0\.212 · /);
    await picture('deltas to the baseline');
  });

  it('tells a run on a card: what differs from the baseline first, curves, what changed', async () => {
    const text = await hoverText(example.session, 'brisk-otter', 'Since');
    await picture('card of a run');
    assert.match(text, /brisk-otter · finished/);
    assert.match(text, /Parameters\s+baseline\s+lr\s+0\.003\s+0\.01\s+epochs\s+3\s+hidden\s+32/);
    assert.match(text, /accuracy\s+▁▇█\s+0\.934\s+▲ \+0\.012/);
    assert.match(text, /loss\s+█▃▁\s+0\.2\s+▼ −0\.1/);
    assert.match(text, /Since dull-viper: lr 0\.1 → 0\.003/);
    assert.match(text, /python train\.py/);
  });

  it('chooses another key metric, and in which direction it gets better', async () => {
    await choose('Trialbook: Choose Key Metric…', 'penguins', 'loss', 'Higher is better');
    const described = await eventually(rows, (all) => all.some((row) => row.description.includes(' loss')));
    const of = (name: string): string => described.find(({ label }) => label === name)?.description ?? '';
    assert.match(of('brisk-otter'), /^0\.2 ▽ −0\.1 · /);
    await choose('Trialbook: Choose Key Metric…', 'penguins', 'loss', 'By its name');
    await eventually(rows, (all) => all.some((row) => row.description.includes('0.2 ▼ −0.1 · ')));
    await choose('Trialbook: Choose Key Metric…', 'penguins', 'Automatic');
    await eventually(rows, (all) => all.some((row) => row.description.includes('0.934 ▲ +0.012 · ')));
  });

  it('groups by what is picked, and says so', async () => {
    await choose('Trialbook: Group Runs by…', 'Status');
    await waitFor('finished', 'brisk-otter', 'dull-viper', 'calm-heron', 'failed');
    assert.equal(await headText(), 'by status');
    await picture('groups by status');
    await choose('Trialbook: Group Runs by…', 'Day');
    await eventually(rows, ([first]) => first?.label === 'Today');
    await picture('groups by day');
    await choose('Trialbook: Group Runs by…', 'Tag stage');
    await waitFor('base', 'brisk-otter', 'calm-heron', 'draft', 'Without the tag stage');
    assert.equal(await headText(), 'by tag stage');
  });

  it('sorts within groups by a metric, the best first', async () => {
    await choose('Trialbook: Group Runs by…', 'Experiment');
    await choose('Trialbook: Sort Runs by…', 'loss');
    await waitFor('penguins', 'brisk-otter', 'calm-heron', 'dull-viper', 'digits', 'wide-crane');
    assert.equal(await headText(), 'by experiment · loss ↑');
    assert.match((await rows())[1]?.description ?? '', /^loss 0\.2 · 0\.934 ▲/);
    await picture('sorted by loss');
  });

  it('keeps grouping and order over a reload', async () => {
    // The browser writes what the window keeps some time after it is told to; on a busy machine a reload can be faster.
    await workbench.page.waitForTimeout(3000);
    await workbench.reload();
    await workbench.openContainer('Trialbook');
    await eventually(rows, (all) => labels(all).slice(0, 4).join() === 'penguins,brisk-otter,calm-heron,dull-viper');
    assert.equal(await headText(), 'by experiment · loss ↑');
    await choose('Trialbook: Sort Runs by…', 'Newest first');
    await waitFor('penguins', 'brisk-otter', 'dull-viper', 'calm-heron', 'digits');
    await workbench.toggleRow(workbench.treeRow('Runs', 'digits'));
    await waitFor('penguins', 'brisk-otter', 'dull-viper', 'calm-heron', 'digits', 'wide-crane');
  });

  it('ticks runs, in their colours, and compares those', async () => {
    for (const name of ['brisk-otter', 'calm-heron']) {
      await workbench.treeRow('Runs', name).locator('.custom-view-tree-node-item-checkbox').click();
    }
    const icon = workbench.treeRow('Runs', 'brisk-otter').locator('.custom-view-tree-node-item-icon');
    const themes = {
      'Default Light Modern': 'light',
      'Default High Contrast': 'highContrast',
      'Default Dark Modern': 'dark',
    } as const;
    for (const theme of ['Default Light Modern', 'Default High Contrast', 'Default Dark Modern'] as const) {
      await workbench.setTheme(theme);
      await workbench.page.locator('.quick-input-widget:visible').waitFor({ state: 'hidden' });
      await picture(`ticked runs ${theme}`);
      await eventually(
        () =>
          icon.evaluate((element) =>
            [getComputedStyle(element).color, element.className, element.getAttribute('style')].join(' '),
          ),
        (color) => PALETTE[themes[theme]].some((one) => color.startsWith(rgbOf(one))),
        5000,
      );
    }
    await view().locator('.pane-header').hover();
    await view().locator('.pane-header [aria-label^="Compare Ticked Runs"]').click();
    await workbench.tab('Compare runs (2)').waitFor();
    await workbench.runCommand('Trialbook: Clear Ticks');
    await eventually(
      () => view().locator('.custom-view-tree-node-item-checkbox.codicon-check').count(),
      (ticked) => ticked === 0,
    );
    await workbench.runCommand('View: Close All Editors');
  });

  it('moves a run to another experiment, and back on Undo', async () => {
    await workbench.chooseInContextMenu(workbench.treeRow('Runs', 'dull-viper'), 'Move to Experiment…');
    await chooseItem(workbench, 'digits');
    await waitFor('penguins', 'brisk-otter', 'calm-heron', 'digits', 'dull-viper', 'wide-crane');
    const notice = await workbench.notification('1 run moved to digits.');
    await picture('moved to another experiment');
    await workbench.button(notice, 'Undo').click();
    await waitFor('penguins', 'brisk-otter', 'dull-viper', 'calm-heron', 'digits', 'wide-crane');
  });

  it('moves a run that is dragged onto an experiment, and one that is dragged onto a run of another', async () => {
    await dragRow(workbench, 'dull-viper', 'digits');
    await waitFor('penguins', 'brisk-otter', 'calm-heron', 'digits', 'dull-viper', 'wide-crane');
    await picture('dragged to another experiment');
    await dragRow(workbench, 'dull-viper', 'calm-heron');
    await waitFor('penguins', 'brisk-otter', 'dull-viper', 'calm-heron', 'digits', 'wide-crane');
  });

  it('adds, changes and removes tags', async () => {
    await workbench.chooseInContextMenu(workbench.treeRow('Runs', 'wide-crane'), 'Edit Tags…');
    await workbench.quickPick('Add a tag…').click();
    await waitForBox(workbench, 'New tag');
    await workbench.answer('stage: odd');
    await workbench.quickPick('stage').waitFor();
    await picture('tags of a run');
    await workbench.quickPick('stage').click();
    await waitForBox(workbench, 'Value of stage');
    await workbench.answer('draft');
    await workbench.quickPick('draft').waitFor();
    const stage = workbench.quickPick('stage');
    await stage.hover();
    await stage.locator('.action-label.codicon-close').click();
    await stage.waitFor({ state: 'detached' });
    await example.session.page.keyboard.press('Escape');
    const notice = await workbench.notification('The tag stage was removed.');
    await workbench.button(notice, 'Undo').click();
    await choose('Trialbook: Group Runs by…', 'Tag stage');
    const all = await eventually(rows, (some) => labels(some).includes('draft'));
    assert.equal(all.find(({ label }) => label === 'draft')?.description, '2 runs');
    await choose('Trialbook: Group Runs by…', 'Automatic');
  });
});
