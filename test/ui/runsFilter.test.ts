import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { openExample, type OpenExample } from './openExample';
import { eventually } from './recorded';
import { chooseItem, labels, waitForBox, waitForLabels } from './runsViewSteps';
import type { TreeRow, Workbench } from './workbench';
import { FINISHED, idOf, paramsOf, pointsOf, writeRun } from './writtenRun';

describe('the filter of the Runs view', () => {
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    example = await openExample('runs filter');
    workbench = example.session.workbench;
    const { folder } = example;
    for (const [n, name] of ['alpha', 'beta', 'gamma', 'delta'].entries()) {
      const events = [...paramsOf({ lr: 0.1 / (n + 1) }), ...pointsOf('accuracy', [0.6 + n / 10])];
      const end = n === 1 ? ({ status: 'failed', code: 1 } as const) : FINISHED;
      await writeRun(folder, idOf(n + 1), { name }, end, events);
    }
    const study = idOf(9);
    await writeRun(folder, study, { name: 'study' });
    await writeRun(folder, idOf(10), { name: 'trial', parent: study }, FINISHED, pointsOf('accuracy', [0.95]));
    await workbench.openContainer('Trialbook');
    await waitFor('study', 'delta', 'gamma', 'beta', 'alpha');
  });
  after(() => example.close());

  const waitFor = (...expected: string[]): Promise<TreeRow[]> => waitForLabels(workbench, ...expected);
  const items = (): Promise<string[]> =>
    workbench.page
      .locator('.quick-input-widget:visible .quick-input-list .monaco-list-row .label-name')
      .allInnerTexts();
  const waitForItems = (accept: (texts: string[]) => boolean): Promise<string[]> =>
    eventually(async () => (await items()).map((text) => text.replaceAll('\u00a0', ' ').trim()), accept);
  const press = (key: string): Promise<void> => example.session.page.keyboard.press(key);
  const message = (): Locator => workbench.view('Runs').locator('.message');
  const open = async (): Promise<void> => {
    await workbench.runCommand('Trialbook: Filter Runs…');
    await waitForBox(workbench, 'Filter runs');
  };

  it('is written with completions, and the view follows', async () => {
    await open();
    await waitForItems((texts) => texts.includes('metrics.accuracy') && texts.includes('params.lr'));
    await example.session.screenshot('a filter begins');
    await workbench.quickInput().fill('acc');
    await waitForItems((texts) => texts.includes('metrics.accuracy') && !texts.includes('params.lr'));
    await press('Enter');
    await eventually(
      () => workbench.quickInput().inputValue(),
      (text) => text === 'metrics.accuracy ',
    );
    await waitForItems((texts) => texts.includes('>='));
    await workbench.quickInput().fill('metrics.accuracy >= 0.8');
    await waitForItems(([first]) => first === 'Show 3 runs');
    await waitFor('trial', 'delta', 'gamma');
    await example.session.screenshot('a filter that can be understood');
  });

  it('says what is wrong and where, and keeps the last result', async () => {
    await workbench.quickInput().fill("metrics.accuracy >= 0.8 and status = 'odd'");
    const texts = await waitForItems((all) =>
      all.some((text) => /^This is no status\. .*\(at character 38\)$/.test(text)),
    );
    assert.ok(texts.includes("'failed'"), texts.join());
    await example.session.screenshot('a filter with a mistake');
    assert.deepEqual(labels(await workbench.readTree('Runs')), ['trial', 'delta', 'gamma']);
    const detail = workbench.page.locator('.quick-input-widget:visible .quick-input-list-label-meta').first();
    assert.match((await detail.innerText()).replaceAll('\u00a0', ' '), /and status = ▸'odd'◂/);
  });

  it('is as before when the box is dismissed', async () => {
    await press('Escape');
    await waitFor('study', 'delta', 'gamma', 'beta', 'alpha');
    await message().waitFor({ state: 'hidden' });
  });

  it('stands above the rows, and one click clears it', async () => {
    await open();
    await workbench.quickInput().fill('metrics.accuracy >= 0.8');
    await waitForItems(([first]) => first === 'Show 3 runs');
    await press('Enter');
    await waitFor('trial', 'delta', 'gamma');
    await message().getByText('Filter: metrics.accuracy >= 0.8 · 3 runs').waitFor();
    await example.session.screenshot('the active filter');
    await workbench.view('Runs').locator('.pane-header').hover();
    await workbench.view('Runs').locator('.pane-header [aria-label^="Clear Filter"]').click();
    await waitFor('study', 'delta', 'gamma', 'beta', 'alpha');
    await message().waitFor({ state: 'hidden' });
  });

  it('that matches nothing says so, with a link that clears it', async () => {
    await open();
    await waitForItems((texts) => texts.includes('metrics.accuracy >= 0.8'));
    await workbench.quickInput().fill('metrics.accuracy > 2');
    await waitForItems(([first]) => first === 'No run matches');
    await press('Enter');
    const welcome = workbench.view('Runs').locator('.welcome-view');
    await welcome.getByText('No run matches the filter.').waitFor();
    await example.session.screenshot('nothing matches');
    await welcome.getByText('Clear Filter').click();
    await waitFor('study', 'delta', 'gamma', 'beta', 'alpha');
  });

  it('is offered again', async () => {
    await open();
    const texts = await waitForItems((all) => all.includes('metrics.accuracy >= 0.8'));
    assert.equal(texts[0], 'metrics.accuracy > 2');
    await chooseItem(workbench, 'metrics.accuracy >= 0.8');
    await waitFor('trial', 'delta', 'gamma');
  });

  it('tells that it hides a run that is to be shown', async () => {
    await writeRun(example.folder, idOf(20), { name: 'late' }, FINISHED, [
      { e: 'art', path: 'model.json', kind: 'model', size: 1, digest: '1'.repeat(64) },
    ]);
    await workbench.runCommand('Trialbook: Refresh');
    await workbench.treeRow('Models', 'late').click();
    const notice = await workbench.notification('The filter of the Runs view hides this run.');
    await workbench.button(notice, 'Clear Filter').click();
    await waitFor('late', 'study', 'delta', 'gamma', 'beta', 'alpha');
  });
});
