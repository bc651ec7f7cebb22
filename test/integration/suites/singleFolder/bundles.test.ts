import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { runDir } from '../../../../src/common/workspaceFolder';
import { executeCommand } from '../../../../src/platform/commands';
import { eventually } from '../../eventually';
import { activateExtension, QUICK_SCRIPT, workspaceDir, writeQuickScript } from '../../extension';
import { finalStatus, storedRun, storedRunIds, track } from '../../runs';

describe('runs in a file', () => {
  before(activateExtension);

  it('come back from it as they were', async () => {
    const folder = workspaceDir();
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'trialbook-elsewhere-'));
    try {
      await writeQuickScript(folder);
      const runId = await track(folder, QUICK_SCRIPT);
      assert.equal(await finalStatus(folder, runId), 'finished');
      const before = await storedRun(folder, runId);
      const log = await readFile(path.join(runDir(folder, runId), 'output.log'), 'utf8');
      const file = vscode.Uri.file(path.join(elsewhere, 'runs.trialbook.zip'));
      await executeCommand('trialbook.exportRuns', { folder, runId }, undefined, file);
      assert.deepEqual(await readdir(elsewhere), ['runs.trialbook.zip']);
      await rm(runDir(folder, runId), { recursive: true });
      await executeCommand('trialbook.refresh');
      await eventually('the run is gone', async () => !(await storedRunIds(folder)).includes(runId) || undefined);
      await executeCommand('trialbook.importRuns', file);
      assert.deepEqual(await storedRun(folder, runId), before);
      assert.equal(await readFile(path.join(runDir(folder, runId), 'output.log'), 'utf8'), log);
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });
});
