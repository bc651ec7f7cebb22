import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../common/errors';
import { findInterpreter } from '../interpreter';
import type { PreparedScript } from '../launcher';
import { DEBUGGER_TYPE, hasPythonDebugger, offerPythonDebugger } from './pythonDebugger';

/** "Debug this run": debugs a script as a tracked run without arguments. Throws a {@link UserError} for another language's. */
export async function debugScript({ uri, folder }: PreparedScript): Promise<void> {
  const { languageId } = await vscode.workspace.openTextDocument(uri);
  if (languageId !== 'python') {
    throw new UserError(
      vscode.l10n.t('Only Python scripts can be debugged as runs. Track {0} instead.', path.basename(uri.fsPath)),
    );
  }
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
