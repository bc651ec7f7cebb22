/** Addresses of files as they were in runs: `trialbook-snapshot:/pkg/train.py?{"folder":…,"runId":…,"run":"brisk-otter"}`. */
import * as vscode from 'vscode';
import type { RunTarget } from './commands';
import { folderPaths } from './workspace';

export const SNAPSHOT_SCHEME = 'trialbook-snapshot';

/**
 * The address of a file of a run's snapshot. `path` is relative to the workspace folder with `/`. The name of the run is
 * there for people: package.json has the editor show it behind the path.
 */
export function snapshotUri({ folder, runId }: RunTarget, run: string, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SNAPSHOT_SCHEME, path: `/${path}`, query: JSON.stringify({ folder, runId, run }) });
}

/** What such an address names; `undefined` for one of no folder that is open: anybody may write an address. */
export function parseSnapshotUri(uri: vscode.Uri): (RunTarget & { path: string }) | undefined {
  if (uri.scheme !== SNAPSHOT_SCHEME) return undefined;
  try {
    const { folder, runId } = JSON.parse(uri.query) as Partial<Record<string, unknown>>;
    if (typeof folder !== 'string' || typeof runId !== 'string' || !folderPaths().includes(folder)) return undefined;
    return { folder, runId, path: uri.path.replace(/^\/|\/$/g, '') };
  } catch {
    return undefined;
  }
}
