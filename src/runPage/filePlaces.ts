/** Places in files that a run's output names. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import type { FilePlace } from '../protocol/runPage';

/** Files asked for at once; a page asks for those in sight. */
const MOST_FILES = 500;

/** Those of the files that are there, as they were named. `roots` are the folders that they may be relative to. */
export async function findFiles(files: readonly string[], roots: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    files.slice(0, MOST_FILES).map(async (file) => ((await findFile(file, roots)) === undefined ? [] : [file])),
  );
  return found.flat();
}

/** Opens a file at a line. Throws a {@link UserError} when it is gone. */
export async function openPlace({ file, line }: FilePlace, roots: readonly string[]): Promise<void> {
  const found = await findFile(file, roots);
  if (found === undefined) throw new UserError(vscode.l10n.t('{0} is not there any more.', file));
  const start = new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.window.showTextDocument(vscode.Uri.file(found), { selection: new vscode.Range(start, start) });
}

async function findFile(file: string, roots: readonly string[]): Promise<string | undefined> {
  // On Windows, looking at a path of another machine tells that machine who is looking.
  if (/^[\\/]{2}/.test(file)) return undefined;
  for (const root of path.isAbsolute(file) ? [''] : roots) {
    const candidate = path.resolve(root, file);
    // Output may name anything: a pipe or a device is not opened.
    if ((await stat(candidate).catch(() => undefined))?.isFile() === true) return candidate;
  }
  return undefined;
}
