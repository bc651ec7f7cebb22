/** Runs inside the extension host: activates the extension and tells its own time. */
import * as vscode from 'vscode';
import type { TrialbookExtension } from '../src/extension';
import { tellTimes } from './hostTimes';

export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension<TrialbookExtension>('trialbook.trialbook');
  if (extension === undefined) throw new Error('The extension is not installed.');
  const { activationMs } = await extension.activate();
  tellTimes([activationMs]);
}
