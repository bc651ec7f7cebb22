import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../eventually';
import { activateExtension, installedExtension, missingCommands } from '../../extension';

describe('activation in one folder', () => {
  // A window in which nobody opens a script has tracked terminals, too.
  it('comes by itself once the window is there', () =>
    eventually('the extension', () => (installedExtension().isActive ? true : undefined)));

  it('succeeds', async () => {
    assert.equal(vscode.workspace.workspaceFolders?.length ?? 0, 1);
    assert.equal((await activateExtension()).isActive, true);
  });

  it('registers every command of package.json', async () => {
    await activateExtension();
    assert.deepEqual(await missingCommands(), []);
  });
});
