import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { trialbookDir } from '../../../../src/common/workspaceFolder';
import { activateExtension, installedExtension, missingCommands, workspaceDir } from '../../extension';

// The third folder cannot be recorded in, from before the extension is active.
before(() => {
  assert.equal(installedExtension().isActive, false);
  writeFileSync(trialbookDir(workspaceDir(2)), 'in the way');
});

describe('activation with several folders', () => {
  it('succeeds, even where a file stands in the place of .trialbook', async () => {
    assert.equal(vscode.workspace.workspaceFolders?.length ?? 0, 3);
    assert.equal((await activateExtension()).isActive, true);
    assert.deepEqual(await missingCommands(), []);
  });
});
