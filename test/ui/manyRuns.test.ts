import { openExample, type OpenExample } from './openExample';
import { eventually } from './recorded';
import { chooseFrom } from './runsViewSteps';
import type { TreeRow, Workbench } from './workbench';
import { FINISHED, idOf, pointsOf, writeRun } from './writtenRun';

const MANY = 10_000;
const PER_GROUP = 10;

describe('the Runs view of 10,000 runs', () => {
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    example = await openExample('many runs');
    workbench = example.session.workbench;
    await workbench.openContainer('Trialbook');
  });
  after(() => example.close());

  const rows = (): Promise<TreeRow[]> => workbench.readTree('Runs');
  const waitForFirst = (label: string, description: RegExp): Promise<TreeRow[]> =>
    eventually(rows, ([first]) => first?.label === label && description.test(first.description));

  it('pages 1,000 groups, and sorts all of them', async function () {
    this.timeout(300_000);
    for (let n = 0; n < MANY; n += 1) {
      const experiment = `experiment ${String(Math.floor(n / PER_GROUP)).padStart(4, '0')}`;
      await writeRun(example.folder, idOf(1000 + n), { name: `run ${n}`, experiment }, FINISHED, [
        ...pointsOf('accuracy', [n / MANY]),
      ]);
    }
    await workbench.runCommand('Trialbook: Refresh');
    await eventually(rows, ([first]) => first?.label === 'experiment 0999' && first.description === '10 runs', 200_000);
    await workbench.treeRow('Runs', 'experiment 0999').click();
    await example.session.page.keyboard.press('End');
    await workbench.treeRow('Runs', 'Load more groups (900)').click();
    await workbench.treeRow('Runs', 'Load more groups (900)').waitFor({ state: 'detached' });
    await example.session.page.keyboard.press('End');
    await workbench.treeRow('Runs', 'Load more groups (800)').waitFor();
    await chooseFrom(workbench, 'Trialbook: Group Runs by…', 'No groups');
    await chooseFrom(workbench, 'Trialbook: Sort Runs by…', 'accuracy');
    // The view stays where it was scrolled to.
    await workbench.view('Runs').locator('.monaco-list').focus();
    await example.session.page.keyboard.press('Home');
    await waitForFirst('run 9999', /^0\.9999 accuracy · /);
    await chooseFrom(workbench, 'Trialbook: Sort Runs by…', 'accuracy');
    await waitForFirst('run 0', /^0 accuracy · /);
    await example.session.screenshot('10,000 runs');
  });
});
