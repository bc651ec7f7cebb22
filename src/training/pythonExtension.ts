/** The interpreter that the Python extension has selected. */
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { exists } from '../platform/files';

/** The part of the Python extension's API that is used; see its `api/README.md`. */
interface PythonExtensionApi {
  environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
    resolveEnvironment(path: unknown): Promise<{ executable: { uri?: vscode.Uri } } | undefined>;
    onDidChangeActiveEnvironmentPath?: vscode.Event<unknown>;
  };
}

/**
 * Absolute path of the selected interpreter; `undefined` without the extension, or where it has selected none.
 * Throws a {@link UserError} when the selected one is gone.
 */
export async function selectedInterpreter(folder: vscode.WorkspaceFolder): Promise<string | undefined> {
  const environments = await environmentsApi();
  if (environments === undefined) return undefined;
  const active = environments.getActiveEnvironmentPath(folder.uri);
  const environment = await environments.resolveEnvironment(active);
  const selected = environment?.executable.uri?.fsPath ?? active.path;
  // A bare name such as `python` is no selection.
  if (!path.isAbsolute(selected)) return undefined;
  if (await exists(selected)) return environment?.executable.uri?.fsPath;
  throw new UserError(
    vscode.l10n.t(
      'The interpreter that the Python extension has selected, {0}, is gone. Choose another with "Python: Select Interpreter", or make the environment anew.',
      selected,
    ),
  );
}

/** Calls back when another interpreter is selected, from when the extension is active on. */
export async function onInterpreterSelected(listener: () => void): Promise<vscode.Disposable | undefined> {
  const environments = await environmentsApi();
  return environments?.onDidChangeActiveEnvironmentPath?.(listener);
}

async function environmentsApi(): Promise<PythonExtensionApi['environments'] | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtensionApi>('ms-python.python');
  if (extension === undefined) return undefined;
  const { environments } = extension.isActive ? extension.exports : await extension.activate();
  return environments;
}
