import path from 'node:path';
import * as vscode from 'vscode';
import { findInterpreter } from '../interpreter';
import { prepareScript } from '../launcher';
import { DEBUGGER_TYPE, hasPythonDebugger, offerPythonDebugger } from './pythonDebugger';

/** "Debug this run": debugs a script, the active editor's without one, as a tracked run without arguments. */
export async function debugScript(script: vscode.Uri | undefined): Promise<void> {
  const { uri, folder } = await prepareScript(script);
  if (!hasPythonDebugger()) return offerPythonDebugger();
  const interpreter = await findInterpreter(folder);
  // What keeps a session from starting, the editor says itself.
  await vscode.debug.startDebugging(folder, {
    name: vscode.l10n.t('Debug {0}', path.basename(uri.fsPath)),
    type: DEBUGGER_TYPE,
    request: 'launch',
    program: uri.fsPath,
    cwd: folder.uri.fsPath,
    python: interpreter.path,
    console: 'integratedTerminal',
    trialbook: true,
  });
}
