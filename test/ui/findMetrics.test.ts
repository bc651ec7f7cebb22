import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openExample, type OpenExample } from './openExample';
import { epochSteps, eventually, waitForEnds } from './recorded';
import { trackWith } from './tracking';
import type { Workbench } from './workbench';

describe('metrics in the output', () => {
  let example: OpenExample;
  let workbench: Workbench;
  let settingsFile: string;

  before(async () => {
    example = await openExample('find-metrics', { settings: { 'trialbook.notify.after': 0 } });
    workbench = example.session.workbench;
    settingsFile = path.join(example.folder, '.vscode', 'settings.json');
    await writeFile(settingsFile, '{}\n');
    await workbench.openContainer('Trialbook');
  });
  after(() => example.close());

  it('are offered where a run ended without any, previewed, and confirmed', async () => {
    await trackWith(workbench, '--epochs 4');
    const notification = await workbench.notification('finished without metrics');
    const [before] = await waitForEnds(example.folder, 1);
    assert.deepEqual(before?.steps, {});
    await workbench.button(notification, 'Find metrics in the output').click();
    const candidate = workbench.quickPick('loss, val_loss, accuracy');
    await candidate.waitFor();
    const preview = (await candidate.innerText()).replaceAll('\u00a0', ' ');
    assert.match(preview, /4 lines such as "epoch 1\/4 +loss 0\.\d{4} +val_loss 0\.\d{4} +accuracy 0\.\d{4}"/);
    assert.match(preview, /loss: 0\.\d+, 0\.\d+.*val_loss: 0\.\d+, .*accuracy: 0\.\d+, /);
    assert.equal(await readFile(settingsFile, 'utf8'), '{}\n');
    await example.session.screenshot('candidates');
    await workbench.quickInput().press('Enter');
    await workbench.notification(/12 points of loss, val_loss, accuracy were added to this run/);
    const [after] = await eventually(
      () => waitForEnds(example.folder, 1),
      ([run]) => Object.keys(run?.steps ?? {}).length > 0,
    );
    assert.deepEqual(after, { id: before?.id, status: 'finished', message: null, steps: epochSteps(4) });
    const [row] = await eventually(
      () => workbench.readTree('Runs'),
      ([first]) => /accuracy/.test(first?.description ?? ''),
    );
    assert.match(row?.description ?? '', /^0\.\d+ accuracy · now$/);
  });

  it('are kept as the setting, so that the next run records them as it prints', async () => {
    const settings = JSON.parse(await readFile(settingsFile, 'utf8')) as Record<string, string[]>;
    assert.deepEqual(Object.keys(settings), ['trialbook.outputMetrics']);
    const [pattern, ...others] = settings['trialbook.outputMetrics'] ?? [];
    assert.deepEqual(others, []);
    const groups = new RegExp(pattern!).exec('epoch 7/8  loss 0.25  val_loss 0.5  accuracy 0.75')?.groups;
    assert.deepEqual({ ...groups }, { step: '7', loss: '0.25', val_loss: '0.5', accuracy: '0.75' });
    await trackWith(workbench, '--epochs 3');
    const runs = await waitForEnds(example.folder, 2);
    assert.deepEqual(runs[1], { id: runs[1]?.id, status: 'finished', message: null, steps: epochSteps(3) });
  });
});
