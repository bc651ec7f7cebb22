import assert from 'node:assert/strict';
import type { NewEvent } from '../../src/protocol/trainingEvents';
import { openExample, type OpenExample } from './openExample';
import { eventually } from './recorded';
import type { TreeRow, Workbench } from './workbench';
import { FINISHED, writeRun, type Ending } from './writtenRun';

const [STUDY, FAILED, LATE] = ['1', '2', '3'].map((n) => `01JXSTRE00000000000000000${n}`) as [string, string, string];
const TRIALS = 150;
const trial = (n: number): string => `01JXSTRE000000000000001${String(n).padStart(3, '0')}`;

describe('runs inside a run, and one that failed', () => {
  let example: OpenExample;
  let workbench: Workbench;
  let end: Ending;

  before(async () => {
    example = await openExample('inner runs');
    workbench = example.session.workbench;
    const { folder } = example;
    await writeRun(folder, STUDY, { name: 'study' }, FINISHED, [{ e: 'm', k: 'accuracy', v: 0.5 }]);
    const model: NewEvent = { e: 'art', path: 'model.json', kind: 'model', size: 1, digest: '1'.repeat(64) };
    const remote: NewEvent = { e: 'ds', path: 's3://birds/penguins.csv', size: 0, digest: '2'.repeat(64) };
    for (let n = 0; n < TRIALS; n += 1) {
      await writeRun(folder, trial(n), { name: `trial ${n}`, parent: STUDY }, FINISHED, n === 7 ? [model, remote] : []);
    }
    const exception = {
      type: 'torch.OutOfMemoryError',
      message: 'CUDA out of memory',
      frames: [{ file: 'train.py', line: 12, name: 'main' }],
    };
    const message = 'torch.OutOfMemoryError: CUDA out of memory';
    const warn: NewEvent = { e: 'warn', code: 'diverged', message: 'loss became NaN at step 3' };
    end = { status: 'failed', code: 1, failure: 'out-of-memory', exception, message };
    await writeRun(folder, FAILED, { name: 'failed' }, end, [warn]);
    await workbench.openContainer('Trialbook');
    await waitForRows((rows) => rows.length === 2 && rows.some((row) => row.description.includes('150 runs inside')));
  });
  after(() => example.close());

  const waitForRows = (accept: (rows: TreeRow[]) => boolean): Promise<TreeRow[]> =>
    eventually(() => workbench.readTree('Runs'), accept);

  it('are one row until that is unfolded, and come by pages', async () => {
    const [failed, study] = await workbench.readTree('Runs');
    assert.equal(study?.label, 'study');
    assert.match(study?.description ?? '', /^0\.5 accuracy · 150 runs inside · /);
    assert.match(failed?.description ?? '', /^out of memory · /);
    await workbench.toggleRow(workbench.treeRow('Runs', 'study'));
    await waitForRows((rows) => rows.some(({ label }) => label === '150 runs inside'));
    await workbench.toggleRow(workbench.treeRow('Runs', '150 runs inside'));
    const rows = await waitForRows((all) => all.some(({ label }) => label === 'trial 149'));
    await example.session.screenshot('trials below their study');
    assert.deepEqual(
      rows.slice(1, 4).map(({ label }) => label),
      ['study', '150 runs inside', 'trial 149'],
    );
    await workbench.treeRow('Runs', 'trial 149').click();
    await example.session.page.keyboard.press('End');
    await workbench.treeRow('Runs', 'Load older runs (50)').waitFor();
    await example.session.screenshot('older trials can be loaded');
    await workbench.treeRow('Runs', 'Load older runs (50)').click();
    await workbench.treeRow('Runs', 'Load older runs (50)').waitFor({ state: 'detached' });
    await example.session.page.keyboard.press('End');
    await waitForRows((all) => all.some(({ label }) => label === 'trial 0'));
  });

  it('go to the trash with it, and come back on Undo', async () => {
    await example.session.page.keyboard.press('Home');
    await workbench.chooseInContextMenu(workbench.treeRow('Runs', 'study'), 'Delete Run');
    await waitForRows((rows) => rows.length === 1);
    const notice = await workbench.notification('study was moved to the trash, with the runs inside it (150).');
    await workbench.button(notice, 'Undo').click();
    await waitForRows((rows) => rows.some((row) => row.description.includes('150 runs inside')));
  });

  it('are found by what they wrote, on whichever page they are', async () => {
    await workbench.runCommand('Trialbook: Refresh');
    await workbench.treeRow('Models', 'trial 7').click();
    const row = workbench.treeRow('Runs', 'trial 7');
    await row.waitFor();
    await eventually(
      async () => (await row.getAttribute('class')) ?? '',
      (names) => names.includes('selected'),
    );
    await example.session.screenshot('a trial found by its model');
  });

  it('says why it failed, and opens the line where', async () => {
    const row = workbench.treeRow('Runs', 'failed');
    await example.session.page.keyboard.press('Home');
    await row.hover();
    const tooltip = example.session.page.locator('.workbench-hover-container:visible').last();
    await tooltip.getByText('train.py:12').waitFor();
    await example.session.screenshot('tooltip of a failed run');
    const text = (await tooltip.innerText()).replaceAll('\u00a0', ' ');
    for (const part of ['out of memory', 'torch.OutOfMemoryError: CUDA out of memory', 'loss became NaN at step 3']) {
      assert.ok(text.includes(part), text);
    }
    await tooltip.getByText('train.py:12').click();
    await workbench.tab('train.py').waitFor();
    await example.session.page.getByText('Ln 12, Col 1').waitFor();
    await example.session.screenshot('the line where it failed');
  });

  it('may have read data that is elsewhere, which is named by its address', async () => {
    await workbench.runCommand('View: Close All Editors');
    const [dataset] = await workbench.readTree('Datasets');
    assert.deepEqual(dataset, { label: 's3://birds/penguins.csv', description: 'v1 · 1 run', icon: 'cloud' });
    await workbench.toggleRow(workbench.treeRow('Datasets', 's3://birds/penguins.csv'));
    await workbench.treeRow('Datasets', 'trial 7').waitFor();
    await workbench.treeRow('Datasets', 'v1').click();
    await workbench.treeRow('Datasets', 'trial 7').waitFor({ state: 'detached' });
    assert.equal(await example.session.page.locator('.tabs-container .tab').count(), 0);
    assert.equal(await example.session.page.locator('.notification-list-item').count(), 0);
  });

  it('offers the line when it fails while the window is open', async () => {
    await workbench.runCommand('View: Close All Editors');
    await writeRun(example.folder, LATE, { name: 'late' }, end, [], Date.now() * 1000);
    const notice = await workbench.notification('late failed: torch.OutOfMemoryError: CUDA out of memory');
    await example.session.screenshot('notice of a failure');
    await workbench.button(notice, 'Open train.py:12').click();
    await workbench.tab('train.py').waitFor();
    await example.session.page.getByText('Ln 12, Col 1').waitFor();
  });
});
