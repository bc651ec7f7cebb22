import { open } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import { findInterpreter } from './interpreter';
import { exists } from '../platform/files';
import { onPath } from './programs';
import { scriptProgram } from './scriptKinds';

const FIRST_LINE_BYTES = 256;

/**
 * The words that run a script, up to its own arguments: Python's with the interpreter of the folder, any other with the
 * program that its first line or its ending names. `script` is absolute or relative to the folder.
 * Throws a {@link UserError} when there is no such program.
 */
export async function scriptCommand(folder: vscode.WorkspaceFolder, script: string): Promise<string[]> {
  const [program, ...options] = scriptProgram(script, await readFirstLine(path.resolve(folder.uri.fsPath, script)));
  return [await findScriptProgram(folder, program!, script), ...options, script];
}

async function findScriptProgram(folder: vscode.WorkspaceFolder, program: string, script: string): Promise<string> {
  if (program === 'python') return (await findInterpreter(folder)).path;
  const found = process.platform === 'win32' ? await findOnWindows(program) : await findOnPosix(program);
  if (found !== undefined) return found;
  throw new UserError(
    vscode.l10n.t('{0}, which runs {1}, was not found. Install it, or put its folder on the PATH.', program, script),
  );
}

async function findOnPosix(program: string): Promise<string | undefined> {
  if (!program.includes('/')) return onPath(program);
  return (await exists(program)) ? program : undefined;
}

/**
 * Windows has no `/bin/bash`: of what a first line names the last part is looked for. `bash.exe` of the system starts
 * Linux, which does not see the recorder's variables; shells are those of Git.
 */
async function findOnWindows(program: string): Promise<string | undefined> {
  const name = `${path.posix.basename(program)}.exe`;
  if (!/^(ba|z|k|da)?sh\.exe$/.test(name)) return onPath(name);
  const git = path.join(process.env['ProgramFiles'] ?? 'C:\\Program Files', 'Git', 'bin', name);
  return (await exists(git)) ? git : undefined;
}

async function readFirstLine(file: string): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(FIRST_LINE_BYTES), 0, FIRST_LINE_BYTES, 0);
      return buffer.toString('utf8', 0, bytesRead).split(/\r?\n/, 1)[0]!;
    } finally {
      await handle.close();
    }
  } catch {
    // A script that is missing is the recorder's to tell.
    return '';
  }
}
