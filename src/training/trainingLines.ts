import path from 'node:path';
import * as vscode from 'vscode';
import { readSetting } from '../platform/settings';
import { findEntryPoint } from './entryPoints';
import { isScriptLanguage, parseShebang } from './scriptKinds';

/**
 * Where in a document a training begins: in Python its entry point, in a script of another language the line that makes it
 * a program; the first line of what `trialbook.trainingScripts` names.
 */
export class TrainingLines {
  private readonly found = new WeakMap<vscode.TextDocument, { version: number; line: number | undefined }>();

  /** The zero-based line, or `undefined` for a document that is no training script. */
  lineOf(document: vscode.TextDocument): number | undefined {
    const named = namedBySetting(document);
    if (named === false) return undefined;
    return this.ownLine(document) ?? (named === true ? 0 : undefined);
  }

  private ownLine(document: vscode.TextDocument): number | undefined {
    const known = this.found.get(document);
    if (known?.version === document.version) return known.line;
    const line = findLine(document);
    this.found.set(document, { version: document.version, line });
    return line;
  }
}

function findLine(document: vscode.TextDocument): number | undefined {
  if (document.languageId === 'python') return findEntryPoint(path.basename(document.fileName), document.getText());
  const isProgram = isScriptLanguage(document.languageId) && parseShebang(document.lineAt(0).text) !== undefined;
  return isProgram ? 0 : undefined;
}

/** Whether the setting names a document or, with `!`, takes it out; the last pattern that matches decides. */
function namedBySetting(document: vscode.TextDocument): boolean | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  if (folder === undefined) return undefined;
  const pattern = readSetting('trialbook.trainingScripts', document.uri).findLast((one) => {
    const glob = one.replace(/^!/, '');
    const anywhere = glob.includes('/') ? glob : `**/${glob}`;
    return vscode.languages.match({ pattern: new vscode.RelativePattern(folder, anywhere) }, document) > 0;
  });
  return pattern === undefined ? undefined : !pattern.startsWith('!');
}
