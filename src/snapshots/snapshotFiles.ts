import * as vscode from 'vscode';
import { UserError } from '../common/errors';
import type { RunTarget } from '../platform/commands';
import { parseSnapshotUri } from '../platform/snapshotUri';
import type { StoreRegistry } from '../store/registry';

/** The snapshots of runs as a read-only file system: the editor shows and compares their files like any others. */
export class SnapshotFiles implements vscode.FileSystemProvider {
  /** A snapshot does not change. */
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  constructor(private readonly stores: StoreRegistry) {}

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { folder, runId, path } = this.target(uri);
    const times = { ctime: 0, mtime: 0, permissions: vscode.FilePermission.Readonly };
    if (path === '') return { type: vscode.FileType.Directory, size: 0, ...times };
    const found = await this.stores.get(folder).request('statSnapshotPath', { runId, path });
    if (found === null) throw vscode.FileSystemError.FileNotFound(uri);
    if (found.kind === 'folder') return { type: vscode.FileType.Directory, size: 0, ...times };
    return { type: vscode.FileType.File, size: found.size, ...times };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const { folder, runId, path } = this.target(uri);
    const query = { runId, folder: path === '' ? '' : `${path}/` };
    const listed = await this.stores.get(folder).request('listSnapshotFolder', query);
    if (listed === null) throw vscode.FileSystemError.FileNotFound(uri);
    return [
      ...listed.folders.map(({ name }): [string, vscode.FileType] => [name, vscode.FileType.Directory]),
      ...listed.files.map((file): [string, vscode.FileType] => [nameOf(file.path), vscode.FileType.File]),
    ];
  }

  /** Rejects with a `FileSystemError` that says what is wrong, which the editor shows in the file's place. */
  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const { folder, runId, path } = this.target(uri);
    try {
      const content = await this.stores.get(folder).request('readSnapshotFile', { runId, path });
      if (content !== null) return content;
    } catch (error) {
      throw error instanceof UserError ? vscode.FileSystemError.Unavailable(error.message) : error;
    }
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  private target(uri: vscode.Uri): RunTarget & { path: string } {
    const target = parseSnapshotUri(uri);
    if (target === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return target;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
