import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { hashBytes } from '../../../../src/common/hashing';
import { executeCommand } from '../../../../src/platform/commands';
import { activateExtension, workspaceDir } from '../../extension';

describe('a file that a run wrote', () => {
  const name = 'predictions.txt';
  let original = '';
  let copy = { file: '', digest: '' };

  before(async () => {
    await activateExtension();
    original = path.join(workspaceDir(), name);
    copy = { file: path.join(workspaceDir(), 'copy-of-predictions.txt'), digest: hashBytes(Buffer.from('as written')) };
    await writeFile(copy.file, 'as written');
  });
  after(() => Promise.all([original, copy.file].map((file) => rm(file, { force: true }))));

  async function opened(...kept: (typeof copy)[]): Promise<string | undefined> {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await executeCommand('trialbook.openArtifact', workspaceDir(), name, ...kept);
    return vscode.window.activeTextEditor?.document.uri.fsPath;
  }

  it('is opened itself as long as it is the same, and else as the copy of it', async () => {
    await writeFile(original, 'as written');
    assert.equal(await opened(copy), original);
    await writeFile(original, 'as changed');
    assert.equal(await opened(copy), copy.file);
    assert.equal(await opened(), original);
    await rm(original);
    assert.equal(await opened(copy), copy.file);
    assert.equal(await opened(), undefined);
  });
});
