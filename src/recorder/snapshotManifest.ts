/** `snapshot.json` of a run folder: the code and the machine as they were when the run started. */

export interface SnapshotManifest {
  version: 1;
  /** ms since 1970. */
  createdAt: number;
  /** `null` outside a repository, or without git. */
  git: GitState | null;
  environment: SnapshotEnvironment;
  files: SnapshotFile[];
  leftOut: LeftOutFile[];
}

export interface GitState {
  /** `null` before the first commit. */
  commit: string | null;
  /** `null` with a detached head. */
  branch: string | null;
  dirty: boolean;
}

export interface SnapshotEnvironment {
  platform: string;
  arch: string;
  /** Version of the operating system's kernel. */
  release: string;
  host: string;
  cpus: number;
  cpuModel: string;
  /** Bytes. */
  memory: number;
  command: string[];
  cwd: string;
  /** Absolute path of the program that was run; `null` when it was not found. */
  interpreter: string | null;
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
}

export interface LeftOutFile {
  /** Relative to the workspace folder with `/`; a folder ends in `/`. */
  path: string;
  reason: 'ignored' | 'secret' | 'too-large' | 'too-many' | 'link' | 'unreadable';
}
