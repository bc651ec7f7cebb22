/** The manifest of a run as it lies in its folder: what the recorder wrote, and what an imported run may hold. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { SNAPSHOT_FILE } from '../../src/common/workspaceFolder';
import type { SnapshotManifest } from '../../src/protocol/snapshotManifest';

export function snapshotText(runDir: string): string {
  return gunzipSync(readFileSync(path.join(runDir, SNAPSHOT_FILE))).toString();
}

export function snapshotIn(runDir: string): SnapshotManifest {
  return JSON.parse(snapshotText(runDir)) as SnapshotManifest;
}

/** Writes any text in the place of a manifest. */
export function writeSnapshotText(runDir: string, text: string): void {
  writeFileSync(path.join(runDir, SNAPSHOT_FILE), gzipSync(text));
}

/** Changes what the manifest of a run says, as somebody who made a hostile bundle may. */
export function editSnapshotIn(runDir: string, edit: (manifest: SnapshotManifest) => void): void {
  const manifest = snapshotIn(runDir);
  edit(manifest);
  writeSnapshotText(runDir, JSON.stringify(manifest));
}
