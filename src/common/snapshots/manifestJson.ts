/**
 * `snapshot.json.gz` as it lies in a run folder: the JSON of a manifest, compressed with gzip. Each run has its own, also
 * where no file has changed, and most of it is paths that shrink to almost nothing.
 */
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { SnapshotManifest } from '../../protocol/snapshotManifest';
import { putFile } from '../atomicFile';
import { SNAPSHOT_FILE } from '../workspaceFolder';

/** A manifest of 5,000 files has 1 MB. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Replaces the manifest of a run. Rejects as `fs` does. */
export async function writeManifest(runDir: string, manifest: SnapshotManifest): Promise<void> {
  await putFile(path.join(runDir, SNAPSHOT_FILE), await promisify(gzip)(JSON.stringify(manifest)));
}

/**
 * The JSON of a run's manifest, whatever it holds; `undefined` for what is none, or too large to be one. Rejects as `fs`
 * does, with `ENOENT` where there is no such file.
 */
export async function readManifestJson(runDir: string): Promise<unknown> {
  const file = path.join(runDir, SNAPSHOT_FILE);
  const stat = await lstat(file);
  if (!stat.isFile() || stat.size > MAX_BYTES) return undefined;
  const bytes = await readFile(file);
  try {
    return JSON.parse((await promisify(gunzip)(bytes, { maxOutputLength: MAX_BYTES })).toString());
  } catch {
    return undefined;
  }
}
