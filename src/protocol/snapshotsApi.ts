/** What the store worker can be asked about the code of runs; a part of `StoreApi`. */
import type { RunId, RunRef } from './entities';
import type { GitState, LeftOutFile, LeftOutReason, SnapshotEnvironment, SnapshotFile } from './snapshotManifest';

/** The snapshot of a run without its files, of which there may be tens of thousands. */
export interface SnapshotFacts {
  /** ms since 1970. */
  createdAt: number;
  git: GitState | null;
  environment: SnapshotEnvironment;
  /** How many files it holds, and how many of them ran; `null` where nothing told what ran. */
  files: number;
  used: number | null;
  leftOut: LeftOutFile[];
  /** How many were left out in all: `leftOut` names some only. */
  leftOutTotal: number;
}

/** A folder of a snapshot. */
export interface SnapshotFolder {
  /** By name. `files` counts those below it at any depth. */
  folders: { name: string; files: number }[];
  /** By path; a page of them. */
  files: SnapshotFile[];
  /** Files of the folder itself in all. */
  total: number;
}

/** A path of a snapshot: a folder, or a file of so many bytes. */
export type SnapshotPath = { kind: 'folder' } | { kind: 'file'; size: number };

export interface SnapshotFolderQuery {
  runId: RunId;
  /** Relative to the workspace folder with `/`, ends in one; empty for the workspace folder. */
  folder: string;
  /** Only files that ran. */
  used?: boolean;
  /** Files of the folder before the page, and of the page; all of them without. */
  offset?: number;
  limit?: number;
}

/** Whose code: that of a run, or the workspace's as it is now. */
export type SnapshotRef = { runId: RunId } | { workspace: true };

/** `mode` is a file of the same content with other permission bits. */
export type ChangeKind = 'added' | 'removed' | 'changed' | 'mode';

export interface ChangedFile {
  path: string;
  change: ChangeKind;
  /** It ran in one of the runs compared. */
  used: boolean;
  /** It may have changed between the start of a run and the moment when it was stored. */
  uncertain: boolean;
}

/** A file that differs perhaps: one side or both do not have its content. */
export interface UncomparedFile {
  path: string;
  /** `missing` and `damaged`: its object in `.trialbook/objects`. */
  reason: LeftOutReason | 'missing' | 'damaged';
}

export interface SnapshotDiff {
  /** Those that ran first, then by path. */
  files: ChangedFile[];
  /** Whether `files` holds only what ran: asked for, and known of the runs compared. */
  onlyUsed: boolean;
  /** Files that differ and are not in `files` since they did not run; `null` where that was not looked at. */
  others: number | null;
  uncompared: UncomparedFile[];
  /** Files that are the same but may have been others when the run read them. */
  uncertain: string[];
}

/** Of a run inside another it is the code of the outermost: they share a process. */
export type SnapshotsApi = {
  /** `null` where there is no snapshot (yet), or none that can be read. */
  getSnapshot: { args: { runId: RunId }; result: SnapshotFacts | null };
  /** `null` where there is no snapshot. */
  listSnapshotFolder: { args: SnapshotFolderQuery; result: SnapshotFolder | null };
  /** What a path is in a snapshot; `null` where it is nothing. */
  statSnapshotPath: { args: { runId: RunId; path: string }; result: SnapshotPath | null };
  /** `null` where the snapshot has no such file. Rejects with a `UserError` when its content is missing or damaged. */
  readSnapshotFile: { args: { runId: RunId; path: string }; result: Uint8Array | null };
  /**
   * What differs from left to right; with `used` only among the files that ran. Rejects with a `UserError` where a run
   * has no snapshot.
   */
  diffSnapshots: { args: { left: SnapshotRef; right: SnapshotRef; used?: boolean }; result: SnapshotDiff };
  /** The latest run before this one of the same script, or without a script of the same command, that is not in the trash. */
  previousRun: { args: { runId: RunId }; result: RunRef | null };
};
