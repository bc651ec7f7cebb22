import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../common/disposables';
import { relativeToWorkspace } from '../common/workspaceFolder';
import type { StoreRegistry } from '../store/registry';
import { jsonValueAt, tomlValueAt, yamlValueAt } from './configValue';
import type { NamedValue } from './namedValue';
import { pythonValueAt } from './pythonValue';
import { describeTried } from './triedText';

/** Configuration larger than this is data, in characters: it is parsed on the editor's own thread. */
const MOST_TEXT = 200_000;

const FILES: vscode.DocumentFilter[] = [
  { scheme: 'file', language: 'python' },
  { scheme: 'file', pattern: '**/*.{yaml,yml,json,jsonc,toml}' },
];

/** A hover on a hyper-parameter's value tells which values runs were given, and what came of each. */
export class TriedValuesHover implements vscode.HoverProvider, Disposable {
  private readonly disposables = new DisposableStore();

  constructor(private readonly stores: StoreRegistry) {
    this.disposables.add(vscode.languages.registerHoverProvider(FILES, this));
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const folder = vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath;
    const file = folder && relativeToWorkspace(folder, document.uri.fsPath);
    if (folder === undefined || file === undefined) return undefined;
    const named = valueAt(document, position);
    if (named === undefined) return undefined;
    const tried = await this.stores.get(folder).request('triedValues', { file, path: named.path });
    if (tried === null) return undefined;
    return new vscode.Hover(describeTried(folder, tried, named.value), rangeOf(position.line, named));
  }

  dispose(): void {
    this.disposables.dispose();
  }
}

function valueAt(document: vscode.TextDocument, { line, character }: vscode.Position): NamedValue | undefined {
  const lines = (number: number): string => document.lineAt(number).text;
  switch (kindOf(document)) {
    case 'python':
      return pythonValueAt(lines, line, character);
    case 'yaml':
      return yamlValueAt(lines, line, character);
    case 'toml':
      return tomlValueAt(lines, line, character);
    case 'json':
      return jsonValue(document, new vscode.Position(line, character));
  }
}

function kindOf({ languageId, fileName }: vscode.TextDocument): 'python' | 'yaml' | 'toml' | 'json' {
  if (languageId === 'python') return 'python';
  if (/\.ya?ml$/i.test(fileName)) return 'yaml';
  return /\.toml$/i.test(fileName) ? 'toml' : 'json';
}

/** With columns in its line, as the others have them. */
function jsonValue(document: vscode.TextDocument, position: vscode.Position): NamedValue | undefined {
  const end = document.lineAt(document.lineCount - 1).range.end;
  if (document.offsetAt(end) > MOST_TEXT) return undefined;
  const found = jsonValueAt(document.getText(), document.offsetAt(position));
  const lineStart = document.offsetAt(new vscode.Position(position.line, 0));
  return found && { ...found, start: found.start - lineStart, end: found.end - lineStart };
}

function rangeOf(line: number, { start, end }: NamedValue): vscode.Range {
  return new vscode.Range(line, start, line, end);
}
