import assert from 'node:assert/strict';
import { copyWorkspace, PENGUINS, type TemporaryWorkspace } from '../host/workspace';
import { startEditor } from './openExample';
import type { Session } from './session';
import { idOf, writeRun } from './writtenRun';

/** More than one page. */
const RUNS = 120;

describe('the Runs view of several folders', () => {
  let session: Session;
  let workspace: TemporaryWorkspace;

  before(async () => {
    workspace = await copyWorkspace(PENGUINS, PENGUINS);
    const [first] = workspace.folders;
    for (let n = 0; n < RUNS; n += 1) await writeRun(first!, idOf(n), { name: `run ${n}` });
    const { workspaceFile } = workspace;
    session = await startEditor('older-runs', first!, { workspaceFile });
    await session.workbench.openContainer('Trialbook');
  });
  after(async () => {
    await session.dispose();
    await workspace.remove();
  });

  it('loads older runs of a folder, also after the whole view was drawn anew', async () => {
    const { workbench, page } = session;
    await workbench.treeRow('Runs', `run ${RUNS - 1}`).waitFor();
    await writeRun(workspace.folders[0]!, idOf(RUNS), { name: `run ${RUNS}` });
    await workbench.treeRow('Runs', `run ${RUNS}`).click();
    const more = workbench.treeRow('Runs', 'Load older runs (21)');
    // The end of the list is that of the other folder.
    for (let tries = 0; tries < 40 && (await more.count()) === 0; tries += 1) await page.keyboard.press('PageDown');
    await more.click();
    await workbench.treeRow('Runs', 'run 20').waitFor();
    await more.waitFor({ state: 'detached' });
    const rows = await workbench.readTree('Runs');
    assert.ok(rows.some(({ label }) => label === 'run 20'));
  });
});
