import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { CommandId } from '../../src/platform/commands';

/** The extension under test, activated; rejects with its own error when it fails to. */
export async function activateExtension(): Promise<vscode.Extension<unknown>> {
  const extension = installedExtension();
  await extension.activate();
  return extension;
}

/** The extension under test, as it is. */
export function installedExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('trialbook.trialbook');
  assert.ok(extension, 'the extension is not installed');
  return extension;
}

/** The commands that package.json promises and that nobody registered. */
export async function missingCommands(): Promise<string[]> {
  const promised = installedExtension().packageJSON.contributes.commands as { command: CommandId }[];
  const registered = new Set(await vscode.commands.getCommands(true));
  return promised.map(({ command }) => command).filter((command) => !registered.has(command));
}

/** Absolute path of a folder of the workspace, counted from 0. */
export function workspaceDir(index = 0): string {
  const folder = vscode.workspace.workspaceFolders?.[index];
  assert.ok(folder, `the workspace has no folder ${index}`);
  return folder.uri.fsPath;
}

/** Name of the script of {@link writeQuickScript}. */
export const QUICK_SCRIPT = 'train_quick.py';

/** Writes a script that ends at once. */
export async function writeQuickScript(folder: string): Promise<void> {
  await writeFile(path.join(folder, QUICK_SCRIPT), 'print("epoch 1")\n');
}

/** Writes the example's script with a network so small that its 40 epochs are short; returns its name. */
export async function writeSmallExample(folder: string): Promise<string> {
  const script = await readFile(path.join(folder, 'train.py'), 'utf8');
  const small = script.replace('"--hidden", type=int, default=32', '"--hidden", type=int, default=1');
  assert.notEqual(small, script);
  await writeFile(path.join(folder, 'train_small.py'), small);
  return 'train_small.py';
}
