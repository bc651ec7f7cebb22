import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { readSetting, writeSetting } from '../platform/settings';
import { exists } from '../platform/files';
import { onPath } from './programs';
import { selectedInterpreter } from './pythonExtension';

export type InterpreterSource = 'setting' | 'pythonExtension' | 'virtualEnvironment' | 'conda' | 'path';

export interface Interpreter {
  /** Absolute path of the executable. */
  path: string;
  source: InterpreterSource;
}

/** Environments that tools keep in a project's folder, in the order in which they are looked at; conda's come last. */
const VIRTUAL_ENVIRONMENTS = ['.venv', 'venv'];
const CONDA_ENVIRONMENTS = ['.conda', 'env', '.pixi/envs/default'];

/**
 * The interpreter that runs the scripts of a folder: the setting, else the Python extension's selection, else an
 * environment in the folder (that of uv, `.venv`, `venv`, one of conda), else the active conda environment, else `python3`
 * on the path.
 * Throws a {@link UserError} when there is none, or when the one that was chosen is gone.
 */
export async function findInterpreter(folder: vscode.WorkspaceFolder): Promise<Interpreter> {
  const configured = readSetting('trialbook.pythonPath', folder.uri);
  if (configured !== '') return fromSetting(configured, folder);
  const selected = await selectedInterpreter(folder);
  if (selected !== undefined) return { path: selected, source: 'pythonExtension' };
  for (const environment of environmentsIn(folder.uri.fsPath)) {
    const found = await inEnvironment(environment);
    if (found !== undefined) return found;
  }
  const conda = process.env['CONDA_PREFIX'];
  const condaPython = conda && (await pythonOf(conda));
  if (condaPython) return { path: condaPython, source: 'conda' };
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

interface Environment {
  /** Absolute path of its folder. */
  folder: string;
  source: InterpreterSource;
  /** What it has in it if it is one. */
  marker: string;
}

function environmentsIn(folder: string): Environment[] {
  const uv = process.env['UV_PROJECT_ENVIRONMENT'];
  const virtual = [...(uv ? [uv] : []), ...VIRTUAL_ENVIRONMENTS];
  return [
    ...virtual.map((name): Environment => {
      return { folder: path.resolve(folder, name), source: 'virtualEnvironment', marker: 'pyvenv.cfg' };
    }),
    ...CONDA_ENVIRONMENTS.map((name): Environment => {
      return { folder: path.resolve(folder, name), source: 'conda', marker: 'conda-meta' };
    }),
  ];
}

/** Throws a {@link UserError} when an environment has lost its Python, as one does whose base was upgraded. */
async function inEnvironment({ folder, source, marker }: Environment): Promise<Interpreter | undefined> {
  const isMarked = await exists(path.join(folder, marker));
  // Any folder may be named `env`, but a folder that is named as those of venv is one.
  if (!isMarked && source === 'conda') return undefined;
  const python = await pythonOf(folder);
  if (python !== undefined) return { path: python, source };
  if (!isMarked) return undefined;
  throw new UserError(
    vscode.l10n.t(
      'The environment {0} has no Python any more. Make it anew, or choose an interpreter with "Trialbook: Select Python Interpreter".',
      folder,
    ),
  );
}

/** The executable of an environment of venv or conda, if it is there. */
async function pythonOf(environment: string): Promise<string | undefined> {
  const names = process.platform === 'win32' ? ['Scripts/python.exe', 'python.exe'] : ['bin/python'];
  for (const name of names) {
    const file = path.join(environment, ...name.split('/'));
    if (await exists(file)) return file;
  }
  return undefined;
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
  const found = [...(await candidates(folder.uri.fsPath))].map(([file, origin]) => {
    return { label: path.basename(file), description: file, detail: origin };
  });
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

/** Interpreters of the folder, of conda and on the path, with where they come from. */
async function candidates(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const environment of environmentsIn(folder)) {
    const interpreter = await inEnvironment(environment).catch(() => undefined);
    if (interpreter !== undefined) found.set(interpreter.path, vscode.l10n.t('environment of the folder'));
  }
  const conda = process.env['CONDA_PREFIX'];
  const condaPython = conda && (await pythonOf(conda));
  if (condaPython) found.set(condaPython, vscode.l10n.t('active conda environment'));
  for (const name of process.platform === 'win32' ? ['python.exe'] : ['python3', 'python']) {
    const onThePath = await onPath(name);
    if (onThePath !== undefined) found.set(onThePath, vscode.l10n.t('on the path'));
  }
  return found;
}

async function browseForInterpreter(): Promise<string | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Python interpreter'),
    canSelectMany: false,
  });
  return files?.[0]?.fsPath;
}
