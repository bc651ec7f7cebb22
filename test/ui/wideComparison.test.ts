import assert from 'node:assert/strict';
import { openExample, type OpenExample } from './openExample';
import { eventually } from './recorded';
import { chooseFrom } from './runsViewSteps';
import type { Workbench } from './workbench';
import { FINISHED, idOf, pointsOf, writeRun } from './writtenRun';

/** A message to a page has room for 253 buffers; see `onOneBuffer`. */
const RUNS = 90;
const METRICS = 150;

describe('pages of many series', function () {
  this.timeout(240_000);
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    example = await openExample('wideComparison');
    workbench = example.session.workbench;
    for (let n = 1; n <= RUNS; n += 1) {
      const metrics = ['m1', 'm2', 'm3'].flatMap((key) => pointsOf(key, [n, n + 1, n + 2]));
      await writeRun(example.folder, idOf(n), { name: `run ${n}` }, FINISHED, metrics);
    }
    const wide = Array.from({ length: METRICS }, (_, k) => pointsOf(`metric ${k}`, [k, 2 * k, 3 * k + 1])).flat();
    await writeRun(example.folder, idOf(RUNS + 1), { name: 'wide' }, FINISHED, wide);
    await workbench.openContainer('Trialbook');
    await chooseFrom(workbench, 'Trialbook: Group Runs by…', 'No groups');
    await workbench.treeRow('Runs', 'wide').waitFor();
  });
  after(() => example.close());

  it('draws a line for each of 90 runs in every chart', async () => {
    await workbench.treeRow('Runs', `run ${RUNS}`).click();
    await example.session.page.keyboard.press('Control+a');
    await workbench.runCommand('Trialbook: Compare Runs');
    await workbench.tab(`Compare runs (${RUNS + 1})`).waitFor();
    const frame = await workbench.webviewFrame(/^Compare runs/);
    for (const metric of ['m1', 'm2', 'm3']) {
      const chart = frame.locator(`article[aria-label="${metric}"] .chart`);
      await chart.focus();
      await chart.press('End');
      // Eight lines are read out; there is one for each of the others.
      await eventually(
        () => chart.getAttribute('aria-valuetext'),
        (text) => text?.endsWith(`+${RUNS - 8}`) === true,
      );
    }
    assert.equal(await frame.getByText('Not drawn').count(), 0);
    await example.session.screenshot('90 runs');
  });

  it('draws a sparkline for each of 150 metrics', async () => {
    await workbench.treeRow('Runs', 'wide').click();
    await workbench.chooseInContextMenu(workbench.treeRow('Runs', 'wide'), 'Open Run');
    const frame = await workbench.webviewFrame('wide');
    await frame.getByRole('button', { name: /Show all/ }).click();
    // The end of a course; where there are no points there is none.
    const drawn = frame.locator('tr:has(.sparkline path[stroke-linecap])');
    await eventually(
      () => drawn.count(),
      (count) => count === METRICS,
    );
    await example.session.screenshot('150 metrics');
  });
});
