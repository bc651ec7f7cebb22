/** Takes snapshots without a training. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import { objectPath } from '../../../src/common/workspaceFolder';
import { Snapshot } from '../../../src/recorder/snapshot';
import type { SnapshotFile, SnapshotManifest } from '../../../src/protocol/snapshotManifest';
import type { RunSpecification } from '../../../src/recorder/specification';
import { PLAIN_SPECIFICATION, temporaryFolder } from './support';
import { snapshotIn } from '../snapshotOnDisk';

export const CACHE = path.join('.trialbook', 'snapshot-cache.json');

/** What a snapshot needs to know of a run with this command. */
export function specificationOf(workspace: string, command: string[] = ['true']): RunSpecification {
  const names = { id: '01J00000000000000000000000', name: 'calm-owl', experiment: 'x' };
  return { ...names, ...PLAIN_SPECIFICATION, command, cwd: workspace, workspace, root: workspace };
}

/** The time now by the clock of the file system of a folder. */
export function fileSystemTime(folder: string): number {
  const file = path.join(folder, '.clock');
  writeFileSync(file, String(Math.random()));
  return statSync(file).mtimeMs;
}

/** Takes a snapshot; `meanwhile` happens after the start of the training. */
export async function takeSnapshot(workspace: string, meanwhile = (): void => undefined): Promise<SnapshotManifest> {
  mkdirSync(path.join(workspace, '.trialbook'), { recursive: true });
  const runDir = temporaryFolder();
  const snapshot = new Snapshot(specificationOf(workspace), runDir, undefined, fileSystemTime(runDir));
  meanwhile();
  await snapshot.capture();
  return snapshotIn(runDir);
}

/** The paths of the files that a snapshot holds, and why it left others out. */
export function contentsOf({ files, leftOut }: SnapshotManifest): { files: string[]; leftOut: Record<string, string> } {
  return {
    files: files.map((file) => file.path),
    leftOut: Object.fromEntries(leftOut.map((one) => [one.path, one.reason])),
  };
}

/** Runs git in a folder, as somebody. */
export function git(folder: string, ...words: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...identity, ...words], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** What a snapshot says of a file. */
export function fileOf(manifest: SnapshotManifest, name: string): SnapshotFile {
  const file = manifest.files.find((one) => one.path === name);
  if (file === undefined) throw new Error(`${name} is not in the snapshot`);
  return file;
}

/** A stored content. */
export function contentOf(workspace: string, object: string): string {
  return inflateSync(readFileSync(objectPath(workspace, object))).toString();
}
