/** Runs inside the extension host: activates the extension and appends its own time, ms, to the file that is named. */
import { appendFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { TrialbookExtension } from '../src/extension';
import { TIMES_VARIABLE } from './activationTimes';

export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension<TrialbookExtension>('trialbook.trialbook');
  if (extension === undefined) throw new Error('The extension is not installed.');
  const { activationMs } = await extension.activate();
  appendFileSync(process.env[TIMES_VARIABLE]!, `${activationMs}\n`);
}
