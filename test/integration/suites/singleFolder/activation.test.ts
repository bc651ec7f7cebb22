import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activateExtension, missingCommands } from '../../extension';

describe('activation in one folder', () => {
  it('succeeds', async () => {
    assert.equal(vscode.workspace.workspaceFolders?.length ?? 0, 1);
    assert.equal((await activateExtension()).isActive, true);
  });

  it('registers every command of package.json', async () => {
    await activateExtension();
    assert.deepEqual(await missingCommands(), []);
  });
});
