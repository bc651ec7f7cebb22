import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { readSetting, writeSetting } from '../platform/settings';

export type InterpreterSource = 'setting' | 'pythonExtension' | 'virtualEnvironment' | 'conda' | 'path';

export interface Interpreter {
  /** Absolute path of the executable. */
  path: string;
  source: InterpreterSource;
}

/** The part of the Python extension's API that is used; see its `api/README.md`. */
interface PythonExtensionApi {
  environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { path: string };
    resolveEnvironment(path: unknown): Promise<{ executable: { uri?: vscode.Uri } } | undefined>;
  };
}

/**
 * The interpreter that runs the scripts of a folder: the setting, else the Python extension's selection, else `.venv` or
 * `venv` in the folder, else the active conda environment, else `python3` on the path.
 * Throws a {@link UserError} when there is none, or when the setting names a file that does not exist.
 */
export async function findInterpreter(folder: vscode.WorkspaceFolder): Promise<Interpreter> {
  const configured = readSetting('trialbook.pythonPath', folder.uri);
  if (configured !== '') return fromSetting(configured, folder);
  const selected = await fromPythonExtension(folder);
  if (selected !== undefined) return { path: selected, source: 'pythonExtension' };
  for (const candidate of virtualEnvironments(folder.uri.fsPath)) {
    if (await exists(candidate)) return { path: candidate, source: 'virtualEnvironment' };
  }
  const conda = process.env['CONDA_PREFIX'];
  const condaPython = conda && executableIn(conda);
  if (condaPython && (await exists(condaPython))) return { path: condaPython, source: 'conda' };
  for (const name of process.platform === 'win32' ? ['python.exe', 'py.exe'] : ['python3', 'python']) {
    const found = await onPath(name);
    if (found !== undefined) return { path: found, source: 'path' };
  }
  throw new UserError(
    vscode.l10n.t(
      'No Python was found. Install Python 3.9 or newer, or choose an interpreter with "Trialbook: Select Python Interpreter".',
    ),
  );
}

async function fromSetting(configured: string, folder: vscode.WorkspaceFolder): Promise<Interpreter> {
  const expanded = configured.replaceAll('${workspaceFolder}', folder.uri.fsPath);
  const isName = !expanded.includes('/') && !expanded.includes(path.sep);
  const found = isName ? await onPath(expanded) : path.resolve(folder.uri.fsPath, expanded);
  if (found !== undefined && (await exists(found))) return { path: found, source: 'setting' };
  throw new UserError(
    vscode.l10n.t(
      'The setting trialbook.pythonPath names {0}, which does not exist. Correct it or clear it.',
      configured,
    ),
  );
}

async function fromPythonExtension(folder: vscode.WorkspaceFolder): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtensionApi>('ms-python.python');
  if (extension === undefined) return undefined;
  const { environments } = extension.isActive ? extension.exports : await extension.activate();
  const environment = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(folder.uri));
  return environment?.executable.uri?.fsPath;
}

function virtualEnvironments(folder: string): string[] {
  return ['.venv', 'venv'].map((name) => venvExecutable(path.join(folder, name)));
}

function venvExecutable(environment: string): string {
  return process.platform === 'win32'
    ? path.join(environment, 'Scripts', 'python.exe')
    : path.join(environment, 'bin', 'python');
}

function executableIn(condaPrefix: string): string {
  return process.platform === 'win32' ? path.join(condaPrefix, 'python.exe') : path.join(condaPrefix, 'bin', 'python');
}

async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    if (folder !== '' && (await exists(path.join(folder, name)))) return path.join(folder, name);
  }
  return undefined;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** A few words for a narrow place: `.venv`, `python3`, `conda torch`. */
export function interpreterLabel(interpreter: Interpreter, folder: string): string {
  const relative = path.relative(folder, interpreter.path);
  if (!relative.startsWith('..') && !path.isAbsolute(relative)) return relative.split(path.sep)[0] ?? relative;
  if (interpreter.source === 'conda') return `conda ${path.basename(process.env['CONDA_PREFIX'] ?? '')}`;
  return path.basename(interpreter.path);
}

/** Asks for the interpreter of a folder and keeps the answer in the folder's settings. */
export async function selectInterpreter(folder: vscode.WorkspaceFolder): Promise<void> {
  const candidates = new Map<string, string>();
  for (const venv of virtualEnvironments(folder.uri.fsPath)) {
    candidates.set(venv, vscode.l10n.t('virtual environment of the folder'));
  }
  const conda = process.env['CONDA_PREFIX'];
  if (conda) candidates.set(executableIn(conda), vscode.l10n.t('active conda environment'));
  for (const name of process.platform === 'win32' ? ['python.exe'] : ['python3', 'python']) {
    const found = await onPath(name);
    if (found !== undefined) candidates.set(found, vscode.l10n.t('on the path'));
  }
  const found: vscode.QuickPickItem[] = [];
  for (const [file, origin] of candidates) {
    if (await exists(file)) found.push({ label: path.basename(file), description: file, detail: origin });
  }
  const browse = { label: vscode.l10n.t('Browse…'), iconPath: new vscode.ThemeIcon('folder-opened') };
  const automatic = {
    label: vscode.l10n.t('Choose automatically'),
    detail: vscode.l10n.t("The Python extension's selection, the folder's virtual environment, conda, then the path"),
  };
  const chosen = await vscode.window.showQuickPick<vscode.QuickPickItem>([...found, automatic, browse], {
    title: vscode.l10n.t('Python interpreter for tracked runs in {0}', folder.name),
    matchOnDescription: true,
  });
  if (chosen === undefined) return;
  const file = chosen === browse ? await browseForInterpreter() : chosen === automatic ? '' : chosen.description;
  if (file !== undefined) await writeSetting('trialbook.pythonPath', file, folder.uri);
}

async function browseForInterpreter(): Promise<string | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Python interpreter'),
    canSelectMany: false,
  });
  return files?.[0]?.fsPath;
}
