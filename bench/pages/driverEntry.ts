/**
 * Runs inside the extension host: does the commands that a benchmark leaves in a file, one after another, and tells when
 * each began. The command `empty` opens a page without content, which costs what any page costs.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { COMMAND_VARIABLE, EMPTY_PAGE, type DrivenCommand } from './driven';

const POLL_MS = 20;

export async function run(): Promise<void> {
  await vscode.extensions.getExtension('trialbook.trialbook')?.activate();
  const file = process.env[COMMAND_VARIABLE]!;
  for (;;) {
    if (!existsSync(file)) {
      await delay(POLL_MS);
      continue;
    }
    const { command, args } = JSON.parse(readFileSync(file, 'utf8')) as DrivenCommand;
    if (command === 'end') return;
    const startedAt = Date.now();
    if (command === EMPTY_PAGE) openEmptyPage();
    else await vscode.commands.executeCommand(command, ...args);
    writeFileSync(`${file}.done`, String(startedAt));
    renameSync(file, `${file}.old`);
  }
}

function openEmptyPage(): void {
  const panel = vscode.window.createWebviewPanel(EMPTY_PAGE, EMPTY_PAGE, vscode.ViewColumn.Active, {
    enableScripts: true,
  });
  panel.webview.html = `<!doctype html><body><main id="empty" style="height: 200000px; width: 200000px"></main></body>`;
}
