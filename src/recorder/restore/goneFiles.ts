import { isSkippedPath } from '../../common/fileKinds';
import { isSnapshotFile } from '../../common/snapshots/snapshotRules';
import type { SnapshotManifest } from '../../protocol/snapshotManifest';

/** Of what a snapshot leaves out, so many files are named at most. */
const MOST_LEFT_OUT = 1000;

/**
 * Tells which code of a commit or of the workspace was not there when the run began. What the snapshot leaves out was
 * there, and is not.
 */
export function isGone({ files, leftOut, leftOutTotal }: SnapshotManifest): (relative: string) => boolean {
  const there = new Set(files.map((file) => file.path));
  const isLeftOut = (relative: string): boolean =>
    leftOut.some(({ path: one }) => one === relative || (one.endsWith('/') && relative.startsWith(one)));
  // A list that is full does not tell what was left out.
  if (leftOutTotal !== undefined || leftOut.length >= MOST_LEFT_OUT) return () => false;
  return (relative) =>
    !there.has(relative) && isSnapshotFile(relative) && !isSkippedPath(relative) && !isLeftOut(relative);
}
