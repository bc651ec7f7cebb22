/** Places in the user's own files where a training failed. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { RunDetail } from '../protocol/entities';
import type { TracebackFrame } from '../protocol/failures';

/** Where a run failed: the innermost of the user's own frames. */
export function failingFrame({ exception }: RunDetail): TracebackFrame | undefined {
  return exception?.frames.at(-1);
}

/** `train.py:12`, without its folder. */
export function frameName({ file, line }: TracebackFrame): string {
  return `${path.posix.basename(file)}:${line}`;
}

/** Address of the line, for links. */
export function frameUri(folder: string, { file, line }: TracebackFrame): vscode.Uri {
  return vscode.Uri.file(path.join(folder, file)).with({ fragment: `L${line}` });
}

/** Opens the file, as it is now, at the line. */
export function openFrame(folder: string, { file, line }: TracebackFrame): vscode.Command {
  const start = new vscode.Position(Math.max(0, line - 1), 0);
  const options: vscode.TextDocumentShowOptions = { selection: new vscode.Range(start, start) };
  const uri = vscode.Uri.file(path.join(folder, file));
  return { command: 'vscode.open', title: vscode.l10n.t('Open file'), arguments: [uri, options] };
}
