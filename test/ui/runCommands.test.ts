import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { OUTPUT_LOG, runDir } from '../../src/common/workspaceFolder';
import { openExample, type OpenExample } from './openExample';
import { epochSteps, eventually, listRunFolders, waitForEnds, type StoredRun } from './recorded';
import { startExample } from './tracking';
import type { TreeRow, Workbench } from './workbench';

describe('what one does to runs', () => {
  let example: OpenExample;
  let workbench: Workbench;

  before(async () => {
    example = await openExample('run-commands');
    workbench = example.session.workbench;
    await workbench.openContainer('Trialbook');
  });
  after(() => example.close());

  const start = (epochs: number): Promise<TreeRow> => startExample(workbench, epochs);
  const stored = (count: number): Promise<StoredRun[]> => waitForEnds(example.folder, count);
  /** What the run of this place, counted from the oldest, has printed so far. */
  const readOutput = async (index: number): Promise<string> => {
    const ids = await listRunFolders(example.folder);
    return readFile(path.join(runDir(example.folder, ids[index]!), OUTPUT_LOG), 'utf8');
  };
  const waitForIcon = (label: string, icon: string): Promise<TreeRow[]> =>
    eventually(
      () => workbench.readTree('Runs'),
      (rows) => rows.some((row) => row.label === label && row.icon === icon),
    );
  const choose = (label: string, item: string): Promise<void> =>
    workbench.chooseInContextMenu(workbench.treeRow('Runs', label), item);

  it('renames a run, and the name is there after the window was reloaded', async () => {
    const { label } = await start(2);
    await stored(1);
    await waitForIcon(label, 'testing-passed-icon');
    await choose(label, 'Rename Run…');
    await workbench.quickInput().waitFor();
    assert.equal(await workbench.quickInput().inputValue(), label);
    await workbench.answer('  two epochs ');
    await workbench.treeRow('Runs', 'two epochs').waitFor();
    await workbench.reload();
    await workbench.openContainer('Trialbook');
    await workbench.treeRow('Runs', 'two epochs').waitFor();
    assert.deepEqual(
      (await workbench.readTree('Runs')).map((row) => [row.label, row.icon]),
      [['two epochs', 'testing-passed-icon']],
    );
  });

  it('opens what a run printed', async () => {
    assert.match(
      await readOutput(0),
      /^274 birds to train on, 68 to validate on\r?\nepoch 1\/2 [^]*\nwrote model.json and predictions.csv\r?\n$/,
    );
    await choose('two epochs', 'Show Run Output');
    await workbench.tab(OUTPUT_LOG).waitFor();
    await example.session.page.locator('.editor-instance .view-line', { hasText: /^wrote.model.json/ }).waitFor();
  });

  it('cancels a run by Ctrl-C in its terminal', async () => {
    const { label } = await start(400);
    await workbench.terminal.press(/epoch/, 'Control+C');
    await waitForIcon(label, 'circle-slash');
    await workbench.terminal.waitFor(/cancelled|stopped/);
    const runs = await stored(2);
    const points = runs[1]?.steps['loss']?.length ?? 0;
    assert.deepEqual(runs[1], { ...runs[1], status: 'cancelled', steps: epochSteps(points) });
    assert.ok(points < 400);
  });

  it('stops a run from its row', async () => {
    const { label } = await start(400);
    await choose(label, 'Stop Run');
    await example.session.page.locator('.statusbar-item', { hasText: `Stopping ${label}…` }).waitFor();
    await waitForIcon(label, 'circle-slash');
    const runs = await stored(3);
    const points = runs[2]?.steps['loss']?.length ?? 0;
    assert.deepEqual(runs[2], { ...runs[2], status: 'cancelled', steps: epochSteps(points) });
    assert.ok(points < 400);
  });

  it('goes on training when the terminal is thrown away', async () => {
    const { label } = await start(60);
    await workbench.terminal.kill(/epoch/);
    assert.doesNotMatch(await readOutput(3), /epoch 60\/60/, 'thrown away while it trains');
    const runs = await stored(4);
    assert.deepEqual(runs[3], { id: runs[3]?.id, status: 'finished', message: null, steps: epochSteps(60) });
    await waitForIcon(label, 'testing-passed-icon');
  });

  it('trains two at once', async () => {
    const first = await start(110);
    const second = await start(60);
    const live = (await workbench.readTree('Runs')).slice(0, 2);
    assert.deepEqual(
      live.map(({ label, icon }) => [label, icon]),
      [
        [second.label, 'loading'],
        [first.label, 'loading'],
      ],
    );
    const runs = await stored(6);
    assert.deepEqual(
      runs.slice(4).map(({ status, steps }) => ({ status, steps })),
      [
        { status: 'finished', steps: epochSteps(110) },
        { status: 'finished', steps: epochSteps(60) },
      ],
    );
  });
});
