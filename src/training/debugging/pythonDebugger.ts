/** The debugger that debugs Python: another extension brings it. */
import * as vscode from 'vscode';

/** The type of its sessions, as `launch.json` names it. */
export const DEBUGGER_TYPE = 'debugpy';
/** `python` is what the Python extension called it before. */
const TYPES: readonly string[] = [DEBUGGER_TYPE, 'python'];
const DEBUGGER_EXTENSION = 'ms-python.debugpy';

interface Manifest {
  contributes?: { debuggers?: { type: string }[] };
}

/** Whether a session is one of that debugger. */
export function isPythonSession(configuration: vscode.DebugConfiguration): boolean {
  return TYPES.includes(configuration.type);
}

/** Whether an extension brings the debugger. */
export function hasPythonDebugger(): boolean {
  return vscode.extensions.all.some(({ packageJSON }) => bringsDebugger(packageJSON as Manifest));
}

/** Says what is missing where there is no debugger, and how to get it. */
export function offerPythonDebugger(): void {
  const search = vscode.l10n.t('Show the extension');
  const text = vscode.l10n.t(
    'There is no debugger for Python here. Install the extension "Python Debugger" ({0}), then debug again.',
    DEBUGGER_EXTENSION,
  );
  void vscode.window.showErrorMessage(text, search).then((chosen) => {
    if (chosen === undefined) return;
    return vscode.commands.executeCommand('workbench.extensions.search', `@id:${DEBUGGER_EXTENSION}`);
  });
}

function bringsDebugger({ contributes }: Manifest): boolean {
  return contributes?.debuggers?.some(({ type }) => type === DEBUGGER_TYPE) === true;
}
