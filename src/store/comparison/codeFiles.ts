/** Which files differ between the snapshots of two runs. Reads nothing but what it is given, so that it works in a browser too. */
import type { GitPart } from '../../protocol/changesApi';
import type { GitState, SnapshotFile, SnapshotManifest } from '../../protocol/snapshotManifest';
import { changesOf } from './changes';

/** A file in both snapshots; absent in one that lacks it. */
export interface FilePair {
  path: string;
  before: SnapshotFile | undefined;
  after: SnapshotFile | undefined;
}

/** Files that ran and differ in content, or all that differ. Those of which nothing tells whether they ran count as such. */
export function changedFiles(before: SnapshotManifest, after: SnapshotManifest, all = false): FilePair[] {
  const olds = new Map(before.files.map((file) => [file.path, file]));
  const news = new Map(after.files.map((file) => [file.path, file]));
  const ran = all ? undefined : filesThatRan(before, after);
  return changesOf(olds, news, (a, b) => a.object === b.object)
    .filter(({ key }) => ran === undefined || ran.has(key))
    .map(({ key, before, after }) => ({ path: key, before, after }));
}

/** Whether the same code ran, as far as snapshots tell. */
export function isSameCode(a: SnapshotManifest | undefined, b: SnapshotManifest | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return changedFiles(a, b).length === 0;
}

/** Paths of the files that ran in one of these; `undefined` where no tracker told. */
export function filesThatRan(...manifests: readonly SnapshotManifest[]): Set<string> | undefined {
  const told = manifests.filter(({ marked }) => marked === true);
  if (told.length === 0) return undefined;
  return new Set(told.flatMap(({ files }) => files.filter(({ used }) => used === true).map((file) => file.path)));
}

/** By the names of {@link GitPart}; what there is none of is left out. */
export function gitParts({ commit, branch, dirty }: GitState): Map<string, string> {
  const parts: [GitPart, string | null][] = [
    ['commit', commit],
    ['branch', branch],
    ['dirty', String(dirty)],
  ];
  return new Map(parts.filter((part): part is [GitPart, string] => part[1] !== null));
}
