import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, missingCommands } from '../../extension';

describe('activation with several folders', () => {
  it('succeeds, even where a file stands in the place of .trialbook', async () => {
    assert.equal(vscode.workspace.workspaceFolders?.length ?? 0, 3);
    assert.equal((await activateExtension()).isActive, true);
    assert.deepEqual(await missingCommands(), []);
  });
});
