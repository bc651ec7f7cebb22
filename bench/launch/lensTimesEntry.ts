/**
 * Runs inside the extension host: asks for the lenses of a script after each of several edits, and tells how long the
 * host's thread was busy with it, our code and the editor's own around it.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { tellTimes } from '../hostTimes';

const ROUNDS = 21;

export async function run(): Promise<void> {
  await vscode.extensions.getExtension('trialbook.trialbook')?.activate();
  const [script] = await vscode.workspace.findFiles('train.py');
  const document = await vscode.workspace.openTextDocument(script!);
  await untilComparable(document);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), `# ${round}\n`);
    await vscode.workspace.applyEdit(edit);
    await delay(200);
    const before = performance.eventLoopUtilization();
    await lensesOf(document);
    times.push(performance.eventLoopUtilization(before).active);
  }
  tellTimes(times);
}

function lensesOf(document: vscode.TextDocument): Thenable<vscode.CodeLens[]> {
  return vscode.commands.executeCommand('vscode.executeCodeLensProvider', document.uri, 20);
}

/** The store reads all runs when it is first opened. */
async function untilComparable(document: vscode.TextDocument): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const titles = (await lensesOf(document)).map(({ command }) => command?.title);
    if (titles.includes('compare last 5')) return;
    await delay(200);
  }
  throw new Error('The lenses never told of the runs.');
}
