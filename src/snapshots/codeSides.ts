/** The two sides of a comparison as the editor shows them. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { SnapshotRef } from '../protocol/snapshotsApi';
import type { RunTarget } from '../platform/commands';
import { snapshotUri } from '../platform/snapshotUri';
import type { StoreRegistry } from '../store/registry';

/** A run or the workspace: what it is called, and where its files are. */
export interface CodeSide {
  ref: SnapshotRef;
  name: string;
  /** Of a path relative to the workspace folder with `/`. */
  uri(relative: string): vscode.Uri;
}

export function workspaceCode(folder: string): CodeSide {
  return {
    ref: { workspace: true },
    name: vscode.l10n.t('Workspace'),
    uri: (relative) => vscode.Uri.file(path.join(folder, relative)),
  };
}

export function namedRunCode(run: RunTarget, name: string): CodeSide {
  return { ref: { runId: run.runId }, name, uri: (relative) => snapshotUri(run, name, relative) };
}

export async function runCode(stores: StoreRegistry, run: RunTarget): Promise<CodeSide> {
  const found = await stores.get(run.folder).request('getRun', { runId: run.runId });
  return namedRunCode(run, found?.name ?? run.runId);
}
