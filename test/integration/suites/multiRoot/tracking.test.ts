import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { trialbookDir } from '../../../../src/common/workspaceFolder';
import { executeCommand } from '../../../../src/platform/commands';
import { eventually } from '../../eventually';
import { activateExtension, QUICK_SCRIPT, workspaceDir, writeQuickScript, writeSmallExample } from '../../extension';
import { lockHolders, runIds, scriptUri, storedRun, storedRunIds, track } from '../../runs';

const isHeld = (folder: string): boolean => lockHolders(folder).length > 0;

describe('tracking in several folders', () => {
  before(activateExtension);

  it('records a run in the folder of its script alone', async () => {
    const [first, second] = [workspaceDir(0), workspaceDir(1)];
    const runId = await track(second, await writeSmallExample(second));
    const run = await storedRun(second, runId);
    assert.deepEqual(
      [run.status, run.script, Object.keys(run.inputs)],
      ['finished', 'train_small.py', ['penguins.csv']],
    );
    assert.deepEqual([runIds(first), await storedRunIds(second)], [[], [runId]]);

    await writeQuickScript(first);
    const other = await track(first, QUICK_SCRIPT);
    assert.equal((await storedRun(first, other)).status, 'finished');
    assert.deepEqual([await storedRunIds(first), await storedRunIds(second)], [[other], [runId]]);
  });

  it('trains, unrecorded, in a folder where a file is in the way, and goes on recording in another', async () => {
    const blocked = workspaceDir(2);
    await executeCommand('trialbook.trackFile', scriptUri(blocked, await writeSmallExample(blocked)));
    await eventually('the model of the unrecorded training', () =>
      existsSync(path.join(blocked, 'model.json')) ? true : undefined,
    );
    assert.equal(readFileSync(trialbookDir(blocked), 'utf8'), 'in the way');

    const recording = workspaceDir(1);
    await writeQuickScript(recording);
    const runId = await track(recording, QUICK_SCRIPT);
    assert.equal((await storedRun(recording, runId)).status, 'finished');
  });

  it('records in a folder again when what was in the way is gone', async () => {
    const folder = workspaceDir(2);
    await rm(trialbookDir(folder));
    await writeQuickScript(folder);
    const runId = await track(folder, QUICK_SCRIPT);
    assert.equal((await storedRun(folder, runId)).status, 'finished');
  });

  it('gives a folder free when it leaves the workspace, with everything saved', async () => {
    const folder = workspaceDir(1);
    await eventually('the lock', () => (isHeld(folder) ? true : undefined));
    assert.ok(vscode.workspace.updateWorkspaceFolders(1, 1));
    await eventually('the release of the lock', () => (isHeld(folder) ? undefined : true));
    assert.deepEqual(await storedRunIds(folder), runIds(folder));
    assert.equal(isHeld(workspaceDir(0)), true);
  });
});
