/** `snapshot.json.gz` of a run folder: the code and the machine as they were when the run started. */

export interface SnapshotManifest {
  version: 1;
  /** ms since 1970. */
  createdAt: number;
  /** `null` outside a repository, or without git. */
  git: GitState | null;
  environment: SnapshotEnvironment;
  files: SnapshotFile[];
  /** Some of those left out, and how many there are in all where that is more. */
  leftOut: LeftOutFile[];
  leftOutTotal?: number;
  /** A tracker told which files ran: those are marked. Without it nobody knows of any but the script. */
  marked?: true;
}

export interface GitState {
  /** `null` before the first commit. */
  commit: string | null;
  /** `null` with a detached head. */
  branch: string | null;
  dirty: boolean;
  /** Address of `origin`, without credentials; `null` without one. */
  remote: string | null;
}

export interface SnapshotEnvironment {
  platform: string;
  arch: string;
  /** Version of the operating system's kernel. */
  release: string;
  host: string;
  /** Who ran it; `null` where the system does not know. */
  user: string | null;
  cpus: number;
  cpuModel: string;
  /** Bytes. */
  memory: number;
  /** What `nvidia-smi` lists, none where there is no such program; `null` until it answered. */
  gpus: Gpu[] | null;
  /** Version of NVIDIA's driver; `null` without one. */
  driver: string | null;
  /** Without the values of secret options. */
  command: string[];
  cwd: string;
  /** Absolute path of the program that was run; `null` when it was not found. */
  interpreter: string | null;
  /** Environment variables that change how a training runs, by name; secrets are masked. */
  variables: Record<string, string>;
}

export interface Gpu {
  name: string;
  /** Bytes; `null` where it cannot be told. */
  memory: number | null;
}

export interface SnapshotFile {
  /** Relative to the workspace folder with `/`. */
  path: string;
  /** Permission bits as `stat` gives them. */
  mode: number;
  /** Bytes. */
  size: number;
  /** Lower-case hexadecimal SHA-256 of the content: its name in `objects/`. */
  object: string;
  /** It may have changed since the training started: this is how it was a moment later. */
  uncertain?: true;
  /** The training imported it, read it, or was started by it. */
  used?: true;
}

export interface LeftOutFile {
  /** Relative to the workspace folder with `/`; a folder ends in `/`. */
  path: string;
  reason: LeftOutReason;
}

/**
 * `too-large`: more than a file may have; `too-many`: more files, or more bytes, than a snapshot holds in all; `link`:
 * to whatever, it is not followed.
 */
export type LeftOutReason = 'ignored' | 'secret' | 'too-large' | 'too-many' | 'link' | 'unreadable';

/** `packages.json` of a run folder: what was installed for the interpreter that trained. */
export interface PackageList {
  version: 1;
  /** ms since 1970. */
  createdAt: number;
  interpreter: { path: string; version: string };
  /** By name. */
  packages: InstalledPackage[];
}

export interface InstalledPackage {
  /** As PEP 503 normalises it: `scikit-learn`. */
  name: string;
  version: string;
}
