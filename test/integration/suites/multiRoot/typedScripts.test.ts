import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { writeSetting } from '../../../../src/platform/settings';
import { eventually } from '../../eventually';
import { activateExtension, installedExtension, QUICK_SCRIPT, workspaceDir, writeQuickScript } from '../../extension';
import { storedRun, runIds } from '../../runs';

const SETTING = 'trialbook.terminal.trackAll';
const ENV_SETTING = `terminal.integrated.env.${{ win32: 'windows', darwin: 'osx' }[process.platform as string] ?? 'linux'}`;

describe('the setting for all new terminals', () => {
  const folder = (index: number): vscode.Uri => vscode.Uri.file(workspaceDir(index));

  before(async function () {
    if (process.platform === 'win32') this.skip(); // The commands are those of a POSIX shell.
    await activateExtension();
  });
  after(async () => {
    for (const index of [0, 1]) await writeSetting(SETTING, false, folder(index));
    await vscode.workspace.getConfiguration().update(ENV_SETTING, undefined, vscode.ConfigurationTarget.Workspace);
  });

  /** Opens a terminal in a folder and runs a command there; gives what it wrote into the file that it calls `$told`. */
  async function ask(index: number, command: string): Promise<string> {
    const terminal = vscode.window.createTerminal({ cwd: folder(index) });
    const told = path.join(workspaceDir(index), `told-${Date.now()}.txt`);
    terminal.sendText(`told=${told}; ${command}; mv $told.new $told`);
    const text = await eventually('the word of the terminal', () => readFile(told, 'utf8'));
    terminal.dispose();
    return text;
  }

  const VARIABLES = 'printf "%s|%s" "$TRIALBOOK_WORKSPACE" "$PYTHONPATH" >$told.new';

  it('holds for the folder that has it, leaves no empty entry, and can be taken back', async () => {
    const tracker = path.join(installedExtension().extensionPath, 'python');
    assert.equal(await ask(1, VARIABLES), '|');
    await writeSetting(SETTING, true, folder(1));
    assert.equal(await ask(1, VARIABLES), `${workspaceDir(1)}|${tracker}`);
    assert.equal(await ask(0, VARIABLES), '|');
    const settings = vscode.workspace.getConfiguration();
    await settings.update(ENV_SETTING, { PYTHONPATH: '/mine' }, vscode.ConfigurationTarget.Workspace);
    assert.equal(await ask(1, VARIABLES), `${workspaceDir(1)}|${tracker}:/mine`);
    await writeSetting(SETTING, false, folder(1));
    assert.equal(await ask(1, VARIABLES), '|/mine');
  });

  it('records a script in the folder of its terminal, and none of another folder', async () => {
    await writeSetting(SETTING, true, folder(0));
    await Promise.all([0, 1].map((index) => writeQuickScript(workspaceDir(index))));
    const before = [runIds(workspaceDir(0)), runIds(workspaceDir(1))];
    const other = path.join(workspaceDir(1), QUICK_SCRIPT);
    await ask(
      0,
      `python3 ${QUICK_SCRIPT}; python3 ${other}; cd ..; python3 ${workspaceDir(0)}/${QUICK_SCRIPT} >$told.new`,
    );
    const after = runIds(workspaceDir(0));
    assert.deepEqual([after.length, runIds(workspaceDir(1))], [before[0]!.length + 2, before[1]]);
    for (const runId of after.slice(-2)) {
      assert.equal((await storedRun(workspaceDir(0), runId)).status, 'finished');
    }
  });
});
