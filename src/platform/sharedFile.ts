/** Reads and writes `.vscode/trialbook.json` of a workspace folder. */
import type { ParseError } from 'jsonc-parser';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { replaceFile } from '../common/atomicFile';
import { DisposableStore, type Disposable } from '../common/disposables';
import { errorCode, UserError } from '../common/errors';
import type { SharedSection } from '../protocol/sharedFile';
import { withEntry, withoutEntry, withSection } from './sharedFileText';

const NAME = '.vscode/trialbook.json';
/** Bytes; a larger file was not written by people or by us. */
const LARGEST = 4 * 1024 * 1024;

/** The shared file of each workspace folder; one object a folder, so that its writes follow one another. */
export class SharedFiles implements Disposable {
  private readonly files = new Map<string, SharedFile>();

  of(folder: string): SharedFile {
    let file = this.files.get(folder);
    if (file === undefined) this.files.set(folder, (file = new SharedFile(folder)));
    return file;
  }

  dispose(): void {
    for (const file of this.files.values()) file.dispose();
    this.files.clear();
  }
}

export class SharedFile implements Disposable {
  private readonly disposables = new DisposableStore();
  private readonly changed = this.disposables.add(new vscode.EventEmitter<void>());
  /** Fires when the file changed, whoever wrote it. */
  readonly onChange = this.changed.event;
  private writing: Promise<unknown> = Promise.resolve();
  private readonly file: string;

  constructor(folder: string) {
    this.file = path.join(folder, NAME);
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), NAME);
    const watcher = this.disposables.add(vscode.workspace.createFileSystemWatcher(pattern));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      this.disposables.add(event(() => this.changed.fire()));
    }
  }

  /** What a section holds, not checked yet; `undefined` without it. Rejects with a {@link UserError} for a broken file. */
  async read(section: SharedSection): Promise<unknown> {
    return (await parsed(await this.text()))[section];
  }

  /**
   * Replaces a section, or removes it with `undefined`; the rest of the file stays as it was typed, comments too. Rejects
   * with a {@link UserError}, and writes nothing, when the file is broken, or changed in an editor and not saved.
   */
  write(section: SharedSection, value: unknown): Promise<void> {
    return this.edit((text) => withSection(text, section, value));
  }

  /** Sets fields of an entry of a section, or removes them with `undefined`; all else stays, see {@link write}. */
  writeEntry(section: SharedSection, name: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
    return this.edit((text) => withEntry(text, section, name, fields));
  }

  removeEntry(section: SharedSection, name: string): Promise<void> {
    return this.edit((text) => withoutEntry(text, section, name));
  }

  dispose(): void {
    this.disposables.dispose();
  }

  /** The text is read when its turn has come: what others wrote meanwhile is in it. */
  private edit(change: (text: string) => Promise<string>): Promise<void> {
    const written = this.writing.then(() => this.editNow(change));
    this.writing = written.catch(() => undefined);
    return written;
  }

  private async editNow(change: (text: string) => Promise<string>): Promise<void> {
    if (vscode.workspace.textDocuments.some(({ isDirty, uri }) => isDirty && uri.fsPath === this.file)) {
      throw new UserError(vscode.l10n.t('{0} has changes that are not saved. Save it, then try again.', NAME));
    }
    const text = await this.text();
    await parsed(text);
    const content = await change(text);
    await mkdir(path.dirname(this.file), { recursive: true });
    await replaceFile(this.file, Buffer.from(content));
  }

  private async text(): Promise<string> {
    try {
      const bytes = await readFile(this.file);
      if (bytes.length <= LARGEST) return bytes.toString();
      throw new UserError(vscode.l10n.t('{0} is too large to be read.', NAME));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return '{}\n';
      throw error;
    }
  }
}

/** The parser is loaded when a file is read, not with the extension. */
async function parsed(text: string): Promise<Partial<Record<SharedSection, unknown>>> {
  const { parse } = await import('jsonc-parser');
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length === 0 && typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new UserError(vscode.l10n.t('{0} is no valid JSON. Mend it in the editor, then try again.', NAME));
}
