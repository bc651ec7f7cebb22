import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { OUTPUT_LOG, runDir } from '../../src/common/workspaceFolder';
import { openExample, type OpenExample } from './openExample';
import { epochSteps, eventually, isDatabaseOpen, listRunFolders, readStoredRuns, waitForEnds } from './recorded';
import { startExample } from './tracking';

/** So many that a run is longer than the reload of a window on a busy machine. */
const EPOCHS = 240;
/** How long a window that is gone is waited for, s: a run is longer. */
const GRACE = 5;
/** A run takes half a minute on an idle machine, ms. */
const LIMIT = 200_000;

describe('a window that goes while a run trains', function () {
  // Two such runs: on a machine that is busy with other suites they take minutes.
  this.timeout(300_000);
  let example: OpenExample;

  before(async () => {
    example = await openExample('reload', { graceSeconds: GRACE });
    await example.session.workbench.openContainer('Trialbook');
  });
  after(() => example.close());

  /** Points of the second run in the database. */
  const countPoints = async (): Promise<number> =>
    (await readStoredRuns(example.folder))[1]?.steps['loss']?.length ?? 0;

  /** Waits for the end of the newest run and compares all that there is of it. */
  const checkEnd = async (count: number): Promise<void> => {
    const { workbench } = example.session;
    await workbench.openContainer('Trialbook');
    const rows = await eventually(
      () => workbench.readTree('Runs'),
      (all) => all.length === count && all.every(({ icon }) => icon !== 'loading'),
      LIMIT,
    );
    assert.deepEqual(
      rows.map(({ icon }) => icon),
      rows.map(() => 'testing-passed-icon'),
    );
    const runs = await waitForEnds(example.folder, count);
    assert.deepEqual(
      runs.map(({ id }) => id),
      await listRunFolders(example.folder),
    );
    assert.deepEqual(runs.at(-1), {
      id: runs.at(-1)?.id,
      status: 'finished',
      message: null,
      steps: epochSteps(EPOCHS),
    });
  };

  it('is reloaded: the terminal shows the same run again, which ends once and whole', async () => {
    await startExample(example.session.workbench, EPOCHS);
    const { workbench } = example.session;
    await workbench.reload();
    await workbench.terminal.waitFor(new RegExp(`epoch \\d+/${EPOCHS} `));
    await checkEnd(1);
    await workbench.terminal.waitFor(new RegExp(`epoch ${EPOCHS}/${EPOCHS} `));
  });

  it('is closed, and opened later: the run went on and is taken in whole', async () => {
    await startExample(example.session.workbench, EPOCHS);
    await example.session.closeWindow();
    // Until then the window may come back, and what trains is recorded on.
    await eventually(
      async () => isDatabaseOpen(example.folder),
      (open) => !open,
      LIMIT,
    );
    const points = await countPoints();
    const [, id] = await listRunFolders(example.folder);
    const log = path.join(runDir(example.folder, id!), OUTPUT_LOG);
    await eventually(
      () => readFile(log, 'utf8'),
      (printed) => printed.includes(`epoch ${points + 20}/`),
      LIMIT,
    );
    assert.equal(await countPoints(), points, 'nothing comes to the database while no window is open');
    await example.session.openWindow();
    await checkEnd(2);
  });

  it('is killed: the run goes on all the same', async () => {
    await startExample(example.session.workbench, EPOCHS);
    await example.session.page.close();
    await example.session.openWindow();
    await checkEnd(3);
  });
});
