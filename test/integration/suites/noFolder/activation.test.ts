import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { trialbookDir } from '../../../../src/common/workspaceFolder';
import { executeCommand } from '../../../../src/platform/commands';
import { eventually } from '../../eventually';
import { activateExtension, missingCommands, QUICK_SCRIPT, writeQuickScript } from '../../extension';
import { scriptUri } from '../../runs';

describe('activation without a folder', () => {
  it('succeeds', async () => {
    assert.equal(vscode.workspace.workspaceFolders?.length ?? 0, 0);
    assert.equal((await activateExtension()).isActive, true);
  });

  it('registers every command of package.json', async () => {
    await activateExtension();
    assert.deepEqual(await missingCommands(), []);
  });
});

describe('commands without a folder', () => {
  let folder = '';

  before(async () => {
    await activateExtension();
    folder = await mkdtemp(path.join(tmpdir(), 'trialbook-no-folder-'));
    await writeQuickScript(folder);
  });

  after(() => rm(folder, { recursive: true }));

  it('start no training', async () => {
    await executeCommand('trialbook.trackFile', scriptUri(folder, QUICK_SCRIPT));
    await executeCommand('trialbook.trackFile');
    assert.deepEqual([vscode.tasks.taskExecutions, vscode.window.terminals], [[], []]);
    assert.equal(existsSync(trialbookDir(folder)), false);
  });

  it('open no comparison, and fail for nobody', async () => {
    await executeCommand('trialbook.compareRuns');
    await executeCommand('trialbook.showRunOutput');
    await executeCommand('trialbook.refresh');
    // Editors open in order: what had been opened is there once this one is.
    await vscode.window.showTextDocument(scriptUri(folder, QUICK_SCRIPT));
    const labels = await eventually(`a tab of ${QUICK_SCRIPT}`, () => {
      const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
      return tabs.includes(QUICK_SCRIPT) ? tabs : undefined;
    });
    assert.deepEqual(labels, [QUICK_SCRIPT]);
  });

  it('show no lens on a training script', async () => {
    const script = scriptUri(folder, 'train_elsewhere.py');
    await writeFile(script.fsPath, 'for epoch in range(3):\n    print(epoch)\n');
    const { uri } = await vscode.workspace.openTextDocument(script);
    assert.deepEqual(await vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri), []);
  });
});
